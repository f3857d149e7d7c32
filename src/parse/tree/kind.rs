//! The kinds of nodes, and the facts about a kind that every reader of a tree needs.

use super::text::{LinkId, TagId, Text};

/// The kind of a node: first the blocks, then the inlines.
///
/// A `match` over it never has a catch-all arm, so the compiler names every place that must decide about a new kind;
/// `tests/suite/architecture.rs` checks this. Facts that several readers need are methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The leading lines that only name topics; contains paragraphs, one a run of lines. At most one, and the first.
    /// Not part of the article.
    TopicLines,
    Paragraph,
    /// An index into [`ParsedNote::headings`](crate::parse::ParsedNote::headings).
    Heading(u32),
    Quote,
    /// Contains a `CalloutTitle` and, if there is one, a `CalloutBody`.
    /// An index for [`Tree::callout`](super::Tree::callout).
    Callout(u32),
    CalloutTitle,
    CalloutBody,
    /// `start` is `None` for bullets. A tight list's items contain inlines without paragraphs.
    List {
        start: Option<u32>,
        tasks: bool,
    },
    /// `task`: the character between the brackets. `toggle`: a Notion toggle, `접기` at the end of its first text.
    Item {
        task: Option<char>,
        toggle: bool,
    },
    /// An index for [`Tree::code`](super::Tree::code).
    CodeBlock(u32),
    /// TeX.
    MathBlock(Text),
    Table,
    /// Contains one `TableRow`.
    TableHead,
    /// Present even without rows.
    TableBody,
    TableRow,
    TableCell {
        align: Align,
    },
    Rule,
    /// Shown only if it is referred to; its children are blocks. Contains the folded label.
    FootnoteDefinition(Text),
    /// A raw HTML block: its children are `HtmlOpen`, `HtmlClose`, `Text` and `HardBreak`. Ordinary blocks may be in
    /// between, within the element that the first one opens. Every element is closed in the container that it was
    /// opened in, at the latest by an `HtmlClose` right before the container's end.
    HtmlBlock,

    Text(Text),
    Code(Text),
    Emphasis,
    Strong,
    Strike,
    Highlight,
    /// A line end that shows: always `<br>`.
    HardBreak,
    /// A line end that is a blank in strict mode and `<br>` otherwise.
    SoftBreak,
    /// Its children are the visible text. A link without an alias contains its display text.
    Link(LinkId),
    /// An image, a note, or any other embedded file. No children; the label is in the link.
    Embed(LinkId),
    Tag(TagId),
    /// TeX between single dollars.
    InlineMath(Text),
    /// TeX between double dollars, inline.
    DisplayMath(Text),
    /// Contains the folded label.
    FootnoteRef(Text),
    /// `^[…]`: children are the note's inlines.
    InlineFootnote,
    /// An index for [`Tree::html_tag`](super::Tree::html_tag).
    HtmlOpen(u32),
    /// The lower-cased name.
    HtmlClose(Text),
}

/// The content model of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Blocks,
    Inlines,
    /// Inlines, then blocks.
    InlinesAndBlocks,
    Nothing,
}

/// The role of a node in the running text of a note: descriptions, contexts of links, the search index and the reading
/// time are made from that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRole {
    Text(Text),
    /// A code span.
    Code(Text),
    /// Inline TeX.
    Math(Text),
    /// The text is the node's span.
    Tag,
    /// A node transparent to the text around it: a mark, a link, a tag of raw HTML.
    Through,
    /// An object among the text, without text of its own: an embed, a reference to a footnote.
    Object,
    /// Text that is shown elsewhere.
    Aside,
    /// A line break.
    Break,
    /// A block, which separates the text before it from its own. An index for [`Tree::code`](super::Tree::code) for a
    /// code block.
    Block {
        code: Option<u32>,
    },
}

impl Kind {
    /// The content model of this kind.
    pub fn content(self) -> Content {
        match self {
            Self::TopicLines | Self::Quote | Self::Callout(_) | Self::CalloutBody | Self::List { .. } => {
                Content::Blocks
            }
            Self::Table | Self::TableHead | Self::TableBody | Self::TableRow => Content::Blocks,
            Self::FootnoteDefinition(_) => Content::Blocks,
            Self::Item { .. } => Content::InlinesAndBlocks,
            Self::Paragraph | Self::Heading(_) | Self::CalloutTitle | Self::TableCell { .. } => Content::Inlines,
            Self::HtmlBlock | Self::Emphasis | Self::Strong | Self::Strike | Self::Highlight => Content::Inlines,
            Self::Link(_) | Self::InlineFootnote => Content::Inlines,
            Self::CodeBlock(_) | Self::MathBlock(_) | Self::Rule => Content::Nothing,
            Self::Text(_) | Self::Code(_) | Self::HardBreak | Self::SoftBreak => Content::Nothing,
            Self::Embed(_) | Self::Tag(_) | Self::InlineMath(_) | Self::DisplayMath(_) => Content::Nothing,
            Self::FootnoteRef(_) | Self::HtmlOpen(_) | Self::HtmlClose(_) => Content::Nothing,
        }
    }

    /// The role of this kind in the running text.
    pub fn text_role(self) -> TextRole {
        match self {
            Self::Text(text) => TextRole::Text(text),
            Self::Code(text) => TextRole::Code(text),
            Self::InlineMath(tex) | Self::DisplayMath(tex) => TextRole::Math(tex),
            Self::Tag(_) => TextRole::Tag,
            Self::Emphasis | Self::Strong | Self::Strike | Self::Highlight => TextRole::Through,
            Self::Link(_) | Self::HtmlOpen(_) | Self::HtmlClose(_) => TextRole::Through,
            Self::Embed(_) | Self::FootnoteRef(_) => TextRole::Object,
            Self::InlineFootnote => TextRole::Aside,
            Self::HardBreak | Self::SoftBreak => TextRole::Break,
            Self::CodeBlock(ix) => TextRole::Block { code: Some(ix) },
            Self::TopicLines | Self::Paragraph | Self::Heading(_) | Self::Quote | Self::Callout(_) => BLOCK,
            Self::CalloutTitle | Self::CalloutBody | Self::List { .. } | Self::Item { .. } => BLOCK,
            Self::MathBlock(_) | Self::Rule | Self::FootnoteDefinition(_) | Self::HtmlBlock => BLOCK,
            Self::Table | Self::TableHead | Self::TableBody | Self::TableRow | Self::TableCell { .. } => BLOCK,
        }
    }

    pub fn is_block(self) -> bool {
        matches!(self.text_role(), TextRole::Block { .. })
    }
}

const BLOCK: TextRole = TextRole::Block { code: None };

/// The alignment of a table's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    None,
    Left,
    Center,
    Right,
}
