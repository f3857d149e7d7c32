//! Frozen formulas: properties that held a formula in Notion and were exported with that day's result.
//!
//! They are true on one day only, so they are never read for a state and never shown as true. The live value takes
//! their place (R-FROZEN).

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::entry::Entry;
use crate::diag::{Diagnostic, codes};
use crate::parse::properties::Property;
use crate::path::nfc;
use crate::text::Source;

static FROZEN: LazyLock<Regex> = LazyLock::new(|| {
    let keys = [
        "🛑.*",
        r"\d+일후(?:\(text\))?",
        r"오늘\d*",
        r"첫\s*학습날text",
        r"(?:오늘과\s*첫\s*학습날\s*)?사이",
        r"\d+일차복습여부1,0",
        "장기기억저장여부1,0",
        "학습률",
        "진행바",
    ];
    Regex::new(&format!("^(?:{})$", keys.join("|"))).expect("a constant pattern")
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d+(?:\.\d+)?").expect("a constant pattern"));

/// Today's value in place of a frozen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// Ticked boxes, of all boxes including the long-term one.
    Progress { done: u32, total: u32 },
    /// Whole days since the first study day.
    DayNumber(u32),
    /// The date of a step.
    Day(NaiveDate),
}

/// Whether a key is a formula's. Its stored value must not be shown.
pub fn is_frozen(key: &str) -> bool {
    FROZEN.is_match(nfc(key.trim()).as_ref())
}

/// The value on a day in place of the frozen value of this key; `None` where there is no value worth showing.
pub fn live(key: &str, entry: &Entry, today: NaiveDate) -> Option<Live> {
    if is_frozen(key) { live_formula(key, entry, today) } else { None }
}

/// The result of [`live`] for a key that is known to be a formula's.
fn live_formula(key: &str, entry: &Entry, today: NaiveDate) -> Option<Live> {
    let key = nfc(key.trim());
    if key == "학습률" || key == "진행바" {
        let (done, total) = entry.progress();
        return Some(Live::Progress { done, total });
    }
    if key.ends_with("사이") && !key.starts_with('🛑') {
        return entry.day_number(today).map(Live::DayNumber);
    }
    let days = key.strip_suffix("(text)").unwrap_or(&key).strip_suffix("일후")?;
    entry.day_of(days.parse().ok().filter(|step| entry.ladder.iter().any(|rung| rung.step == *step))?).map(Live::Day)
}

/// Frozen values that no longer hold, as infos. `formulas` are the note's frozen properties.
pub(super) fn check<'p>(
    source: &Source,
    formulas: impl Iterator<Item = Property<'p>>,
    entry: &Entry,
    today: NaiveDate,
) -> Vec<Diagnostic> {
    let stale = |property: Property<'_>| {
        let property = &property;
        let live = live_formula(&property.key, entry, today)?;
        let message = message(property, property.value.as_text()?, live)?;
        let help = "it is a formula's result on the day of an export; kbgen shows the live value instead";
        Some(Diagnostic::new(codes::REVIEW_FROZEN_VALUE, message).at(source, property.value_span).help(help))
    };
    formulas.filter_map(stale).collect()
}

/// The difference between a stored value and the live one; `None` where the stored value still holds or has no number.
fn message(property: &Property, stored: &str, live: Live) -> Option<String> {
    let number = |text: &str| text.parse::<f64>().ok();
    match live {
        Live::Progress { done, total } => {
            let percent = NUMBER.find_iter(stored).last().filter(|_| stored.trim_end().ends_with('%'));
            let stored_share = percent.map_or_else(|| number(stored), |part| Some(number(part.as_str())? / 100.0))?;
            let share = f64::from(done) / f64::from(total);
            let message = || format!("`{}` says {stored}, but {done} of {total} boxes are ticked", property.key);
            ((stored_share - share).abs() > 0.005).then(message)
        }
        Live::DayNumber(days) => {
            let stored_days = NUMBER.find(stored)?.as_str();
            let message = || format!("`{}` says {stored}, but today is day {days}", property.key);
            (number(stored_days)? != f64::from(days)).then(message)
        }
        Live::Day(_) => None,
    }
}
