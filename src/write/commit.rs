//! The commit: a staged site replaces the old one.

use crate::diag::{Diagnostic, codes};

use super::outcome::{Failure, Report};
use super::staged::Staged;
use super::{patch, swap};

impl Staged {
    /// Puts the site in place of the old one.
    ///
    /// # Errors
    /// The file system fails before the swap, or the build is interrupted; the output is as it was.
    pub fn commit(mut self) -> Result<Report, Failure> {
        self.slot.check_interrupt()?;
        let removed = self.removed();
        let mut report = Report {
            written: self.new.len(),
            unchanged: self.same.len(),
            removed: removed.len(),
            kept: self.survey.kept(),
            one_by_one: None,
            diagnostics: std::mem::take(&mut self.diagnostics),
        };
        let manifest = self.manifest.to_bytes();
        let untouched = self.new.is_empty() && removed.is_empty();
        if !(untouched && self.slot.target.manifest_bytes.as_deref() == Some(&manifest)) {
            match swap::swap(&mut self, &manifest)? {
                swap::Swap::Done { left } => report.diagnostics.extend(left),
                swap::Swap::Impossible { why } => {
                    report.diagnostics.extend(patch::patch(&self, &manifest, &removed)?);
                    report.one_by_one = Some(why);
                }
            }
        }
        report.diagnostics.extend(self.notes(&report));
        Ok(report)
    }

    /// Diagnostics about the way the site was written.
    fn notes(&self, report: &Report) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let out = self.slot.destination.out.display();
        if let Some(why) = &report.one_by_one {
            let message = format!("the files of {out} were replaced one by one: {why}");
            notes.push(Diagnostic::new(codes::OUTPUT_ONE_BY_ONE, message));
        }
        if let [first, rest @ ..] = report.kept.as_slice() {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            let message = format!("kept files that kbgen did not write in {out}: `{first}`{more}");
            notes.push(Diagnostic::new(codes::OUTPUT_FOREIGN_KEPT, message));
        }
        notes
    }
}
