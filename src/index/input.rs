//! The input of the index.

use std::sync::Arc;

use crate::config::Config;
use crate::parse::ParsedNote;
use crate::path::VaultPath;
use crate::scan::image::ImageFacts;
use crate::scan::{Asset, Vault};

/// Returns the facts of an attachment. A parameter, so that the index reads no file.
pub type Probe<'a> = &'a (dyn Fn(&Asset) -> ImageFacts + Sync);

/// The parsed vault and its settings.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// In path order; private notes too.
    pub parsed: &'a [Arc<ParsedNote>],
    /// The names of notes that could be read and not published.
    pub refused: &'a [VaultPath],
    pub vault: &'a Vault,
    pub config: &'a Config,
    pub probe: Probe<'a>,
}
