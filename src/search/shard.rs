//! A shard of the index as a file: text, so that every host compresses it.
//!
//! A line is a term: the number of characters it shares with the term before, the rest, a tab, and its lists. A list
//! is a class, the number of notes, and the distance from each note to the next. A number is a character, the code
//! point [`FIRST`] above it: small ones take a byte, and a browser reads them without a parser.

use compact_str::CompactString;

use super::postings::{CLASSES, List};

/// The code point of 0: a blank, after all characters that separate lines and fields.
const FIRST: u32 = 0x20;

/// Appends a number. Code points of surrogates are skipped.
fn number(n: u32, out: &mut String) {
    let code = n + FIRST;
    let code = if code < 0xd800 { code } else { code + 0x800 };
    out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
}

/// The lines of some terms, which are sorted here. A term may occur more than once, with its notes in order.
pub fn lines(mut terms: Vec<(CompactString, List)>) -> String {
    terms.sort_by(|a, b| a.0.cmp(&b.0));
    let mut out = String::new();
    let mut lists: [Vec<u32>; CLASSES] = Default::default();
    let mut before = "";
    for same in terms.chunk_by(|a, b| a.0 == b.0) {
        let term = same[0].0.as_str();
        let shared = term.chars().zip(before.chars()).take_while(|(a, b)| a == b);
        let (count, bytes) = shared.fold((0, 0), |(count, bytes), (c, _)| (count + 1, bytes + c.len_utf8()));
        number(count, &mut out);
        out.push_str(&term[bytes..]);
        out.push('\t');
        before = term;
        for (note, class) in same.iter().flat_map(|(_, notes)| notes.iter()) {
            lists[class].push(note);
        }
        write(&mut lists, &mut out);
        out.push('\n');
    }
    // A copy has no spare capacity: the shards are in memory together.
    out.as_str().to_owned()
}

/// Writes the lists and empties them.
fn write(lists: &mut [Vec<u32>; CLASSES], out: &mut String) {
    for (class, notes) in lists.iter_mut().enumerate().filter(|(_, notes)| !notes.is_empty()) {
        number(class as u32, out);
        number(notes.len() as u32, out);
        let mut last = 0;
        for note in notes.drain(..) {
            number(note - last, out);
            last = note;
        }
    }
}
