//! [`LinkEnd`]: where a link leads, as far as files alone decide.

use crate::index::{NoteId, Section};

/// Where a link leads, before topics and the check of attachments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    Note(NoteId, Section),
    Asset(u32),
    External,
    Refused,
    /// No file; the folded path, by which a topic may still be found. `withheld` where there is one after all.
    Missing {
        path: String,
        withheld: bool,
    },
}
