//! The reasons for which an edit is refused.

use std::borrow::Cow;
use std::io;

use crate::diag::{Code, Diagnostic, codes};
use crate::path::VaultPath;
use crate::text::{Source, Span};

/// The kind of a refusal, which decides exit codes and HTTP statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The name matches no note, or several; or the note is gone.
    Missing,
    /// The note has changed since it was read.
    Changed,
    /// The note cannot be edited as it is, or has nothing to tick.
    Unfit,
    /// The disk is full, or a limit of it is reached.
    NoSpace,
    /// Any other failure of the file system.
    Io,
}

/// A refused edit and its reason. Nothing was written.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub reason: Reason,
    pub diagnostic: Diagnostic,
}

impl Refusal {
    pub(super) fn new(
        reason: Reason,
        code: Code,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { reason, diagnostic: Diagnostic::new(code, message).help(help) }
    }

    pub(super) fn in_note(mut self, path: &VaultPath) -> Self {
        self.diagnostic = self.diagnostic.in_file(path);
        self
    }

    pub(super) fn at(mut self, source: &Source, span: Span) -> Self {
        self.diagnostic = self.diagnostic.at(source, span);
        self
    }

    pub fn changed(path: &VaultPath) -> Self {
        let message = "the note changed since it was read, so nothing was written";
        Self::new(Reason::Changed, codes::EDIT_CHANGED, message, "try again").in_note(path)
    }

    /// The refusal for a name that no note has.
    pub fn unknown(message: &'static str) -> Self {
        Self::new(Reason::Missing, codes::EDIT_NO_NOTE, message, "reload the page")
    }

    pub(super) fn nothing(
        path: &VaultPath,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Reason::Unfit, codes::EDIT_NOTHING, message, help).in_note(path)
    }

    pub(super) fn properties(
        path: &VaultPath,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(Reason::Unfit, codes::EDIT_PROPERTIES, message, help).in_note(path)
    }

    /// The refusal for a failed system call. The path in the message is the vault's, never the machine's.
    pub(super) fn io(doing: &str, path: &VaultPath, error: &io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let (reason, code, help) = match error.kind() {
            StorageFull | QuotaExceeded | FileTooLarge => (Reason::NoSpace, codes::EDIT_IO, "free some space"),
            PermissionDenied | ReadOnlyFilesystem => {
                (Reason::Unfit, codes::EDIT_READ_ONLY, "check that you may write there")
            }
            NotFound => (Reason::Missing, codes::EDIT_NO_FILE, "look for it in the vault"),
            _ => (Reason::Io, codes::EDIT_IO, "check that you may write there"),
        };
        let text = error.to_string();
        let why = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        Self::new(reason, code, format!("cannot {doing}: {why}"), help).in_note(path)
    }
}
