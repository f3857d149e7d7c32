//! `/recent/`: the notes that changed last, month by month; and `/random/`: some notes by chance.

use chrono::{Datelike, NaiveDate};

use crate::index::NoteId;
use crate::pages::list::PAGE_SIZE;
use crate::pages::review::iso;
use crate::pages::{Made, Pages};
use crate::path::UrlPath;
use crate::view::{LinkView, PageHead, RandomView, RecentEntry, RecentMonth, RecentView};

/// The address of the notes that changed last.
pub const RECENT: &str = "/recent/";
/// The address of notes by chance.
pub const RANDOM: &str = "/random/";
/// How many notes the build draws.
const DRAWN: usize = 12;

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

    /// The latest of the notes that say when they were changed.
    pub fn recent(&self) -> Made {
        let dated = self.dated_notes();
        let latest = &dated[..dated.len().min(PAGE_SIZE)];
        let month = |day: NaiveDate| (day.year(), day.month());
        let months = latest.chunk_by(|a, b| month(a.0) == month(b.0)).map(|notes| RecentMonth {
            month: notes[0].0.with_day(1).map(iso).unwrap_or_default(),
            entries: notes.iter().map(|&(day, id)| self.recent_entry(day, id)).collect(),
        });
        let head = self.head(&self.word("nav.recent"), &UrlPath::new(RECENT));
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

    /// The notes whose names have the smallest hashes: chance that is the same in every build.
    pub fn random(&self) -> Made {
        let listed = self.site.ids().filter(|(_, note)| note.listed());
        let mut all: Vec<_> = listed.map(|(id, note)| (blake3::hash(note.path().as_str().as_bytes()), id)).collect();
        all.sort_unstable_by_key(|(hash, _)| *hash.as_bytes());
        let head = self.head(&self.word("nav.random"), &UrlPath::new(RANDOM));
        let link = |&(_, id): &(_, NoteId)| -> LinkView {
            let note = self.site.note(id);
            self.link(&note.title, &note.url)
        };
        self.page(&RandomView {
            head: PageHead { section: Some("random".to_owned()), noindex: true, ..head },
            notes: all.iter().take(DRAWN).map(link).collect(),
            total: all.len() as u32,
        })
    }
}
