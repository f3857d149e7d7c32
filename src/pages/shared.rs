//! Facts about all notes that several files of the site use: computed on first use, then cached.
//!
//! The plan needs only the notes with questions, so a server does not wait for the rest after an edit.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::diag::Diagnostic;
use crate::graph::network::Network;
use crate::index::NoteId;
use crate::review::cue::Titles;
use crate::review::forecast::DueDay;
use crate::search::{Initial, SearchIndex};
use crate::view::SideLink;

/// Notes on one page of the quiz: with half a dozen questions each, some 100 KB.
pub(super) const QUIZ_NOTES: usize = 30;

#[derive(Default)]
pub(super) struct Shared {
    pub due_days: OnceLock<Vec<DueDay>>,
    pub titles: OnceLock<Titles>,
    pub subscribe: OnceLock<Result<String, Box<Diagnostic>>>,
    pub quiz_order: OnceLock<QuizOrder>,
    pub network: OnceLock<Network>,
    pub search_index: OnceLock<SearchIndex>,
    pub title_index: OnceLock<Initials>,
    pub folder_counts: OnceLock<Vec<FolderCount>>,
    pub neighbours: OnceLock<Vec<Neighbours>>,
    pub largest_topics: OnceLock<Vec<SideLink>>,
    pub dated: OnceLock<Vec<(NaiveDate, NoteId)>>,
}

/// The number of notes in a folder or below it, and of the due or overdue ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FolderCount {
    pub total: u32,
    pub due: u32,
}

/// The notes before and after one in the list of its folder.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Neighbours {
    pub prev: Option<NoteId>,
    pub next: Option<NoteId>,
    /// Whether some list of a folder has the note.
    pub listed: bool,
}

/// Listed notes that have a section for questions.
pub(super) struct QuizOrder {
    /// In the order of the quiz.
    pub order: Vec<NoteId>,
    /// By note: its page, 1-based; 0 for a note without questions.
    pub page_of: Vec<u32>,
}

impl QuizOrder {
    pub fn new(order: Vec<NoteId>, notes: usize) -> Self {
        let mut page_of = vec![0; notes];
        for (place, id) in order.iter().enumerate() {
            page_of[id.0 as usize] = (place / QUIZ_NOTES + 1) as u32;
        }
        Self { order, page_of }
    }
}

/// Listed notes by the initials of their titles, in the order of the index.
pub(super) type Initials = BTreeMap<(u8, Initial), Vec<NoteId>>;
