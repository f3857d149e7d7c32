//! The outcome of writing: a [`Report`], or a [`Failure`] that left the output as it was.

use crate::diag::{Diagnostic, codes};

use super::fs::FsError;

/// The kind of a failure; each has an exit code of its own (C-EXIT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The output may not be written to, by kbgen's own rules.
    Refused,
    /// A call to the file system failed.
    Io,
    /// Another build holds the lock of the same output.
    Locked,
    /// The interrupt flag was set.
    Interrupted,
    /// A template failed.
    Template,
}

/// The reason why nothing was written. The output is as it was.
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

/// The report of what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or have new bytes, without the manifest.
    pub written: usize,
    /// Files that were there already.
    pub unchanged: usize,
    /// Files of the last build that the site no longer has.
    pub removed: usize,
    /// Foreign files in the output, in path order; a folder ends in `/` and covers everything in it.
    pub kept: Vec<String>,
    /// The reason why files were replaced one by one; `None` where the site was swapped in as a whole.
    pub one_by_one: Option<String>,
    /// Diagnostics of making the files in path order, then of the writing.
    pub diagnostics: Vec<Diagnostic>,
}
