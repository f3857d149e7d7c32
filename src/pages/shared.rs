//! What several files of the site need of all its notes: computed when the first of them asks, kept for the others.
//!
//! The plan asks for no more than which notes have questions, so a server does not wait for the rest after an edit.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::diag::Diagnostic;
use crate::index::NoteId;
use crate::pages::Pages;
use crate::pages::folder::{FolderCount, Neighbours};
use crate::pages::quiz::Asking;
use crate::pages::search::Initials;
use crate::review::cue::Titles;
use crate::review::forecast::{DueDay, due_days};
use crate::search::SearchIndex;
use crate::view::SideLink;

/// How many notes of a day the calendar and the feed name; the due page has them all.
const NAMED: usize = 50;

#[derive(Default)]
pub(super) struct Shared {
    due_days: OnceLock<Vec<DueDay>>,
    titles: OnceLock<Titles>,
    subscribe: OnceLock<Result<String, Box<Diagnostic>>>,
    pub asking: OnceLock<Asking>,
    pub search_index: OnceLock<SearchIndex>,
    pub title_index: OnceLock<Initials>,
    pub folder_counts: OnceLock<Vec<FolderCount>>,
    pub neighbours: OnceLock<Vec<Neighbours>>,
    pub largest_topics: OnceLock<Vec<SideLink>>,
    pub dated: OnceLock<Vec<(NaiveDate, NoteId)>>,
}

impl Pages {
    /// Makes what is dear and some file will ask for, when all files will be made. What is made by several threads must
    /// be made here: one of them, waiting for a part of it, might take up another page meanwhile, and a third thread
    /// would wait for both.
    pub fn prepare(&self) {
        self.due_days();
        if self.config.search.enabled {
            self.search_index();
        }
    }

    /// The days within the horizon that have something due, for the calendar and the feed.
    pub fn due_days(&self) -> &[DueDay] {
        let review = &self.config.review;
        self.shared.due_days.get_or_init(|| due_days(&self.schedule, review.extra, review.horizon_days, NAMED))
    }

    /// The section titles that the config knows.
    pub(super) fn titles(&self) -> &Titles {
        self.shared.titles.get_or_init(|| Titles::new(&self.config.review.sections))
    }

    /// The box that tells how to be reminded, for the sections that promise it; `""` where there is no calendar.
    ///
    /// # Errors
    /// Its template fails: the due page tells, and a note's section ends without it.
    pub(super) fn subscribe_html(&self) -> Result<&str, Box<Diagnostic>> {
        let make = || {
            if !self.site_shows_reviews() {
                return Ok(String::new());
            }
            self.renderer.render_part("parts/subscribe.html", &self.subscribe_view())
        };
        self.shared.subscribe.get_or_init(make).as_ref().map(String::as_str).map_err(Clone::clone)
    }
}
