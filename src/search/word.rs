//! The split of text into words, for the index as for a query.
//!
//! `js/search-index.js` of the theme has the same rules, since a reader's browser must split a query as the build
//! split the notes; `tests/fixtures/search/words.json` tests both.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::hangul::{is_hangul, is_syllable, particle};
use crate::path::nfc;

/// The most characters of a word that count; nobody types the rest of a longer one (a key, a blob).
pub const LIMIT: usize = 40;

/// The way a word is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// By its beginning, without its particle, and by its parts.
    Hangul,
    /// Without blanks between words: by pairs of characters.
    Cjk,
    /// By its beginning.
    Other,
}

/// A word in its normal form: composed, in lower case, of common width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub script: Script,
    /// Whether the word follows a number or a word in another script directly: `월에` of `3월에`.
    pub counts: bool,
}

impl Word {
    /// The word without the particle at its end. A word after a number is often a single syllable.
    pub fn stem(&self) -> Option<&str> {
        (self.script == Script::Hangul).then(|| particle::stem(&self.text, if self.counts { 1 } else { 2 }))?
    }
}

/// The script of a character of a word.
pub fn script(c: char) -> Script {
    match c {
        c if is_hangul(c) => Script::Hangul,
        '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Script::Cjk,
        _ => Script::Other,
    }
}

/// The runs of letters, marks and digits of a text, unchanged.
pub fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(in_word)?;
        rest = &rest[start..];
        let end = end_of_run(rest);
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// The end of the run at the start of the text. Most bytes of a vault are ASCII or Hangul and need no table.
fn end_of_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if !bytes[at].is_ascii_alphanumeric() {
                break;
            }
            at += 1;
            continue;
        }
        let c = text[at..].chars().next().expect("a character begins here");
        if !in_word(c) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn in_word(c: char) -> bool {
    match c {
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c if is_syllable(c) => true,
        c => c.is_alphanumeric() || c.general_category_group() == GeneralCategoryGroup::Mark,
    }
}

/// The normal form of a run.
pub fn normal(run: &str) -> String {
    if run.chars().all(|c| c.is_ascii() || is_syllable(c)) {
        return run.to_ascii_lowercase();
    }
    let narrow = |c: char| if matches!(c, '\u{ff00}'..='\u{ffef}') { c.nfkc().collect() } else { c.to_string() };
    let wide = run.contains(|c| matches!(c, '\u{ff00}'..='\u{ffef}'));
    let run: Cow<'_, str> = if wide { run.chars().map(narrow).collect::<String>().into() } else { run.into() };
    // Variation selectors of an emoji and the frame of a keycap have no meaning for a search.
    let plain = |c: &char| !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}');
    let lower: String = nfc(&run).to_lowercase().chars().filter(plain).collect();
    lower.replace('ς', "σ").replace('ß', "ss")
}

/// The words of a run, in order: a piece for each script, without a particle behind another script's word (`AWS의`).
pub fn words(run: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let normal = normal(run);
    let mut rest = normal.as_str();
    while let Some(first) = rest.chars().next() {
        let kind = script(first);
        let alien = |c: char| script(c) != kind && c.general_category_group() != GeneralCategoryGroup::Mark;
        let (piece, after) = rest.split_at(rest.find(alien).unwrap_or(rest.len()));
        let counts = kind == Script::Hangul && !words.is_empty();
        if !(counts && particle::is_particle(piece)) && piece.contains(char::is_alphanumeric) {
            words.push(Word { text: piece.chars().take(LIMIT).collect(), script: kind, counts });
        }
        rest = after;
    }
    words
}

/// A title or name without the characters between its words, by which it is found as a whole, however it is spaced.
pub fn joined(text: &str) -> String {
    runs(text).map(normal).collect::<String>().chars().take(LIMIT * 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_the_readers_script_cuts_them() {
        let table: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../tests/fixtures/search/words.json")).unwrap();
        assert!(table.len() > 30);
        for row in table {
            let text = row["text"].as_str().unwrap();
            let found: Vec<Vec<String>> = runs(text)
                .flat_map(words)
                .map(|word| std::iter::once(word.text.clone()).chain(word.stem().map(str::to_owned)).collect())
                .collect();
            assert_eq!(serde_json::json!(found), row["words"], "{text}");
            assert_eq!(joined(text), row["joined"].as_str().unwrap(), "{text}");
        }
    }
}
