//! The look-up of a note by a name as a person types it: a path, a title, or a part of either that only one note has.

use crate::diag::{codes, did_you_mean};
use crate::index::{Note, NoteId, Site};
use crate::path::fold;

use super::refusal::{Reason, Refusal};

/// The most candidates in a message.
const MAX_CANDIDATES: usize = 10;

/// The note of this name, regardless of case and of the composition of Hangul. A whole path wins over a whole title or
/// file name, and those win over parts of them.
pub fn find(site: &Site, name: &str) -> Result<NoteId, Refusal> {
    let wanted = fold(name.trim().trim_start_matches("./"));
    let wanted = wanted.strip_suffix(".md").unwrap_or(&wanted);
    let path = |note: &Note| fold(note.path().as_str()).trim_end_matches(".md").to_owned();
    let is_path = |note: &Note| path(note) == wanted;
    let is_name = |note: &Note| fold(&note.title) == wanted || fold(note.path().stem()) == wanted;
    let has_part =
        |note: &Note| !wanted.is_empty() && (path(note).contains(wanted) || fold(&note.title).contains(wanted));
    let rules: [&dyn Fn(&Note) -> bool; 3] = [&is_path, &is_name, &has_part];
    for rule in rules {
        let found: Vec<NoteId> = site.ids().filter(|(_, note)| rule(note)).map(|(id, _)| id).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => return Err(ambiguous(site, name, several)),
        }
    }
    let near = did_you_mean(wanted, site.notes.iter().map(|note| note.title.as_str()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "give a path, a title or a part of one; private notes and drafts are not reviewed".to_owned(),
    };
    Err(Refusal::new(Reason::Missing, codes::EDIT_NO_NOTE, format!("no note is called `{name}`"), help))
}

fn ambiguous(site: &Site, name: &str, several: &[NoteId]) -> Refusal {
    let mut paths: Vec<String> =
        several.iter().take(MAX_CANDIDATES).map(|id| format!("`{}`", site.note(*id).path())).collect();
    if several.len() > MAX_CANDIDATES {
        paths.push(format!("and {} more", several.len() - MAX_CANDIDATES));
    }
    let message = format!("`{name}` may be one of {} notes: {}", several.len(), paths.join(", "));
    Refusal::new(Reason::Missing, codes::EDIT_AMBIGUOUS, message, "give a longer part of the path")
}
