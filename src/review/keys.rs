//! The properties of a note that concern its review.
//!
//! A key is matched whole, without its leading symbols, so that neither a frozen formula (`🛑4일후`) nor its input
//! (`1일차복습여부1,0`) is taken for a box (R-KEYS).

use regex::Regex;
use rustc_hash::FxHashMap;

use super::frozen::is_frozen;
use crate::config::{ReviewKeys, bare_key};
use crate::parse::properties::{Properties, Scalar, Value};
use crate::path::fold;

/// The review properties of a note, as indices into its properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchedKeys {
    pub first: Option<usize>,
    /// Boxes with their step in days, in source order. A step may have several.
    pub steps: Vec<(u32, usize)>,
    pub long_term: Vec<usize>,
    pub board: Option<usize>,
    pub difficulty: Option<usize>,
    /// Another plugin's due date.
    pub due: Option<usize>,
    /// Frozen formulas.
    pub frozen: Vec<usize>,
    /// Boxes of impossible steps, such as a negative one. They do not count.
    pub bad_steps: Vec<usize>,
}

impl MatchedKeys {
    /// Whether these properties make the note a review note. A difficulty alone, which a recipe has too, does not.
    pub fn counts(&self) -> bool {
        self.first.is_some()
            || self.board.is_some()
            || self.due.is_some()
            || !self.steps.is_empty()
            || !self.long_term.is_empty()
    }

    /// Whether the properties have no date from which the note could become due.
    pub fn has_no_day(&self) -> bool {
        self.first.is_none() && self.due.is_none() && self.steps.is_empty()
    }
}

/// The largest step, in days (100 years).
pub const MAX_STEP: u32 = 36_500;

/// The meaning of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyKind {
    Frozen,
    /// `review` itself, with which a note can opt out.
    Review,
    Step(u32),
    BadStep,
    First,
    LongTerm,
    Board,
    Difficulty,
    /// A property of another scheduling plugin.
    Foreign(Foreign),
    Other,
}

/// The properties that the Spaced Repetition plugin and Obsidian Repeat store in a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreign {
    SrDue,
    SrInterval,
    SrEase,
    DueAt,
    Repeat,
}

impl Foreign {
    fn of(bare: &str) -> Option<Self> {
        Some(match bare {
            "sr-due" => Self::SrDue,
            "sr-interval" => Self::SrInterval,
            "sr-ease" => Self::SrEase,
            "due_at" => Self::DueAt,
            "repeat" => Self::Repeat,
            _ => return None,
        })
    }
}

/// The kinds of all keys of a vault. Its notes share a few dozen keys, and matching patterns is expensive.
#[derive(Debug)]
pub struct KeyMatcher(FxHashMap<String, KeyKind>);

impl KeyMatcher {
    /// Classifies each distinct key once.
    pub fn new<'k>(keys: impl IntoIterator<Item = &'k str>, patterns: &ReviewKeys) -> Self {
        let mut kinds = FxHashMap::default();
        for key in keys {
            if !kinds.contains_key(key) {
                kinds.insert(key.to_owned(), kind(key, patterns));
            }
        }
        Self(kinds)
    }

    fn of(&self, key: &str) -> KeyKind {
        self.0.get(key).copied().unwrap_or(KeyKind::Other)
    }
}

fn kind(key: &str, patterns: &ReviewKeys) -> KeyKind {
    if is_frozen(key) {
        return KeyKind::Frozen;
    }
    let written = key;
    let key = bare_key(key);
    match step(&patterns.step, &key) {
        Some(_) if is_negative(written, &key) => KeyKind::BadStep,
        Some(step) => KeyKind::Step(step),
        None if matches(&patterns.step, &key) || matches(&patterns.step, &unsigned(&key)) => KeyKind::BadStep,
        None if matches(&patterns.first, &key) => KeyKind::First,
        None if matches(&patterns.long_term, &key) => KeyKind::LongTerm,
        None if matches(&patterns.board, &key) => KeyKind::Board,
        None if matches(&patterns.difficulty, &key) => KeyKind::Difficulty,
        None if key == "review" => KeyKind::Review,
        None => Foreign::of(&key).map_or(KeyKind::Other, KeyKind::Foreign),
    }
}

/// The review properties of a note; `None` where it has `review: false`.
pub fn find(properties: &Properties, matcher: &KeyMatcher) -> Option<MatchedKeys> {
    let mut found = MatchedKeys::default();
    let mut foreign = Vec::new();
    for (at, property) in properties.entries().enumerate() {
        match matcher.of(&property.key) {
            KeyKind::Review if is_false(&property.value) => return None,
            KeyKind::Step(step) => found.steps.push((step, at)),
            KeyKind::BadStep => found.bad_steps.push(at),
            KeyKind::First => drop(found.first.get_or_insert(at)),
            KeyKind::LongTerm => found.long_term.push(at),
            KeyKind::Board => drop(found.board.get_or_insert(at)),
            KeyKind::Difficulty => drop(found.difficulty.get_or_insert(at)),
            KeyKind::Frozen => found.frozen.push(at),
            KeyKind::Foreign(kind) if !is_empty(&property.value) => foreign.push((kind, at)),
            KeyKind::Review | KeyKind::Foreign(_) | KeyKind::Other => {}
        }
    }
    if found.steps.is_empty() {
        found.due = due_key(properties, &foreign, found.first.is_some());
    }
    Some(found)
}

/// The characters that may be a negative sign: a hyphen and a minus sign.
const MINUS: [char; 2] = ['-', '\u{2212}'];

/// A key without the sign before its first number.
fn unsigned(key: &str) -> String {
    let digit = key.find(|c: char| c.is_ascii_digit()).unwrap_or(key.len());
    let (before, number) = key.split_at(digit);
    before.strip_suffix(MINUS).unwrap_or(before).to_owned() + number
}

/// Whether a sign is right before the number that a key begins with.
fn is_negative(written: &str, bare: &str) -> bool {
    let written = fold(written.trim_end());
    bare.starts_with(|c: char| c.is_ascii_digit())
        && written.strip_suffix(bare).is_some_and(|before| before.ends_with(MINUS))
}

fn matches(patterns: &[Regex], key: &str) -> bool {
    patterns.iter().any(|pattern| pattern.is_match(key))
}

/// The number in the first group that matched.
fn step(patterns: &[Regex], key: &str) -> Option<u32> {
    let groups = patterns.iter().find_map(|pattern| pattern.captures(key))?;
    let number = groups.iter().skip(1).flatten().next()?.as_str();
    number.parse().ok().filter(|step| *step <= MAX_STEP)
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Scalar(Scalar::Bool(flag)) => !flag,
        value => value.as_text().is_some_and(|text| ["false", "no", "0"].contains(&text.to_lowercase().as_str())),
    }
}

/// The due date that the Spaced Repetition plugin stores (`sr-due`, only with `sr-interval` and `sr-ease`), or that of
/// Obsidian Repeat (`due_at` with `repeat`) for a note without a first study day.
fn due_key(properties: &Properties, foreign: &[(Foreign, usize)], has_first: bool) -> Option<usize> {
    let at = |kind: Foreign| foreign.iter().find(|(found, _)| *found == kind).map(|(_, at)| *at);
    let sr_due = at(Foreign::SrDue).filter(|_| at(Foreign::SrInterval).is_some() && at(Foreign::SrEase).is_some());
    let repeats = |at: &usize| {
        let value = &properties.entry(*at).value;
        !is_false(value) && value.as_text().is_none_or(|text| !text.eq_ignore_ascii_case("never"))
    };
    let due_at = || at(Foreign::DueAt).filter(|_| !has_first && at(Foreign::Repeat).is_some_and(|at| repeats(&at)));
    sr_due.or_else(due_at)
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Scalar(Scalar::Null))
        || matches!(value, Value::Scalar(Scalar::Text(t)) if t.trim().is_empty())
}
