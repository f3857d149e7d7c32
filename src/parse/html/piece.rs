//! The published pieces of raw HTML.

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
    /// `None` if the text is a slice of the source.
    Text {
        text: Option<String>,
        span: Span,
    },
    /// `<br>`.
    Break(Span),
    /// Everything from here to the end tag of this name is removed.
    Remove {
        name: String,
    },
}

impl Piece {
    /// Whether it shows nothing.
    pub fn is_blank(&self, source: &str) -> bool {
        match self {
            Self::Text { text, span } => text.as_deref().unwrap_or(&source[span.range()]).trim().is_empty(),
            Self::Remove { .. } => true,
            Self::Open(_) | Self::Close { .. } | Self::Break(_) => false,
        }
    }
}

/// A tag with its allowed attributes.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::parse) struct OpenTag {
    /// Lower-cased.
    pub name: String,
    /// Already escaped for HTML.
    pub attributes: String,
    pub link: Option<LinkRef>,
    /// `id` and `name`.
    pub ids: Vec<String>,
    pub span: Span,
}
