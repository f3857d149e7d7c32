//! What was made of each note's review properties, for a server's next rebuild to take over.
//!
//! An entry is a function of the note, its number, the day of its last review in the log, the day, and the config. The
//! first three are compared; of another day nothing is taken over, and a config stays the same as long as its memo.

use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::entry::Entry;
use super::keys::KeyMatcher;
use super::log::ReviewLog;
use super::note::entry;
use crate::config::Config;
use crate::date::Today;
use crate::diag::{Diagnostic, Outcome};
use crate::index::{NoteId, Site};
use crate::parse::ParsedNote;

/// Kept from one schedule to the next.
#[derive(Clone, Debug)]
pub struct Memo {
    today: Today,
    /// In the order of the site's notes.
    notes: Vec<KnownEntry>,
}

#[derive(Clone, Debug)]
struct KnownEntry {
    note: Arc<ParsedNote>,
    last_review: Option<NaiveDate>,
    made: Arc<Outcome<Option<Entry>>>,
}

impl Memo {
    pub(super) fn next(last: Option<&Self>, site: &Site, log: &ReviewLog, config: &Config) -> Self {
        let last = last.filter(|last| last.today == config.today);
        let kept = |ix: usize, last_review: Option<NaiveDate>| {
            let known = last?.notes.get(ix)?;
            let same = Arc::ptr_eq(&known.note, &site.notes[ix].parsed) && known.last_review == last_review;
            same.then(|| known.made.clone())
        };
        let reviewed = |ix: usize| log.last.get(&NoteId(ix as u32)).copied();
        let kept: Vec<_> = (0..site.notes.len()).map(|ix| kept(ix, reviewed(ix))).collect();
        let open = site.notes.iter().zip(&kept).filter(|(_, kept)| kept.is_none());
        let keys = open.flat_map(|(note, _)| note.parsed.properties.keys());
        let kinds = KeyMatcher::new(keys, &config.review.keys);
        let make = |(ix, kept): (usize, Option<Arc<Outcome<Option<Entry>>>>)| {
            let last_review = reviewed(ix);
            let make = || Arc::new(entry(site, NoteId(ix as u32), last_review, config, &kinds));
            KnownEntry { note: site.notes[ix].parsed.clone(), last_review, made: kept.unwrap_or_else(make) }
        };
        Self { today: config.today, notes: kept.into_par_iter().enumerate().map(make).collect() }
    }

    /// The entries, in the order of the notes; what was noticed goes to the end of `all`.
    pub(super) fn entries(&self, all: &mut Vec<Diagnostic>) -> impl Iterator<Item = Entry> {
        all.extend(self.notes.iter().flat_map(|known| known.made.diagnostics.iter().cloned()));
        self.notes.iter().filter_map(|known| known.made.value.clone())
    }

    /// The same, where no other schedule follows.
    pub(super) fn into_entries(self, all: &mut Vec<Diagnostic>) -> impl Iterator<Item = Entry> {
        self.notes.into_iter().filter_map(|known| Arc::unwrap_or_clone(known.made).take(all))
    }
}
