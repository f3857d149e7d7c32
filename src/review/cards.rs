//! Flashcards of the Spaced Repetition plugin. Their due dates are in comments of the note's text,
//! `<!--SR:!2025-03-02,3,250-->` (SM-2) or `<!--SR:!fsrs,2025-03-02,…-->`, one part a card.
//!
//! Comments are in no output. Only the earliest date is read, and only for a note that has no other due date.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::decide::OwnDue;
use crate::date::parse_date;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::parse::ParsedNote;
use crate::parse::tree::Kind;
use crate::text::Span;

const OPEN: &str = "<!--SR:";
const CLOSE: &str = "-->";

/// The due date of a note's earliest card; `None` where it has no cards.
pub(super) fn due(note: &ParsedNote, zone: Tz) -> Outcome<Option<OwnDue>> {
    let text = &*note.source.text;
    let mut dues: Vec<NaiveDate> = Vec::new();
    let mut diagnostics = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), OPEN) {
        let start = at + OPEN.len();
        let Some(length) = text[start..].find(CLOSE).filter(|_| !is_code(note, at)) else { continue };
        for card in text[start..start + length].split('!').filter(|card| !card.trim().is_empty()) {
            let mut fields = card.split(',').map(str::trim).filter(|field| !field.eq_ignore_ascii_case("fsrs"));
            match fields.next().and_then(|field| parse_date(field, zone)) {
                Some(due) => dues.push(due),
                None => {
                    let span = Span::new(at, start + length + CLOSE.len());
                    let finding =
                        Diagnostic::new(codes::REVIEW_BAD_DATE, "a card's comment does not begin with a date");
                    diagnostics.push(finding.at(&note.source, span).help("let the plugin write the comment again"));
                }
            }
        }
    }
    Outcome::new(dues.into_iter().min().map(OwnDue::of), diagnostics)
}

/// Whether a position in the source is within code, where `<!--` does not begin a comment.
fn is_code(note: &ParsedNote, at: usize) -> bool {
    let at = at as u32;
    let is_code = |kind| matches!(kind, Kind::CodeBlock(_) | Kind::Code(_));
    note.body.nodes().any(|node| is_code(node.kind) && (node.span.start..node.span.end).contains(&at))
}
