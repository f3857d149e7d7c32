//! From a note's properties to its entry: keys, reading, decision, findings.

use chrono::{Duration, NaiveDate};

use super::entry::Entry;
use super::keys::{self, KeyMatcher};
use super::state::LadderStep;
use super::{cards, decide, findings, frozen, reading};
use crate::config::Config;
use crate::diag::Outcome;
use crate::index::{NoteId, Site};

/// The entry of one note; `last_review` is its last review in the log. `None` (row R0) where it is not a review note.
pub(super) fn entry(
    site: &Site,
    id: NoteId,
    last_review: Option<NaiveDate>,
    config: &Config,
    matcher: &KeyMatcher,
) -> Outcome<Option<Entry>> {
    let note = site.note(id);
    let properties = &note.parsed.properties;
    let Some(found) = keys::find(properties, matcher) else { return Outcome::clean(None) };
    let mut diagnostics = Vec::new();
    let cards = || cards::due(&note.parsed, config.today.zone).take(&mut diagnostics);
    let cards = found.has_no_day().then(cards).flatten();
    if !found.counts() && cards.is_none() {
        return Outcome::new(None, diagnostics);
    }
    let source = &note.parsed.source;
    let reading = reading::read(source, properties, &found, cards, config).take(&mut diagnostics);
    let plan = decide::plan(&reading.facts(last_review), config.review.trust);
    let today = config.today.date;
    let status = plan.on(today, config.review.extra);
    let missed = |rung: &&LadderStep| {
        !rung.done && reading.first.is_some_and(|first| first + Duration::days(rung.step.into()) <= today)
    };
    let missed = reading.ladder.iter().filter(missed).map(|rung| rung.step).collect();
    let about = findings::About { source, properties, found: &found, reading: &reading, plan };
    diagnostics.extend(findings::findings(&about, today));
    let entry = Entry {
        note: id,
        state: status.state,
        plan,
        first_studied: reading.first,
        step: status.step,
        due: status.due,
        days_late: status.days_late,
        since: status.since,
        missed,
        ladder: reading.ladder,
        long_term: reading.long_term,
        long_term_property: found.long_term.first().copied(),
        difficulty: reading.difficulty,
    };
    diagnostics.extend(frozen::check(source, found.frozen.iter().map(|&at| properties.entry(at)), &entry, today));
    Outcome::new(Some(entry), diagnostics)
}
