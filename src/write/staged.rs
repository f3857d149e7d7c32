//! [`Staged`]: a site that is made but not yet published.

use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::path::OutPath;

use super::manifest::Manifest;
use super::slot::Slot;
use super::survey::Survey;

/// The whole site, made but not yet published. Dropping it leaves the output as it was.
#[derive(Debug)]
pub struct Staged {
    pub(super) slot: Slot,
    pub(super) survey: Survey,
    /// Files whose bytes are in the stage, in path order.
    pub(super) new: Vec<OutPath>,
    /// Files whose bytes are in the output already, in path order.
    pub(super) same: Vec<OutPath>,
    pub(super) manifest: Manifest,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Staged {
    /// Diagnostics of making the files, in path order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Files of the last build that the site no longer has.
    pub(super) fn removed(&self) -> BTreeSet<String> {
        self.survey.own.iter().filter(|path| !self.manifest.files.contains_key(path.as_str())).cloned().collect()
    }
}
