//! The front page: the vault's own home note, or one generated from due notes, topics and recent notes.

use crate::pages::kind::Plan;
use crate::routes::Route;
use chrono::NaiveDate;

use crate::config::ReviewPublish;
use crate::index::NoteId;
use crate::pages::context::{Made, Pages};
use crate::pages::json_ld;
use crate::review::State;
use crate::view::{EntryView, HomeView, PageHead, SummaryView};

/// The most due notes on the front page.
const DUE_SHOWN: usize = 5;
/// The most recent notes and topics on a generated front page.
const RECENT_SHOWN: usize = 10;
const TOPICS_SHOWN: usize = 24;

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Home, Pages::home);
}

impl Pages {
    pub fn home(&self) -> Made {
        let title = &self.config.site.title;
        let mut diagnostics = Vec::new();
        let note = match self.site.home {
            Some(id) => Some(Box::new(self.note_view(id)?.take(&mut diagnostics))),
            None => None,
        };
        let mut head = PageHead { section: Some("home".to_owned()), ..self.head(title, &Route::Home.url()) };
        if let Some(note) = &note {
            head.description = note.head.description.clone();
            head.image = note.head.image.clone().or(head.image);
            head.frame_src = note.head.frame_src.clone();
            head.diagrams = note.head.diagrams;
            head.cssclasses = note.head.cssclasses.clone();
            head.lang = note.head.lang.clone();
        }
        let described = head.description.take();
        head.description = described.or_else(|| self.describe("home", title, self.listed_notes()));
        head.json_ld_html = json_ld::of_home(&self.config.site, &head);
        let root = &self.site.folders[0];
        let mut topics = if note.is_some() { Vec::new() } else { self.topic_tree() };
        topics.retain(|topic| topic.depth == 0);
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.total));
        topics.truncate(TOPICS_SHOWN);
        let dated = self.dated_notes();
        let view = HomeView {
            head,
            summary: self.site_shows_reviews().then(|| self.summary()),
            topics,
            folders: self.counted_folders(root),
            recent: if note.is_some() { Vec::new() } else { self.recent_rows(dated) },
            recent_is_dated: !dated.is_empty(),
            note,
        };
        self.page_with(&view, diagnostics)
    }

    pub(super) fn listed_notes(&self) -> usize {
        self.site.notes.iter().filter(|note| note.listed()).count()
    }

    fn summary(&self) -> SummaryView {
        let titles = self.config.review.publish == ReviewPublish::Full;
        let due = self.schedule.entries.iter().filter(|entry| matches!(entry.state, State::Due | State::Overdue));
        let entries = due.filter(|_| titles).take(DUE_SHOWN);
        let entries = entries.map(|entry| EntryView { updated: None, ..self.row(entry.note) }).collect();
        SummaryView { counts: self.counts_view(), due_href: self.href(&Route::Due.url()), entries }
    }

    /// The latest of the `dated` notes; without any, the first notes of the vault.
    fn recent_rows(&self, dated: &[(NaiveDate, NoteId)]) -> Vec<EntryView> {
        let ids: Vec<NoteId> = if dated.is_empty() {
            self.site.ids().filter(|(_, note)| note.listed()).map(|(id, _)| id).collect()
        } else {
            dated.iter().map(|&(_, id)| id).collect()
        };
        ids.into_iter().take(RECENT_SHOWN).map(|id| self.row_with_folder(id)).collect()
    }
}
