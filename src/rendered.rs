//! [`Rendered`]: every file of the site, as a plan. A file's bytes are made on demand, by the writer for all files and
//! by the server for one, so the pages of a large vault are never in memory together.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diag::{Diagnostic, Outcome};
use crate::path::{OutPath, UrlPath, VaultPath};

/// The bytes of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    Bytes(Vec<u8>),
    /// The same bytes as this file of the vault.
    File(PathBuf),
}

/// Makes one file. An `Err` (a template that fails) stops the build.
pub type Maker = Box<dyn Fn() -> Result<Outcome<Body>, Box<Diagnostic>> + Send + Sync>;

/// Every file of the site.
pub struct Rendered {
    files: FxHashMap<OutPath, Maker>,
    /// The address of each published note and attachment, for the manifest.
    sources: Sources,
}

/// Computes the address of each published note and attachment; only a writer calls it.
type Sources = Box<dyn Fn() -> BTreeMap<VaultPath, UrlPath> + Send + Sync>;

impl Rendered {
    pub fn new(sources: impl Fn() -> BTreeMap<VaultPath, UrlPath> + Send + Sync + 'static) -> Self {
        Self { files: FxHashMap::default(), sources: Box::new(sources) }
    }

    /// Reserves room for this many files.
    pub fn reserve(&mut self, files: usize) {
        self.files.reserve(files);
    }

    /// The address of each published note and attachment, for the manifest.
    pub fn sources(&self) -> BTreeMap<VaultPath, UrlPath> {
        (self.sources)()
    }

    /// Adds a file. The index assigns each address once, so the path is new; otherwise the first file stays.
    pub fn add(&mut self, path: OutPath, maker: Maker) {
        self.files.entry(path).or_insert(maker);
    }

    /// The paths of all files, in order.
    pub fn paths(&self) -> Vec<&OutPath> {
        let mut paths: Vec<&OutPath> = self.files.keys().collect();
        paths.par_sort_unstable();
        paths
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether the site has this file.
    pub fn body_exists(&self, path: &OutPath) -> bool {
        self.files.contains_key(path)
    }

    /// The body of one file; `None` where the site has no such file.
    pub fn body(&self, path: &OutPath) -> Option<Result<Outcome<Body>, Box<Diagnostic>>> {
        self.files.get(path).map(|maker| maker())
    }
}
