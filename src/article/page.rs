//! [`Page`]: the state that the writers of an article and of its embeds share, and the resulting [`Article`].

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Outcome, codes};
use crate::index::{AssetId, NoteId};
use crate::parse::tree::NodeIx;

use super::context::Context;

/// The most HTML that an article may have, bytes (P7).
pub const ARTICLE_LIMIT: usize = 5 << 20;

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
    /// Whether it holds a drawn diagram, which needs `assets/mermaid.css`.
    pub mermaid: bool,
    /// Whether it holds math.
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

/// Generated HTML (furniture of the page) within an article.
#[derive(Clone, Copy, Debug)]
pub struct Insert<'a> {
    /// The top-level node that it precedes; past the last, it is at the end of the note.
    pub before: NodeIx,
    /// Safe HTML, whose classes begin with `kb-`.
    pub html: &'a str,
}

/// The state that the writers of an article and of its embeds share.
pub(super) struct Page<'a> {
    pub context: Context<'a>,
    pub out: String,
    pub article: Article,
    pub frame_src: BTreeSet<String>,
    pub diagnostics: Vec<Diagnostic>,
    pub embeds: Embeds,
    /// The number of drawn diagrams.
    #[cfg(feature = "mermaid")]
    pub diagrams: usize,
}

impl<'a> Page<'a> {
    pub fn new(context: Context<'a>, note: NoteId) -> Self {
        let length = context.site.note(note).parsed.source.text.len();
        Self {
            context,
            out: String::with_capacity(length + length / 2),
            article: Article::default(),
            frame_src: BTreeSet::new(),
            diagnostics: Vec::new(),
            embeds: Embeds::new(note),
            #[cfg(feature = "mermaid")]
            diagrams: 0,
        }
    }

    pub fn is_full(&self) -> bool {
        self.out.len() > ARTICLE_LIMIT
    }

    pub fn finish(mut self, note: NoteId) -> Outcome<Article> {
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

/// Embeds within embeds within the page: as deep as Obsidian goes.
pub(super) const DEPTH_LIMIT: usize = 5;
/// The most HTML that all embeds of a page may have together, bytes; leaves room for the rest of the page.
pub(super) const EMBED_LIMIT: usize = 2 << 20;

/// The part of a note that an embed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Heading(u32),
    Block(u32),
}

/// The embeds that are being written, and the size of all embeds so far.
pub(super) struct Embeds {
    /// The page's note, and the embeds from the outermost to the innermost.
    pub stack: Vec<(NoteId, Part)>,
    /// Bytes of embeds that are done.
    pub spent: usize,
    /// Where the outermost open embed begins in the output.
    pub start: usize,
    pub over_budget: bool,
}

/// The reason why an embed becomes a link.
pub(super) enum Stop {
    Cycle,
    Depth,
    Budget,
}

impl Embeds {
    pub fn new(note: NoteId) -> Self {
        Self { stack: vec![(note, Part::Whole)], spent: 0, start: 0, over_budget: false }
    }

    /// The note that is being written; for a file that is embedded, the one that embeds it.
    pub fn host(&self, embedded_file: bool) -> NoteId {
        let up = usize::from(embedded_file && self.depth() > 0);
        self.stack[self.depth() - up].0
    }

    pub fn depth(&self) -> usize {
        self.stack.len() - 1
    }

    pub fn stop(&self, next: (NoteId, Part), written: usize) -> Option<Stop> {
        let open = if self.depth() > 0 { written - self.start } else { 0 };
        if self.stack.contains(&next) {
            Some(Stop::Cycle)
        } else if self.depth() == DEPTH_LIMIT {
            Some(Stop::Depth)
        } else if self.over_budget || self.spent + open > EMBED_LIMIT {
            Some(Stop::Budget)
        } else {
            None
        }
    }
}
