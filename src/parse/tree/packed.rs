//! Nodes at rest, in twelve bytes each: a vault of 10,000 notes has millions of them, and they are most of what it
//! takes in memory after its own text.
//!
//! A node's place takes two times 24 bits, since a note is at most 8 MiB. Most kinds hold nothing, a character or an
//! index; where a node holds more, its last word says where it lies in the table of wide ones.

use super::{Align, Kind, Node, NodeIx, Text};
use crate::text::Span;

/// The nodes of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    packed: Box<[Packed]>,
    wide: Box<[Wide]>,
}

/// One node: the start of its span and its tag, the length of its span and a byte of its kind, and a word that is the
/// end of its subtree, the index that a leaf holds, or an index into the wide ones.
#[derive(Clone, Copy, Debug)]
struct Packed {
    start_tag: u32,
    len_extra: u32,
    word: u32,
}

/// A node that does not fit.
#[derive(Clone, Copy, Debug)]
struct Wide {
    kind: Kind,
    span: Span,
    end: NodeIx,
}

/// The kinds that hold nothing, by their tags; the word is the end.
const BARE: [Kind; 19] = [
    Kind::TopicLines,
    Kind::Paragraph,
    Kind::Quote,
    Kind::CalloutTitle,
    Kind::CalloutBody,
    Kind::Table,
    Kind::TableHead,
    Kind::TableBody,
    Kind::TableRow,
    Kind::Rule,
    Kind::HtmlBlock,
    Kind::Emphasis,
    Kind::Strong,
    Kind::Strike,
    Kind::Highlight,
    Kind::HardBreak,
    Kind::SoftBreak,
    Kind::InlineFootnote,
    Kind::Text(Text::EMPTY),
];

/// Text that is its node's span.
const TEXT: u8 = 18;
/// The byte: 1 where it has tasks.
const LIST: u8 = 19;
/// The byte: the task's character, in ASCII, and the toggle's bit.
const ITEM: u8 = 20;
/// The byte: an index into [`ALIGNS`].
const CELL: u8 = 21;
/// From here on the word is what the kind holds, and the node is a leaf.
const CODE_BLOCK: u8 = 22;
const EMBED: u8 = 23;
const TAG: u8 = 24;
const HTML_OPEN: u8 = 25;
/// From here on the word is what the kind holds, and the byte how many nodes are below this one.
const LINK: u8 = 26;
const HEADING: u8 = 27;
const CALLOUT: u8 = 28;
/// From here on nodes are leaves with a text that lies within their span; the byte tells how far within, see
/// [`margins`].
const CODE: u8 = 29;
const INLINE_MATH: u8 = 30;
const HTML_CLOSE: u8 = 31;
/// The word is an index into the wide ones.
const WIDE: u8 = 32;

const TOGGLE: u8 = 0x80;
const ALIGNS: [Align; 4] = [Align::None, Align::Left, Align::Center, Align::Right];
/// What a place can count.
const PLACES: u32 = 1 << 24;

impl Nodes {
    pub fn new(nodes: &[Node]) -> Self {
        let mut wide = Vec::new();
        let pack = |(ix, node)| {
            Packed::new(ix as NodeIx, node).unwrap_or_else(|| {
                wide.push(Wide { kind: node.kind, span: node.span, end: node.end });
                Packed { start_tag: u32::from(WIDE), len_extra: 0, word: wide.len() as u32 - 1 }
            })
        };
        let packed = nodes.iter().enumerate().map(pack).collect();
        // Copied, not shrunk: an allocator may leave a block that shrinks as large as it was.
        Self { packed, wide: wide.as_slice().into() }
    }

    pub fn len(&self) -> usize {
        self.packed.len()
    }

    pub fn get(&self, ix: NodeIx) -> Node {
        let Packed { start_tag, len_extra, word } = self.packed[ix as usize];
        let (tag, extra) = (start_tag as u8, len_extra as u8);
        let (start, len) = (start_tag >> 8, len_extra >> 8);
        let span = Span { start, end: start + len };
        let (kind, end) = match tag {
            TEXT => (Kind::Text(Text::source(span)), word),
            LIST => (Kind::List { start: None, tasks: extra == 1 }, word),
            ITEM => (Kind::Item { task: task(extra), toggle: extra & TOGGLE != 0 }, word),
            CELL => (Kind::TableCell { align: ALIGNS[usize::from(extra)] }, word),
            CODE_BLOCK => (Kind::CodeBlock(word), ix + 1),
            EMBED => (Kind::Embed(word), ix + 1),
            TAG => (Kind::Tag(word), ix + 1),
            HTML_OPEN => (Kind::HtmlOpen(word), ix + 1),
            LINK => (Kind::Link(word), below(ix, extra)),
            HEADING => (Kind::Heading(word), below(ix, extra)),
            CALLOUT => (Kind::Callout(word), below(ix, extra)),
            CODE => (Kind::Code(within(span, extra)), ix + 1),
            INLINE_MATH => (Kind::InlineMath(within(span, extra)), ix + 1),
            HTML_CLOSE => (Kind::HtmlClose(within(span, extra)), ix + 1),
            WIDE => {
                let Wide { kind, span, end } = self.wide[word as usize];
                return Node { kind, span, end };
            }
            bare => (BARE[usize::from(bare)], word),
        };
        Node { kind, span, end }
    }

    /// The byte of the source where a node begins.
    pub fn start(&self, ix: NodeIx) -> u32 {
        let Packed { start_tag, word, .. } = self.packed[ix as usize];
        if start_tag as u8 == WIDE { self.wide[word as usize].span.start } else { start_tag >> 8 }
    }

    /// The end of a node's subtree.
    pub fn end(&self, ix: NodeIx) -> NodeIx {
        let Packed { start_tag, len_extra, word } = self.packed[ix as usize];
        match start_tag as u8 {
            WIDE => self.wide[word as usize].end,
            LINK..CODE => below(ix, len_extra as u8),
            CODE_BLOCK..WIDE => ix + 1,
            _ => word,
        }
    }
}

impl Packed {
    /// `None` where the node does not fit.
    fn new(ix: NodeIx, node: &Node) -> Option<Self> {
        let Node { kind, span, end } = *node;
        let len = span.end.checked_sub(span.start)?;
        if span.start >= PLACES || len >= PLACES {
            return None;
        }
        let (tag, extra, word) = match kind {
            Kind::Text(text) if text == Text::source(span) => (TEXT, 0, end),
            Kind::List { start: None, tasks } => (LIST, u8::from(tasks), end),
            Kind::Item { task, toggle } => (ITEM, byte(task)? | if toggle { TOGGLE } else { 0 }, end),
            Kind::TableCell { align } => (CELL, ALIGNS.iter().position(|known| *known == align)? as u8, end),
            Kind::CodeBlock(index) if end == ix + 1 => (CODE_BLOCK, 0, index),
            Kind::Embed(link) if end == ix + 1 => (EMBED, 0, link),
            Kind::Tag(index) if end == ix + 1 => (TAG, 0, index),
            Kind::HtmlOpen(index) if end == ix + 1 => (HTML_OPEN, 0, index),
            Kind::Link(link) => (LINK, count_below(ix, end)?, link),
            Kind::Heading(index) => (HEADING, count_below(ix, end)?, index),
            Kind::Callout(index) => (CALLOUT, count_below(ix, end)?, index),
            Kind::Code(text) if end == ix + 1 => (CODE, margins(span, text)?, 0),
            Kind::InlineMath(text) if end == ix + 1 => (INLINE_MATH, margins(span, text)?, 0),
            Kind::HtmlClose(text) if end == ix + 1 => (HTML_CLOSE, margins(span, text)?, 0),
            kind => (BARE[..usize::from(TEXT)].iter().position(|bare| *bare == kind)? as u8, 0, end),
        };
        Some(Self { start_tag: span.start << 8 | u32::from(tag), len_extra: len << 8 | u32::from(extra), word })
    }
}

/// How many nodes are below one; `None` where there are more than a byte counts.
fn count_below(ix: NodeIx, end: NodeIx) -> Option<u8> {
    u8::try_from(end.checked_sub(ix + 1)?).ok()
}

fn below(ix: NodeIx, count: u8) -> NodeIx {
    ix + 1 + NodeIx::from(count)
}

/// The marks around a text of the source, bytes before it and after it, in four bits each; `None` where they are wider
/// or the text lies elsewhere.
fn margins(span: Span, text: Text) -> Option<u8> {
    let text = text.as_source()?;
    let before = u8::try_from(text.start.checked_sub(span.start)?).ok()?;
    let after = u8::try_from(span.end.checked_sub(text.end)?).ok()?;
    (before < 16 && after < 16).then_some(before << 4 | after)
}

fn within(span: Span, margins: u8) -> Text {
    let (before, after) = (u32::from(margins >> 4), u32::from(margins & 15));
    Text::source(Span { start: span.start + before, end: span.end - after })
}

/// A task's character as a byte below [`TOGGLE`], 0 for no task; `None` where it is no ASCII.
fn byte(task: Option<char>) -> Option<u8> {
    match task {
        None => Some(0),
        Some(task) => u8::try_from(task).ok().filter(|byte| (1..TOGGLE).contains(byte)),
    }
}

fn task(extra: u8) -> Option<char> {
    Some(extra & !TOGGLE).filter(|byte| *byte != 0).map(char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_comes_back_as_it_was() {
        let span = Span { start: 7, end: 60 };
        let around = [(7, 60), (8, 59), (22, 45), (23, 45), (22, 44), (0, 60), (7, 61)];
        let texts = around.map(|(start, end)| Text::source(Span { start, end })).into_iter().chain([Text::side(span)]);
        let mut kinds: Vec<Kind> = BARE.to_vec();
        for text in texts {
            kinds.extend([Kind::Text(text), Kind::Code(text), Kind::MathBlock(text), Kind::FootnoteDefinition(text)]);
            kinds.extend([Kind::InlineMath(text), Kind::DisplayMath(text), Kind::FootnoteRef(text)]);
            kinds.push(Kind::HtmlClose(text));
        }
        for index in [0, 1, u32::MAX] {
            kinds.extend([Kind::Heading(index), Kind::Callout(index), Kind::CodeBlock(index), Kind::Link(index)]);
            kinds.extend([Kind::Embed(index), Kind::Tag(index), Kind::HtmlOpen(index)]);
            kinds.extend([true, false].map(|tasks| Kind::List { start: Some(index), tasks }));
        }
        kinds.extend([true, false].map(|tasks| Kind::List { start: None, tasks }));
        kinds.extend(ALIGNS.map(|align| Kind::TableCell { align }));
        for task in [None, Some('\0'), Some(' '), Some('x'), Some('\u{7f}'), Some('\u{80}'), Some('가'), Some('😀')]
        {
            kinds.extend([true, false].map(|toggle| Kind::Item { task, toggle }));
        }
        let far = Span { start: PLACES - 1, end: 2 * PLACES - 2 };
        let spans = [span, Span::default(), far, Span { start: PLACES, end: PLACES }, Span { start: 0, end: PLACES }];
        let nodes: Vec<Node> = spans
            .iter()
            .flat_map(|&span| kinds.iter().map(move |&kind| (kind, span)))
            .enumerate()
            .map(|(ix, (kind, span))| Node { kind, span, end: ix as NodeIx + 1 + [0, 1, 2, 255, 256][ix % 5] })
            .collect();
        let packed = Nodes::new(&nodes);
        assert_eq!(packed.len(), nodes.len());
        for (ix, node) in nodes.iter().enumerate() {
            assert_eq!(packed.get(ix as NodeIx), *node, "{ix}");
            assert_eq!(packed.end(ix as NodeIx), node.end, "{ix}");
            assert_eq!(packed.start(ix as NodeIx), node.span.start, "{ix}");
        }
    }

    #[test]
    fn an_ordinary_node_is_small() {
        assert_eq!(size_of::<Packed>(), 12);
        let span = Span { start: 3, end: 9 };
        let kinds = [Kind::Paragraph, Kind::Text(Text::source(span)), Kind::Item { task: Some('x'), toggle: true }];
        let code = Kind::Code(Text::source(Span { start: 4, end: 8 }));
        let kinds = kinds.into_iter().chain([Kind::Link(7), Kind::Heading(2), code]);
        let nodes: Vec<Node> = kinds.map(|kind| Node { kind, span, end: 6 }).collect();
        assert!(Nodes::new(&nodes).wide.is_empty());
    }
}
