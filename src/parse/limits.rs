//! The limits of one note (P7): constructs that make a page many times larger than its source are counted
//! during parsing, so that such a note is refused before it is rendered.

use crate::diag::{Diagnostic, codes};
use crate::text::{Source, Span};

use crate::parse::markdown::lines::MAX_DEPTH;

/// The largest allowed page, 5 MiB.
const MAX_PAGE: usize = 5 << 20;
/// The most columns of a table: each row is padded to its width.
const MAX_COLUMNS: usize = 1_000;

/// The least bytes that each of these adds to a page.
const CELL: usize = 10;
const LINK: usize = 100;
const FOOTNOTE: usize = 160;

/// A limit that was exceeded, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Nesting(usize),
    Columns(usize),
    Page(usize),
}

/// The counters of one note.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Budget {
    bytes: usize,
    /// The first limit that was exceeded.
    pub excess: Option<Excess>,
}

impl Budget {
    fn add(&mut self, bytes: usize, at: usize) {
        self.bytes += bytes;
        if self.bytes > MAX_PAGE {
            self.excess.get_or_insert(Excess::Page(at));
        }
    }

    pub fn cell(&mut self, at: usize) {
        self.add(CELL, at);
    }

    /// `len`: the bytes of its destination, which a reference repeats.
    pub fn link(&mut self, len: usize, at: usize) {
        self.add(LINK + len, at);
    }

    pub fn footnote(&mut self, at: usize) {
        self.add(FOOTNOTE, at);
    }

    pub fn columns(&mut self, columns: usize, at: usize) {
        if columns > MAX_COLUMNS {
            self.excess.get_or_insert(Excess::Columns(at));
        }
    }

    pub fn depth(&mut self, depth: usize, at: usize) {
        if depth > MAX_DEPTH {
            self.excess.get_or_insert(Excess::Nesting(at));
        }
    }
}

impl Excess {
    /// The error for a note that is left out.
    pub fn diagnostic(self, source: &Source) -> Diagnostic {
        let (code, message, help, at) = match self {
            Self::Nesting(at) => {
                let message = format!("nesting > {MAX_DEPTH}: quotes, lists, marks or HTML are nested too deep");
                (codes::MARKDOWN_NESTING, message, "flatten this part of the note", at)
            }
            Self::Columns(at) => {
                let message = format!("this table has more than {MAX_COLUMNS} columns");
                (codes::MARKDOWN_BUDGET, message, "split the table", at)
            }
            Self::Page(at) => {
                let message = format!("the page would be larger than {} MiB", MAX_PAGE >> 20);
                (codes::MARKDOWN_BUDGET, message, "split the note", at)
            }
        };
        Diagnostic::new(code, message).help(help).at(source, Span::new(at, at))
    }
}
