//! The terms by which the index finds a word, and the shard of a term.

use super::word::{Script, Word, script};
use crate::hangul::{initial, particle};

/// The relation of a term to its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKind {
    /// The word, or its stem.
    Whole,
    /// A part of a compound, from somewhere within it to its end.
    Inner,
}

/// The mark of a term that is a whole title or alias, without blanks.
pub const WHOLE_TITLE: char = '=';
/// The mark of a term that is a topic.
pub const TOPIC: char = '#';
/// Ends a term of two letters that represents every word with that beginning, since such words are spread over many
/// shards.
pub const PREFIX_MARK: char = '*';

/// Every term of a word. A reader's browser looks terms up by their beginning, so beginnings of three letters need no
/// term.
pub fn terms(word: &Word) -> Vec<(String, TermKind)> {
    match word.script {
        Script::Other => {
            let two = word.text.char_indices().nth(2).map(|(end, _)| format!("{}{PREFIX_MARK}", &word.text[..end]));
            std::iter::once((word.text.clone(), TermKind::Whole)).chain(two.map(|two| (two, TermKind::Inner))).collect()
        }
        Script::Cjk => pairs(&word.text).map(|pair| (pair.to_owned(), TermKind::Whole)).collect(),
        Script::Hangul => {
            let stem = word.stem();
            // For `서울에서는` the stem is enough; `복잡도` may be a noun as it is.
            let whole = stem.is_none_or(|stem| particle::may_be_noun(&word.text[stem.len()..]));
            let mut terms = Vec::new();
            terms.extend(whole.then(|| (word.text.clone(), TermKind::Whole)));
            terms.extend(stem.map(|stem| (stem.to_owned(), TermKind::Whole)));
            terms.extend(inner(&word.text, stem).map(|part| (part.to_owned(), TermKind::Inner)));
            // A syllable with a particle is as likely a whole noun: it can be found by the cut, but with a low weight.
            let syllable = if stem.is_none() { particle::stem(&word.text, 1) } else { None };
            terms.extend(syllable.map(|syllable| (syllable.to_owned(), TermKind::Inner)));
            terms
        }
    }
}

/// Pairs of characters, from each character on; the last is alone.
fn pairs(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, _)| {
        let pair = &text[at..];
        let end = pair.char_indices().nth(2).map_or(pair.len(), |(end, _)| end);
        &pair[..end]
    })
}

/// The possible parts of a compound: every end of its stem of two syllables or more, and the last two syllables of the
/// word where its particle may be part of a noun (`성능평가` is not `성능평` with a particle).
fn inner<'a>(word: &'a str, stem: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    let part = stem.unwrap_or(word);
    let ends = part.char_indices().skip(1).map(|(at, _)| &part[at..]).filter(|end| end.chars().nth(1).is_some());
    let ends = ends.filter(|end| !particle::is_particle(end));
    let noun = stem.filter(|stem| particle::may_be_noun(&word[stem.len()..]) && stem.chars().nth(2).is_some());
    let noun = noun.and_then(|stem| Some(&word[stem.char_indices().next_back()?.0..]));
    ends.chain(noun)
}

/// The shard of a term among `shards`, which also holds all terms that begin with it.
///
/// Its first characters decide: two in Hangul, of the second only its initial consonant, since a syllable that is
/// still being typed must lead to the same shard; of Han and kana one, since a single one is a whole query; else
/// three, or everything that begins with `co` would be one shard.
pub fn shard_of(term: &str, shards: usize) -> usize {
    let term = term.strip_prefix(WHOLE_TITLE).unwrap_or(term);
    let count = match term.chars().next().map(script) {
        Some(Script::Cjk) => 1,
        Some(Script::Hangul) => 2,
        _ => 3,
    };
    let key = term.chars().take(count).filter(|&c| c != PREFIX_MARK).enumerate();
    let key = key.map(|(ix, c)| if ix == 0 { c } else { initial(c).unwrap_or(c) });
    let mut units = [0; 2];
    let hash = key
        .flat_map(|c| c.encode_utf16(&mut units).to_vec())
        .fold(0x811c_9dc5_u32, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193));
    hash as usize % shards
}

#[cfg(test)]
mod tests {
    use super::super::word::words;
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let terms = words(text).iter().flat_map(terms).collect::<Vec<_>>();
        terms.into_iter().map(|(term, kind)| if kind == TermKind::Inner { format!("*{term}") } else { term }).collect()
    }

    #[test]
    fn a_word_has_its_stem_and_the_ends_of_a_compound() {
        for (text, expected) in [
            ("AWS의", &["aws", "*aw*"][..]),
            ("go", &["go"]),
            ("서울은", &["서울"]),
            ("복잡도", &["복잡도", "복잡"]),
            ("서울", &["서울"]),
            ("힙에서", &["힙에서", "*힙"]),
            ("3월에", &["3", "월"]),
            ("빅데이터를", &["빅데이터", "*데이터", "*이터"]),
            ("성능평가", &["성능평가", "성능평", "*능평", "*평가"]),
            ("東京都", &["東京", "京都", "都"]),
            ("京", &["京"]),
        ] {
            assert_eq!(all(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_being_typed_leads_to_the_shard_of_what_is_meant() {
        for (typed, meant) in [
            ("서ㅇ", "서울"),
            ("서우", "서울은"),
            ("=서우", "서울"),
            ("kub", "kubernetes"),
            ("ku", "ku*"),
            ("=arg", "argo"),
            ("京", "京都"),
            ("소유ㄱ", "소유권"),
        ] {
            assert_eq!(shard_of(typed, 256), shard_of(meant, 256), "{typed} {meant}");
        }
        assert!((b'a'..=b'z').map(|c| shard_of(&format!("co{}", char::from(c)), 64)).any(|n| n != shard_of("coa", 64)));
    }
}
