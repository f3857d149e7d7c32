//! The review entries of the last build, which a server's next rebuild reuses.
//!
//! An entry is a function of the note, its number, the day of its last review in the log, the day, and the config. The
//! first three are compared. Nothing is reused on another day, and the config stays the same as long as the memo.

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

/// The entries of one schedule, for the next one.
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
    outcome: Arc<Outcome<Option<Entry>>>,
}

impl Memo {
    pub(super) fn next(last: Option<&Self>, site: &Site, log: &ReviewLog, config: &Config) -> Self {
        let last = last.filter(|last| last.today == config.today);
        let reuse = |ix: usize, last_review: Option<NaiveDate>| {
            let known = last?.notes.get(ix)?;
            let same = Arc::ptr_eq(&known.note, &site.notes[ix].parsed) && known.last_review == last_review;
            same.then(|| known.outcome.clone())
        };
        let reviewed = |ix: usize| log.last.get(&NoteId(ix as u32)).copied();
        let reused: Vec<_> = (0..site.notes.len()).map(|ix| reuse(ix, reviewed(ix))).collect();
        let changed = site.notes.iter().zip(&reused).filter(|(_, reused)| reused.is_none());
        let keys = changed.flat_map(|(note, _)| note.parsed.properties.keys());
        let matcher = KeyMatcher::new(keys, &config.review.keys);
        let make = |(ix, reused): (usize, Option<Arc<Outcome<Option<Entry>>>>)| {
            let last_review = reviewed(ix);
            let make = || Arc::new(entry(site, NoteId(ix as u32), last_review, config, &matcher));
            KnownEntry { note: site.notes[ix].parsed.clone(), last_review, outcome: reused.unwrap_or_else(make) }
        };
        Self { today: config.today, notes: reused.into_par_iter().enumerate().map(make).collect() }
    }

    /// The entries, in the order of the notes. Their diagnostics are appended to `all`.
    pub(super) fn entries(&self, all: &mut Vec<Diagnostic>) -> impl Iterator<Item = Entry> {
        all.extend(self.notes.iter().flat_map(|known| known.outcome.diagnostics.iter().cloned()));
        self.notes.iter().filter_map(|known| known.outcome.value.clone())
    }

    /// The entries, as [`Memo::entries`] returns them, where no other schedule follows.
    pub(super) fn into_entries(self, all: &mut Vec<Diagnostic>) -> impl Iterator<Item = Entry> {
        self.notes.into_iter().filter_map(|known| Arc::unwrap_or_clone(known.outcome).take(all))
    }
}
