//! The data in a page of `serve --write`: the process's token, and for each note on it that has a box to tick its
//! id for the endpoint and the hash of the source that the page was made from.
//!
//! It is a JSON block in the page's head, so no other site can read it. A page that is written to disk has none.

use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::edit;
use crate::index::{Note, NoteId};
use crate::path::OutPath;
use crate::pipeline::Build;
use crate::review::{Entry, Group, LogStep};
use crate::routes::Route;
use crate::serve::tick_access::{PATH, TickEndpoint};

/// The script that makes the buttons, and its style sheet.
pub const SCRIPT: &str = Route::TickScript.path();
pub const STYLE: &str = Route::TickStyle.path();
pub const SCRIPT_TEXT: &str = include_str!("write.js");
pub const STYLE_TEXT: &str = include_str!("write.css");

/// The endpoint's id of a note: not its path, but stable as long as the path is.
pub fn name_of(note: &Note) -> String {
    blake3::hash(note.path().as_str().as_bytes()).to_hex()[..32].to_owned()
}

/// The SHA-256 of a note's source, as text: without a byte order mark, lines ended by LF.
pub fn source_hash(note: &Note) -> String {
    Sha256::digest(note.parsed.source.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A step in JSON: the days, or `"long-term"`.
pub fn step_value(step: LogStep) -> Value {
    match step {
        LogStep::Step(step) => json!(step),
        LogStep::LongTerm => json!("long-term"),
    }
}

/// The tags for the head of a page at this path.
pub fn tags(build: &Build, writer: &TickEndpoint, out: &OutPath) -> String {
    let notes: Map<String, Value> = notes_on(build, out)
        .into_par_iter()
        .filter_map(|id| {
            let note = build.site.note(id);
            let step = build.schedule.of(id).and_then(edit::next_tick)?;
            let value = json!({ "id": name_of(note), "source": source_hash(note), "step": step_value(step) });
            Some((note.url.as_str().to_owned(), value))
        })
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let offer = json!({
        "url": PATH,
        "token": writer.token(),
        "notes": notes,
        "last": last(build),
        "words": build.theme.translations().below("write."),
    });
    // The only character that could end the block.
    let offer = offer.to_string().replace('<', "\\u003c");
    format!(
        "<link rel=\"stylesheet\" href=\"{STYLE}\"><script type=\"application/json\" id=\"kb-write\">{offer}</script>\
         <script src=\"{SCRIPT}\" defer></script>"
    )
}

/// The notes whose boxes a page shows: the page's own, or those of the due lists.
fn notes_on(build: &Build, out: &OutPath) -> Vec<NoteId> {
    let own = build.site.ids().find(|(_, note)| note.url.to_out() == *out).map(|(id, _)| id);
    let lists = [Route::Home, Route::Due, Route::Quiz].iter().any(|route| route.holds(out));
    let today = build.schedule.today.date;
    let wanted =
        |entry: &&Entry| matches!(entry.group(today), Group::Overdue | Group::Due | Group::Soon | Group::Extra);
    let listed = build.schedule.entries.iter().filter(wanted).filter(|_| lists).map(|entry| entry.note);
    own.into_iter().chain(listed.filter(|id| Some(*id) != own)).collect()
}

/// Today's last review, which can be undone.
fn last(build: &Build) -> Value {
    let today = build.schedule.today.date;
    let last = build.schedule.log.done().last().filter(|review| review.date == today);
    last.map_or(Value::Null, |review| {
        let note = build.site.note(review.note);
        json!({
            "id": name_of(note),
            "source": source_hash(note),
            "url": note.url.as_str(),
            "title": note.title,
            "step": step_value(review.step),
        })
    })
}
