//! [`LinkEnd`]: the end of a link, as far as files alone decide.

use crate::index::{NoteId, Section};

/// The end of a link, before topics and the check of attachments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    Note(NoteId, Section),
    Asset(u32),
    External,
    Refused,
    /// No file; the folded path, by which a topic may still be found. `withheld` where an unpublished file matches.
    Missing {
        path: String,
        withheld: bool,
    },
}
