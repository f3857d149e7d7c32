//! Notices about plugin output that a static site cannot make: one for a vault, not one for a block. A drawing is the
//! exception where its exported picture is beside it: then the note shows that.

use std::collections::BTreeMap;

use super::Note;
use super::lookup::{File, Lookup};
use super::names::Match;
use crate::diag::{Diagnostic, codes};
use crate::parse::ParsedNote;
use crate::text::Span;

/// The exported picture of an Excalidraw note: `X.excalidraw.svg` or `X.svg` beside it, or the same as PNG.
pub fn drawing(note: &ParsedNote, lookup: &Lookup) -> Option<u32> {
    if !is_drawing(note) {
        return None;
    }
    let (folder, stem) = (note.path().folder(), note.path().stem());
    let bare = stem.strip_suffix(".excalidraw").unwrap_or(stem);
    let names = [format!("{bare}.excalidraw"), bare.to_owned()];
    let mut paths =
        ["svg", "png"].into_iter().flat_map(|kind| names.iter().map(move |name| format!("/{folder}/{name}.{kind}")));
    paths.find_map(|path| match lookup.names().find(&path.replace("//", "/"), "") {
        Match::One(ix) => match lookup.file(ix) {
            File::Asset(asset) => Some(asset),
            File::Note(_) | File::Withheld => None,
        },
        Match::Tie(_) | Match::None => None,
    })
}

fn is_drawing(note: &ParsedNote) -> bool {
    note.properties.get("excalidraw-plugin").is_some()
}

/// One info for each kind of block that only the app can compute, at the first of them, and one for drawings without a
/// picture.
pub fn of_plugins(notes: &[Note], all: &mut Vec<Diagnostic>) {
    let mut queries: BTreeMap<&str, (&ParsedNote, Span, usize)> = BTreeMap::new();
    for note in notes {
        for (query, span) in &note.parsed.queries {
            // A diagram that cannot be drawn is a finding of its own, with its reason.
            if *query == "mermaid" && cfg!(feature = "mermaid") {
                continue;
            }
            queries.entry(query).or_insert((&note.parsed, *span, 0)).2 += 1;
        }
    }
    for (query, (first, span, count)) in queries {
        let code = if query == "mermaid" { codes::CODE_MERMAID } else { codes::CODE_QUERY };
        let message = format!("`{query}` blocks are shown as their source ({count} notes have some)");
        all.push(Diagnostic::new(code, message).at(&first.source, span));
    }
    let mut drawings = notes.iter().filter(|note| note.drawing.is_none() && is_drawing(&note.parsed));
    if let Some(first) = drawings.next() {
        let message = format!("{} drawings have no exported picture to show", 1 + drawings.count());
        let help = "let Excalidraw export SVG files beside its notes (Embed & Export in its settings)";
        all.push(Diagnostic::new(codes::DRAWING_NOT_EXPORTED, message).in_file(first.path()).help(help));
    }
}
