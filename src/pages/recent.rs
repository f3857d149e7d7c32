//! `/recent/`: the notes with the latest changes, month by month.

use crate::pages::kind::Plan;
use crate::pages::scope::Scope;
use crate::routes::Route;
use chrono::{Datelike, NaiveDate};

use crate::index::NoteId;
use crate::pages::context::{Made, Pages};
use crate::pages::list::PAGE_SIZE;
use crate::pages::review::iso;
use crate::view::{PageHead, RecentEntry, RecentMonth, RecentView};

/// Whether some note has a day on which it was changed, created or first studied.
pub(super) fn exists(scope: Scope<'_>) -> bool {
    let dated = scope.listed().any(|note| note.updated.is_some() || note.created.is_some());
    dated
        || scope.shows_reviews()
            && scope
                .schedule
                .entries
                .iter()
                .any(|entry| entry.first_studied.is_some() && scope.site.note(entry.note).listed())
}

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Recent, Pages::recent);
}

impl Pages {
    /// Listed notes with the day of their last change, the latest first, then in path order: `updated`, else git's
    /// day, else `created`, else the first study day; never a file's own time. Undated notes are left out.
    pub fn dated_notes(&self) -> &[(NaiveDate, NoteId)] {
        self.shared.dated.get_or_init(|| {
            let dated = self.site.ids().filter(|(_, note)| note.listed()).filter_map(|(id, note)| {
                let first = || self.entry(id).and_then(|entry| entry.first_studied);
                Some((note.updated.or(note.created).or_else(first)?, id))
            });
            let mut dated: Vec<(NaiveDate, NoteId)> = dated.collect();
            dated.sort_by_key(|(day, id)| (std::cmp::Reverse(*day), *id));
            dated
        })
    }

    /// The latest of the dated notes.
    fn recent(&self) -> Made {
        let dated = self.dated_notes();
        let latest = &dated[..dated.len().min(PAGE_SIZE)];
        let month = |day: NaiveDate| (day.year(), day.month());
        let months = latest.chunk_by(|a, b| month(a.0) == month(b.0)).map(|notes| RecentMonth {
            month: notes[0].0.with_day(1).map(iso).unwrap_or_default(),
            entries: notes.iter().map(|&(day, id)| self.recent_entry(day, id)).collect(),
        });
        let head = self.head(&self.translate("nav.recent"), &Route::Recent.url());
        self.page(&RecentView {
            head: PageHead {
                section: Some("recent".to_owned()),
                description: self.describe("recent", &head.title, dated.len()),
                ..head
            },
            total: dated.len() as u32,
            shown: latest.len() as u32,
            months: months.collect(),
        })
    }

    fn recent_entry(&self, day: NaiveDate, id: NoteId) -> RecentEntry {
        let note = self.site.note(id);
        RecentEntry {
            title: note.title.clone(),
            href: self.href(&note.url),
            date: iso(day),
            folder: self.folder_crumbs(note.folder).pop(),
        }
    }
}
