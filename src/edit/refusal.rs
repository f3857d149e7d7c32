//! Why a note is left as it is.

use std::borrow::Cow;
use std::io;

use crate::diag::{Code, Diagnostic, codes};
use crate::path::VaultPath;
use crate::text::{Source, Span};

/// What kind of answer a refusal is: exit codes and HTTP statuses depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The name fits no note, or several; or the note is gone.
    Missing,
    /// The note is not what it was when it was read.
    Changed,
    /// The note as it is cannot be edited, or has nothing to tick.
    Unfit,
    /// The disk is full, or a limit of it is reached.
    NoSpace,
    /// Any other failure of the file system.
    Io,
}

/// Nothing was written, and why.
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

    /// A name that is no note's.
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

    /// A call that failed. The path in the message is the vault's, never the machine's.
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
