//! A note's tree becomes the HTML of its article, in the DOM of Obsidian (D-DOM).
//!
//! The writer is one loop over the tree's flat arena with a stack of what is open, so its depth does not depend on the
//! note's; only embeds recurse, at most [`embed::DEPTH_LIMIT`] deep. What a link leads to was decided by the index:
//! nothing is looked up here, and a private note is not to be told from a missing one.

mod base;
mod base_views;
mod block;
mod callout;
mod canvas;
pub mod code;
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
mod raw;
pub mod reading;
mod table;
#[cfg(test)]
mod tests;
mod video;
mod writer;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::article::code::Highlight;
use crate::config::Config;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::index::{AssetId, NoteId, Site};
use crate::parse::Form;
use crate::parse::tree::NodeIx;

pub use base_views::BaseViews;

pub use labels::Labels;
pub use link::shown;

use writer::Writer;

/// The most HTML that an article may have, bytes (P7).
pub const ARTICLE_LIMIT: usize = 5 << 20;

/// Everything that an article is made from besides its note. The same for all notes of a site.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub site: &'a Site,
    pub config: &'a Config,
    pub words: &'a Labels,
    pub code: &'a dyn Highlight,
    pub bases: &'a BaseViews,
}

/// A note's article.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// The inside of `<article class="markdown-rendered">`.
    pub html: String,
    /// The note's own headings, in order; not those of embedded notes.
    pub toc: Vec<TocItem>,
    /// Sources that its frames need in the page's `frame-src`: `'self'` for a PDF, else `https://host`. Sorted.
    pub frame_src: Vec<String>,
    /// The first picture of the vault that the note itself shows.
    pub first_image: Option<AssetId>,
    /// It holds a diagram that was drawn, which needs `assets/mermaid.css`.
    pub mermaid: bool,
    /// It holds math.
    pub math: bool,
}

/// A heading in the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocItem {
    /// 1 to 6.
    pub level: u8,
    /// The heading's HTML id.
    pub id: String,
    /// The visible text.
    pub text: String,
}

/// Furniture of the page that stands within an article.
#[derive(Clone, Copy, Debug)]
pub struct Insert<'a> {
    /// It stands before this top-level node, or at the end of the note.
    pub before: NodeIx,
    /// Safe HTML, whose classes begin with `kb-`.
    pub html: &'a str,
}

/// The article of a published note. Diagnostics that belong to an embedded note are the same from every page that
/// embeds it, so a list of them may be deduplicated.
pub fn article(context: Context<'_>, note: NoteId, insert: Option<Insert<'_>>) -> Outcome<Article> {
    let mut page = Page::new(context, note);
    let mut writer = Writer::new(&mut page, note, false);
    writer.whole(insert);
    writer.footnotes_section();
    page.finish(note)
}

/// Parts of a note (runs of siblings in its tree) as HTML outside its page: nothing in it has an id, footnotes stand at
/// its end. What is wrong with it is told by the note's own page.
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
    /// Writes all that a note, or whatever it is, shows.
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

/// What the writers of an article and of its embeds share.
struct Page<'a> {
    context: Context<'a>,
    out: String,
    article: Article,
    frame_src: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
    embeds: embed::Embeds,
    /// How many diagrams were drawn.
    #[cfg(feature = "mermaid")]
    diagrams: usize,
}

impl<'a> Page<'a> {
    fn new(context: Context<'a>, note: NoteId) -> Self {
        let length = context.site.note(note).parsed.source.text.len();
        Self {
            context,
            out: String::with_capacity(length + length / 2),
            article: Article::default(),
            frame_src: BTreeSet::new(),
            diagnostics: Vec::new(),
            embeds: embed::Embeds::new(note),
            #[cfg(feature = "mermaid")]
            diagrams: 0,
        }
    }

    fn is_full(&self) -> bool {
        self.out.len() > ARTICLE_LIMIT
    }

    fn finish(mut self, note: NoteId) -> Outcome<Article> {
        if self.is_full() {
            let note = self.context.site.note(note);
            let limit = ARTICLE_LIMIT >> 20;
            self.diagnostics.push(
                Diagnostic::new(codes::MARKDOWN_BUDGET, format!("the note makes more than {limit} MiB of HTML"))
                    .in_file(note.path())
                    .help("split the note; its text is left out of the site"),
            );
            return Outcome::new(Article::default(), self.diagnostics);
        }
        self.article.html = self.out;
        self.article.frame_src = self.frame_src.into_iter().collect();
        Outcome::new(self.article, self.diagnostics)
    }
}
