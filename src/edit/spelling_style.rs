//! The spelling of boxes and boards in the notes of a vault, so that new ones look like the existing ones.

use std::collections::HashMap;

use crate::config::{Config, Language};
use crate::hangul::is_hangul;
use crate::index::Site;
use crate::review::{Board, KeyMatcher, Tick, keys};

/// Spellings and the number of their uses.
#[derive(Debug, Default)]
struct Spellings(HashMap<String, (usize, usize)>);

impl Spellings {
    fn count(&mut self, word: &str, note: usize) {
        match self.0.get_mut(word) {
            Some((count, _)) => *count += 1,
            None => drop(self.0.insert(word.to_owned(), (1, note))),
        }
    }

    /// The most common one, of several the first in path order.
    fn most_common(&self) -> Option<&str> {
        let best = self.0.iter().max_by(|(a, (n, first)), (b, (m, second))| (n, second, b).cmp(&(m, first, a)));
        best.map(|(word, _)| word.as_str())
    }
}

/// The style of a vault.
#[derive(Debug, Default)]
pub struct SpellingStyle {
    steps: HashMap<u32, Spellings>,
    long_term: Spellings,
    first: Spellings,
    /// By meaning and by whether the column is Korean: a note's board keeps its language.
    boards: HashMap<(Board, bool), Spellings>,
    /// Ticked boxes that hold their day, and others.
    dated: usize,
    bare: usize,
    language: Option<Language>,
}

impl SpellingStyle {
    pub fn of(site: &Site, matcher: &KeyMatcher, config: &Config) -> Self {
        let mut style = Self { language: Some(config.site.language), ..Self::default() };
        for (at, note) in site.notes.iter().enumerate() {
            let properties = &note.parsed.properties;
            let Some(found) = keys::find(properties, matcher) else { continue };
            let key = |ix: usize| properties.key(ix);
            for &(step, ix) in &found.steps {
                style.steps.entry(step).or_default().count(key(ix), at);
                match Tick::read(&properties.entry(ix).value, config.today.zone) {
                    Some(Tick::Done(Some(_))) => style.dated += 1,
                    Some(Tick::Done(None)) => style.bare += 1,
                    _ => {}
                }
            }
            found.long_term.iter().for_each(|&ix| style.long_term.count(key(ix), at));
            found.first.iter().for_each(|&ix| style.first.count(key(ix), at));
            if let Some(word) = found.board.and_then(|ix| properties.text_at(ix)) {
                style.boards.entry((Board::read(word), is_korean(word))).or_default().count(word, at);
            }
        }
        style
    }

    fn korean(&self) -> bool {
        self.language == Some(Language::Korean)
    }

    pub fn step_key(&self, step: u32) -> String {
        let used = self.steps.get(&step).and_then(Spellings::most_common).map(str::to_owned);
        used.unwrap_or_else(|| if self.korean() { format!("{step}일복습여부") } else { format!("review_{step}day") })
    }

    pub fn long_term_key(&self) -> String {
        self.long_term.most_common().unwrap_or(if self.korean() { "장기기억" } else { "long_term" }).to_owned()
    }

    pub fn first_key(&self) -> String {
        self.first.most_common().unwrap_or(if self.korean() { "첫 학습날" } else { "first_studied" }).to_owned()
    }

    /// Whether most ticked boxes of the vault hold the day.
    pub fn dates_boxes(&self) -> bool {
        self.dated > self.bare
    }

    /// The board's column for the next step, in the language of the column that it replaces.
    pub fn board_column(&self, next: Board, old: &str) -> String {
        let korean = is_korean(old);
        if let Some(word) = self.boards.get(&(next, korean)).and_then(Spellings::most_common) {
            return word.to_owned();
        }
        match (next, Board::read(old)) {
            (Board::Step(new), Board::Step(step)) if old.matches(&step.to_string()).count() == 1 => {
                old.replacen(&step.to_string(), &new.to_string(), 1)
            }
            (Board::Step(new), _) => {
                if korean {
                    format!("{new}일 복습")
                } else {
                    format!("review {new}")
                }
            }
            (Board::LongTerm, _) => if korean { "장기기억" } else { "long-term" }.to_owned(),
            _ => if korean { "추가 복습" } else { "extra" }.to_owned(),
        }
    }
}

fn is_korean(word: &str) -> bool {
    word.chars().any(is_hangul)
}
