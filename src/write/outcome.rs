//! What comes of writing: a [`Report`], or a [`Failure`] that left the output as it was.

use crate::diag::{Diagnostic, codes};

use super::fs::FsError;

/// What kind of failure it was; each has an exit code of its own (C-EXIT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The output may not be written to, by kbgen's own rules.
    Refused,
    /// The file system said no.
    Io,
    /// Another build is at work on the same output.
    Locked,
    /// The interrupt flag was set.
    Interrupted,
    /// A template failed.
    Template,
}

/// Why nothing was written. The output is as it was.
#[derive(Clone, Debug)]
pub struct Failure {
    pub kind: FailureKind,
    pub diagnostic: Box<Diagnostic>,
}

impl Failure {
    pub(super) fn new(kind: FailureKind, diagnostic: impl Into<Box<Diagnostic>>) -> Self {
        Self { kind, diagnostic: diagnostic.into() }
    }

    pub(super) fn interrupted() -> Self {
        let message = "interrupted: the output is as it was";
        Self::new(FailureKind::Interrupted, Diagnostic::new(codes::OUTPUT_INTERRUPTED, message))
    }
}

impl From<FsError> for Failure {
    fn from(error: FsError) -> Self {
        Self::new(FailureKind::Io, error.diagnostic())
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or have new bytes, without the manifest.
    pub written: usize,
    /// Files that were there already.
    pub unchanged: usize,
    /// Files of the last build that the site no longer has.
    pub removed: usize,
    /// What is in the output and not kbgen's, in path order; folders end in `/` and stand for all they hold.
    pub kept: Vec<String>,
    /// Why files were replaced one by one; `None` where the site was swapped in as a whole.
    pub one_by_one: Option<String>,
    /// Of the files' making in path order, then of the writing.
    pub diagnostics: Vec<Diagnostic>,
}
