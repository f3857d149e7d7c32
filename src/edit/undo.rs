//! The undo of the last review in the log.

use super::editor::Editor;
use super::file::NoteFile;
use super::patch::{Record, apply, fingerprint};
use super::refusal::{Reason, Refusal};
use crate::diag::codes;
use crate::index::NoteId;
use crate::path::{VaultPath, fold};
use crate::review::LogStep;
use crate::review::log::Line;
use crate::scan::REVIEW_LOG;

/// The undone review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    pub note: NoteId,
    pub step: LogStep,
}

impl Editor<'_> {
    /// Restores the bytes that a note had before its last review, and logs that: the last review of all, refused where
    /// that is not the one of `only`.
    ///
    /// The note is written first. An interrupted undo is detected the next time by the note's bytes.
    pub fn undo(&mut self, only: Option<NoteId>) -> Result<Undone, Refusal> {
        let log = VaultPath::new(REVIEW_LOG);
        let last = self.log.lines.iter().rposition(|line| !line.undo && !line.undone);
        let Some(last) = last else {
            return Err(Refusal::nothing(
                &log,
                "the log has no review to undo",
                "only a review by `kbgen done` can be undone",
            ));
        };
        let line = self.log.lines[last].clone();
        let id = self.note_of(&line)?;
        if only.is_some_and(|only| only != id) {
            let help = "undo that review first, with `kbgen undo`";
            let note = self.vault.site.note(id).path();
            return Err(Refusal::nothing(note, "another note was reviewed since", help));
        }
        let Some(record) = Record::read(&line.rest) else {
            let message = "the log does not have the note's values before its last review";
            return Err(Refusal::nothing(&log, message, "change the note by hand"));
        };
        let file = NoteFile::read(self.vault.root, self.vault.site.note(id).path())?;
        let now = fingerprint(&file.bytes);
        if now != record.before {
            let before = apply(&file.bytes, &record.back).filter(|bytes| fingerprint(bytes) == record.before);
            let before = before.filter(|_| now == record.after).ok_or_else(|| {
                let message = "the note changed since its last review, so the review cannot be undone";
                let help = "undo it by hand; nothing was written";
                Refusal::new(Reason::Changed, codes::EDIT_CHANGED, message, help).in_note(&file.path)
            })?;
            file.replace(&before)?;
        }
        let (old, new) = line.change.split_once(" → ").unwrap_or((&line.change, ""));
        let undo = Line {
            date: self.vault.config.today.date,
            note: line.note.clone(),
            grade: None,
            undo: true,
            change: format!("{new} → {old}"),
            rest: String::new(),
            ..line
        };
        self.log.append(&undo)?;
        self.log.lines[last].undone = true;
        self.log.lines.push(undo);
        Ok(Undone { note: id, step: line.step })
    }

    /// The note that a line names; a line is never used as a path.
    fn note_of(&self, line: &Line) -> Result<NoteId, Refusal> {
        let path = fold(&line.note);
        let found = self.vault.site.ids().find(|(_, note)| fold(note.path().as_str()) == path);
        found.map(|(id, _)| id).ok_or_else(|| {
            let message = format!("the note of the last review, `{}`, no longer exists", line.note);
            Refusal::new(Reason::Missing, codes::EDIT_NO_NOTE, message, "move it back, or correct the log")
        })
    }
}
