//! The schedule: every review note on a day.

use super::entry::Entry;
use super::log::{self, LogFile, ReviewLog};
use super::memo::Memo;
use super::order;
use super::state::State;
use crate::config::Config;
use crate::date::Today;
use crate::diag::Outcome;
use crate::index::{NoteId, Site};

/// The review notes on one day.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub today: Today,
    /// In the order of the due page. Listed notes only, so every shared output may show them.
    pub entries: Vec<Entry>,
    /// Entries of unlisted notes, for their own pages alone. In path order.
    pub unlisted: Vec<Entry>,
    /// By note: an index into `entries` and, past its end, into `unlisted`; `None` for a note that is not a review
    /// note.
    pub by_note: Vec<Option<u32>>,
    /// The reviews in the log.
    pub log: ReviewLog,
}

impl Schedule {
    /// The entry of a note, listed or not.
    pub fn of(&self, note: NoteId) -> Option<&Entry> {
        let ix = (*self.by_note.get(note.0 as usize)?)? as usize;
        self.entries.get(ix).or_else(|| self.unlisted.get(ix - self.entries.len()))
    }

    /// The schedule of some of the notes, as if there were no others.
    pub fn only(&self, keep: impl Fn(NoteId) -> bool) -> Self {
        let entries = self.entries.iter().filter(|entry| keep(entry.note)).cloned().collect::<Vec<_>>();
        let mut by_note = vec![None; self.by_note.len()];
        for (ix, entry) in entries.iter().enumerate() {
            by_note[entry.note.0 as usize] = Some(ix as u32);
        }
        Self { today: self.today, entries, unlisted: Vec::new(), by_note, log: ReviewLog::default() }
    }

    /// The number of entries in a state.
    pub fn count(&self, state: State) -> usize {
        self.entries.iter().filter(|entry| entry.state == state).count()
    }
}

/// The schedule of the config's day. Diagnostics never change a state.
pub fn schedule(site: &Site, log: Option<LogFile<'_>>, config: &Config) -> Outcome<Schedule> {
    let mut all = Vec::new();
    let log = read_log(site, log, config).take(&mut all);
    let entries = Memo::next(None, site, &log, config).into_entries(&mut all).collect();
    Outcome::new(in_order(entries, log, site, config), all)
}

/// The schedule of the config's day, which reuses from `last` the entries of unchanged notes, for the same day and
/// config.
pub fn schedule_after(
    last: Option<&Memo>,
    site: &Site,
    log: Option<LogFile<'_>>,
    config: &Config,
) -> Outcome<(Schedule, Memo)> {
    let mut all = Vec::new();
    let log = read_log(site, log, config).take(&mut all);
    let memo = Memo::next(last, site, &log, config);
    let entries = memo.entries(&mut all).collect();
    Outcome::new((in_order(entries, log, site, config), memo), all)
}

fn read_log(site: &Site, log: Option<LogFile<'_>>, config: &Config) -> Outcome<ReviewLog> {
    log.map_or_else(|| Outcome::clean(ReviewLog::default()), |log| log::read(site, log, &config.today))
}

/// The schedule of all entries, given in the order of the notes.
fn in_order(mut entries: Vec<Entry>, log: ReviewLog, site: &Site, config: &Config) -> Schedule {
    let unlisted = entries.extract_if(.., |entry| !site.note(entry.note).listed()).collect::<Vec<_>>();
    order::sort(&mut entries, config.today.date);
    let mut by_note = vec![None; site.notes.len()];
    for (ix, entry) in entries.iter().chain(&unlisted).enumerate() {
        by_note[entry.note.0 as usize] = Some(ix as u32);
    }
    Schedule { today: config.today, entries, unlisted, by_note, log }
}
