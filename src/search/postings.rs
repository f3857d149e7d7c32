//! The notes of each term and the term's class in them, collected note by note.
//!
//! A vault has millions of words and few different ones. So the rules run once for each spelling, and a known word
//! costs one look-up in a hash table.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::fields::{Field, by_initials, fields, topics};
use super::terms::{self, TOPIC, TermKind, WHOLE_TITLE};
use super::word::{joined, runs, words};
use crate::config::SearchSettings;
use crate::hangul::initials;
use crate::index::{Note, Site};

/// The class of a term in a note, the best first. The reader's script maps its number to a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    Title,
    TitlePart,
    Alias,
    AliasPart,
    Heading,
    Topic,
    HeadingPart,
    /// Four times or more.
    Often,
    Twice,
    Once,
    BodyPart,
    Code,
}

/// The number of classes.
pub const CLASSES: usize = Class::Code as usize + 1;
const BITS: u32 = 4;

impl Class {
    fn of(field: Field, kind: TermKind, times: u32) -> Self {
        match (field, kind) {
            (Field::Title, TermKind::Whole) => Self::Title,
            (Field::Title, TermKind::Inner) => Self::TitlePart,
            (Field::Alias, TermKind::Whole) => Self::Alias,
            (Field::Alias, TermKind::Inner) => Self::AliasPart,
            (Field::Heading, TermKind::Whole) => Self::Heading,
            (Field::Topic, TermKind::Whole) => Self::Topic,
            (Field::Heading | Field::Topic, TermKind::Inner) => Self::HeadingPart,
            (Field::Body, TermKind::Inner) => Self::BodyPart,
            (Field::Body, TermKind::Whole) => match times {
                0..=1 => Self::Once,
                2..=3 => Self::Twice,
                _ => Self::Often,
            },
            (Field::Code, _) => Self::Code,
        }
    }
}

/// The notes of a term (by their numbers among the listed ones, ascending), each with its class. There are millions of
/// them, so each is the distance to the note before and the class, in as few bytes of seven bits as possible; most
/// take one or two.
#[derive(Default)]
pub struct List {
    bytes: Vec<u8>,
    last: u32,
}

impl List {
    fn push(&mut self, note: u32, class: Class) {
        let mut rest = u64::from(note - self.last) << BITS | class as u64;
        self.last = note;
        while rest >= 0x80 {
            self.bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }

    /// Each note and the number of its class, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, usize)> {
        let mut bytes = self.bytes.iter();
        let mut note = 0;
        std::iter::from_fn(move || {
            let (mut value, mut shift) = (0, 0);
            loop {
                let byte = *bytes.next()?;
                value |= u64::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
                shift += 7;
            }
            note += (value >> BITS) as u32;
            Some((note, (value & ((1 << BITS) - 1)) as usize))
        })
    }
}

/// The terms of successive notes.
#[derive(Default)]
pub struct Postings {
    ids: FxHashMap<CompactString, u32>,
    terms: Vec<Term>,
    /// Every known spelling, as it is in the notes.
    spellings: FxHashMap<CompactString, u32>,
    known: Vec<KnownSpelling>,
    /// Spellings of the current note.
    seen: Vec<u32>,
    touched: Vec<u32>,
}

#[derive(Default)]
struct Term {
    notes: List,
    /// The number of the current note plus one, where it has the term; with the best place and the count in the text.
    note: u32,
    best: Option<(Field, TermKind)>,
    times: u32,
}

/// The terms of a spelling, and its occurrences in the current note.
struct KnownSpelling {
    /// The terms' numbers, each with its kind.
    terms: Box<[(u32, TermKind)]>,
    note: u32,
    best: Field,
    times: u32,
}

impl Postings {
    /// Adds a note. Notes must be added in order.
    pub fn add(&mut self, number: u32, site: &Site, note: &Note, settings: SearchSettings) {
        fields(site, note, |field, text| {
            for run in runs(text) {
                self.run(run, field, number);
            }
            if by_initials(field, settings) {
                self.initials(text, field, number);
            }
            if let Field::Title | Field::Alias = field {
                self.whole(text, field, number, settings);
            }
        });
        for topic in topics(site, note) {
            let term = self.id(&format!("{TOPIC}{}", joined(&site.topic(topic).name)));
            self.record(term, Field::Topic, TermKind::Whole, 1, number);
        }
        for word in std::mem::take(&mut self.seen) {
            for at in 0..self.known[word as usize].terms.len() {
                let known = &self.known[word as usize];
                let (term, kind) = known.terms[at];
                self.record(term, known.best, kind, known.times, number);
            }
        }
        for term in std::mem::take(&mut self.touched) {
            let term = &mut self.terms[term as usize];
            if let Some((field, kind)) = term.best.take() {
                term.notes.push(number, Class::of(field, kind, term.times));
            }
        }
    }

    fn run(&mut self, run: &str, field: Field, number: u32) {
        let word = match self.spellings.get(run) {
            Some(&word) => word,
            None => self.add_spelling(run),
        };
        let known = &mut self.known[word as usize];
        if known.note != number + 1 {
            (known.note, known.best, known.times) = (number + 1, field, 0);
            self.seen.push(word);
        }
        known.best = known.best.min(field);
        known.times += u32::from(field == Field::Body);
    }

    /// Adds a new spelling and its terms.
    fn add_spelling(&mut self, run: &str) -> u32 {
        let word = self.known.len() as u32;
        let terms = words(run).iter().flat_map(terms::terms).collect::<Vec<_>>();
        let terms = terms.into_iter().map(|(term, kind)| (self.id(&term), kind)).collect();
        self.known.push(KnownSpelling { terms, note: 0, best: Field::Code, times: 0 });
        self.spellings.insert(run.into(), word);
        word
    }

    fn id(&mut self, term: &str) -> u32 {
        if let Some(&id) = self.ids.get(term) {
            return id;
        }
        let id = self.terms.len() as u32;
        self.terms.push(Term::default());
        self.ids.insert(term.into(), id);
        id
    }

    /// Records that the current note has a term, with its place and count.
    fn record(&mut self, id: u32, field: Field, kind: TermKind, times: u32, number: u32) {
        let term = &mut self.terms[id as usize];
        if term.note != number + 1 {
            (term.note, term.best, term.times) = (number + 1, None, 0);
            self.touched.push(id);
        }
        term.best = Some(term.best.map_or((field, kind), |best| best.min((field, kind))));
        term.times += times;
    }

    /// Adds a title or alias as a whole, without its blanks.
    fn whole(&mut self, text: &str, field: Field, number: u32, settings: SearchSettings) {
        let whole = joined(text);
        let by_initials = settings.choseong.then(|| initials(&whole)).flatten();
        for whole in by_initials.into_iter().chain([whole]) {
            let term = self.id(&format!("{WHOLE_TITLE}{whole}"));
            self.record(term, field, TermKind::Whole, 1, number);
        }
    }

    fn initials(&mut self, text: &str, field: Field, number: u32) {
        for word in runs(text).flat_map(words) {
            if let Some(initials) = initials(&word.text) {
                let term = self.id(&initials);
                self.record(term, field, TermKind::Whole, 1, number);
            }
        }
    }

    /// Every term with its notes in order; the terms are in no order.
    pub fn into_terms(self) -> impl Iterator<Item = (CompactString, List)> {
        let mut terms = self.terms;
        self.ids.into_iter().map(move |(term, id)| (term, std::mem::take(&mut terms[id as usize].notes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_back_as_it_went_in() {
        let notes = [(0, Class::Title), (1, Class::Code), (7, Class::Once), (8, Class::Often), (4_000, Class::Alias)];
        let far = (u32::MAX, Class::BodyPart);
        let mut list = List::default();
        notes.into_iter().chain([far]).for_each(|(note, class)| list.push(note, class));
        let all: Vec<(u32, usize)> =
            notes.into_iter().chain([far]).map(|(note, class)| (note, class as usize)).collect();
        assert_eq!(list.iter().collect::<Vec<_>>(), all);
        assert_eq!(list.bytes.len(), 4 + 3 + 6);
    }
}
