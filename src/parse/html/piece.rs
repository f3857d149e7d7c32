//! What is left of raw HTML, part by part.

use crate::parse::links::LinkRef;
use crate::text::Span;

/// A part of raw HTML that is published.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) enum Piece {
    Open(Box<OpenTag>),
    Close {
        name: String,
        span: Span,
    },
    /// `None` where the text stands in the source as it is.
    Text {
        text: Option<String>,
        span: Span,
    },
    /// `<br>`.
    Break(Span),
    /// From here to the end tag of this name nothing is published.
    Remove {
        name: String,
    },
}

impl Piece {
    /// It shows nothing.
    pub fn is_blank(&self, source: &str) -> bool {
        match self {
            Self::Text { text, span } => text.as_deref().unwrap_or(&source[span.range()]).trim().is_empty(),
            Self::Remove { .. } => true,
            Self::Open(_) | Self::Close { .. } | Self::Break(_) => false,
        }
    }
}

/// A tag with what is left of its attributes.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct OpenTag {
    /// Lower-cased.
    pub name: String,
    /// Ready to be written.
    pub attributes: String,
    pub link: Option<LinkRef>,
    /// `id` and `name`.
    pub ids: Vec<String>,
    pub span: Span,
}
