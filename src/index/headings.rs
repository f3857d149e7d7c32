//! Parts of a note that links name: headings by their folded text, blocks by their id, elements by theirs (D-HEADING,
//! D-BLOCKID, D-ELEMENT).

use crate::index::Section;
use crate::parse::{Heading, ParsedNote};
use crate::path::fold;

/// The key of a heading text: punctuation is a blank, blanks collapse, case is folded. `'`, `-` and `_` are kept.
pub fn heading_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let blank = c.is_whitespace() || "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\".contains(c);
        if !blank {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    fold(out.trim_end())
}

/// The part of `note` that `subpath` (the text after the first `#`) names.
pub fn find_section(note: &ParsedNote, subpath: &str) -> Section {
    if subpath.is_empty() {
        return Section::Whole;
    }
    if let Some(id) = subpath.strip_prefix('^') {
        let id = id.trim();
        let found = note.blocks.iter().position(|block| block.id.eq_ignore_ascii_case(id));
        return found.map_or(Section::Missing, |ix| Section::Block(ix as u32));
    }
    if let Some(ix) = find_heading(&note.headings, subpath) {
        return Section::Heading(ix);
    }
    match note.html_ids.iter().find(|id| *id == subpath) {
        Some(id) => Section::Element(id.as_str().into()),
        None => Section::Missing,
    }
}

/// Walks the headings in document order; each segment must match below the heading that the last one matched.
fn find_heading(headings: &[Heading], subpath: &str) -> Option<u32> {
    let mut segments = subpath.split('#').map(heading_key).filter(|key| !key.is_empty());
    let mut wanted = segments.next()?;
    let mut above = 0;
    for (ix, heading) in headings.iter().enumerate() {
        if heading.level > above && is_called(heading, &wanted) {
            match segments.next() {
                None => return Some(ix as u32),
                Some(next) => wanted = next,
            }
            above = heading.level;
        }
    }
    None
}

/// The text without a block id at its end, which is part of a heading's source but not of its name.
fn is_called(heading: &Heading, wanted: &str) -> bool {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let name = heading.raw.trim_end().rsplit_once(" ^").filter(|(_, id)| is_id(id)).map(|(name, _)| name);
    heading_key(&heading.raw) == wanted || name.is_some_and(|name| heading_key(name) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_folds_and_apostrophes_stay() {
        assert_eq!(heading_key("Q: what? (really)"), heading_key("Q what really"));
        assert_eq!(heading_key("A/B test"), heading_key("a b  TEST"));
        assert_ne!(heading_key("it's snake_case-ok"), heading_key("its snake_case-ok"));
        assert_eq!(heading_key("See [[Other]] now"), heading_key("See Other now"));
    }

    fn headings(list: &[(u8, &str)]) -> Vec<Heading> {
        let heading = |&(level, text): &(u8, &str)| Heading {
            level,
            raw: text.into(),
            shown: None,
            id: "".into(),
            node: 0,
            span: Default::default(),
        };
        list.iter().map(heading).collect()
    }

    #[test]
    fn segments_must_go_deeper() {
        let list = headings(&[(1, "A"), (2, "B"), (3, "C"), (1, "D"), (2, "B")]);
        assert_eq!(find_heading(&list, "A#C"), Some(2));
        assert_eq!(find_heading(&list, "B"), Some(1));
        assert_eq!(find_heading(&list, "D#B"), Some(4));
        assert_eq!(find_heading(&list, "B#A"), None);
    }

    #[test]
    fn a_block_id_is_no_part_of_a_headings_name() {
        let list = headings(&[(1, "가나 ^id-1"), (2, "x ^한글")]);
        assert_eq!(find_heading(&list, "가나"), Some(0));
        assert_eq!(find_heading(&list, "가나 ^id-1"), Some(0));
        assert_eq!(find_heading(&list, "x"), None);
    }
}
