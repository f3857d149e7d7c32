//! The reading time of a note, from its words and syllables.

use crate::hangul::is_syllable;
use crate::parse::ParsedNote;
use crate::parse::tree::TextRole;

/// Milliseconds for a word of an alphabet: 220 words a minute.
const WORD: u32 = 273;
/// Milliseconds for a Hangul syllable, a kana or a Han character: 500 a minute.
const SYLLABLE: u32 = 120;
const MINUTE: u32 = 60_000;

/// The reading time in whole minutes; `None` for less than one and a half.
pub fn minutes(note: &ParsedNote) -> Option<u32> {
    let texts = note.body.nodes().filter_map(|node| match node.kind.text_role() {
        TextRole::Text(text) | TextRole::Code(text) => Some(note.body.text(text, &note.source.text)),
        TextRole::Math(_) | TextRole::Tag | TextRole::Through | TextRole::Object => None,
        TextRole::Aside | TextRole::Break | TextRole::Block { .. } => None,
    });
    let minutes = (texts.map(milliseconds).fold(0, u32::saturating_add).saturating_add(MINUTE / 2)) / MINUTE;
    (minutes > 1).then_some(minutes)
}

fn milliseconds(text: &str) -> u32 {
    let mut time = 0u32;
    let mut in_word = false;
    for c in text.chars() {
        let syllable = is_syllable(c) || matches!(c, '\u{3041}'..='\u{9fff}');
        let word = !syllable && (c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric());
        time = time.saturating_add(if syllable { SYLLABLE } else { u32::from(word && !in_word) * WORD });
        in_word = word;
    }
    time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::site;

    #[test]
    fn words_and_syllables_take_their_time_and_a_short_note_says_nothing() {
        let english = "one two-three, four. ".repeat(165);
        let korean = "쿠버네티스 네트워크는 ".repeat(130);
        let (short, hidden) = ("word ".repeat(200), format!("%%{}%%", "word ".repeat(2000)));
        let files = [("e.md", &*english), ("k.md", &*korean), ("s.md", &*short), ("h.md", &*hidden)];
        let site = site(&files);
        let of = |path| minutes(&site.site.note(site.id(path)).parsed);
        assert_eq!([of("e.md"), of("k.md"), of("s.md"), of("h.md")], [Some(3), Some(3), None, None]);
    }
}
