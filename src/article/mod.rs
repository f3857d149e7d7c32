//! The article of a note: its tree as HTML, in the DOM of Obsidian (D-DOM).
//!
//! The writer is one loop over the tree's flat arena with a stack of what is open, so its depth does not depend on the
//! note's; only embeds recurse, at most [`page::DEPTH_LIMIT`] deep. The target of a link was decided by the index:
//! nothing is looked up here, and a private note cannot be distinguished from a missing one.

mod base;
mod base_views;
mod block;
mod callout;
mod canvas;
pub mod code;
mod context;
pub mod diagram;
mod drawing;
mod embed;
pub mod excerpt;
mod fence;
mod footnote;
mod formula;
mod inline;
mod labels;
mod link;
pub mod math;
mod media;
mod page;
mod raw;
pub mod reading;
mod table;
#[cfg(test)]
mod tests;
mod video;
mod writer;

use std::ops::Range;

use crate::diag::Outcome;
use crate::index::NoteId;
use crate::parse::Form;
use crate::parse::tree::NodeIx;

pub use context::{BaseViews, Context};
pub use labels::Labels;
pub use link::shown;
pub use page::{ARTICLE_LIMIT, Article, Insert, TocItem};

use page::Page;
use writer::Writer;

/// The article of a published note. Diagnostics that belong to an embedded note are the same from every page that
/// embeds it, so a list of them may be deduplicated.
pub fn article(context: Context<'_>, note: NoteId, insert: Option<Insert<'_>>) -> Outcome<Article> {
    let mut page = Page::new(context, note);
    let mut writer = Writer::new(&mut page, note, false);
    writer.whole(insert);
    writer.footnotes_section();
    page.finish(note)
}

/// Parts of a note (runs of siblings in its tree) as HTML outside its page: nothing in it has an id, footnotes are at
/// its end. Its diagnostics are reported by the note's own page.
pub fn fragment(context: Context<'_>, note: NoteId, runs: impl IntoIterator<Item = Range<NodeIx>>) -> Article {
    let mut page = Page::new(context, note);
    page.out = String::new();
    let mut writer = Writer::new(&mut page, note, true);
    for run in runs {
        writer.run(run.start, run.end);
    }
    writer.footnotes_section();
    page.finish(note).value
}

impl Writer<'_, '_> {
    /// Writes the visible content of a note, canvas or base.
    fn whole(&mut self, insert: Option<Insert<'_>>) {
        let note = self.note;
        if let Some(drawing) = note.drawing {
            return self.drawing(drawing);
        }
        match &note.parsed.form {
            Form::Note => self.run_with(0, note.parsed.body.len(), insert),
            Form::Canvas(canvas) => self.canvas(canvas),
            Form::Base(base) => self.base_file(base),
        }
    }
}
