//! Packed nodes, twelve bytes each: a vault of 10,000 notes has millions of nodes, and they are most of its memory
//! after its own text.
//!
//! A node's span takes two times 24 bits, since a note is at most 8 MiB. Most kinds contain nothing, a character or an
//! index; a node with more data has in its last word an index into the table of wide nodes.

use super::kind::{Align, Kind};
use super::node::Node;
use super::text::{NodeIx, Text};
use crate::text::Span;

/// The nodes of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    packed: Box<[Packed]>,
    wide: Box<[Wide]>,
}

/// One node: the start of its span and its layout, the length of its span and a byte of its kind, and a `word`: the
/// end of its subtree, the index that a leaf contains, or an index into the wide nodes.
#[derive(Clone, Copy, Debug)]
struct Packed {
    start_layout: u32,
    len_extra: u32,
    word: u32,
}

/// A node that does not fit into [`Packed`].
#[derive(Clone, Copy, Debug)]
struct Wide {
    kind: Kind,
    span: Span,
    end: NodeIx,
}

/// The layouts of packed nodes, and the functions from a node to its packed form and back, made from a table of kinds.
///
/// * `bare`: kinds without data; the word is the end.
/// * `leaf`: kinds with an index and without children; the word is the index.
/// * `parent`: kinds with an index, which is the word; the byte counts the nodes below.
/// * `within`: kinds with a text in their span and without children; the byte is its [`margins`].
/// * `wide`: kinds with a text that is seldom a part of their span.
macro_rules! packing {
    (
        bare: $($bare:ident)*;
        leaf: $($leaf:ident)*;
        parent: $($parent:ident)*;
        within: $($within:ident)*;
        wide: $($wide:ident)*;
    ) => {
        /// The layout of a packed node. Besides the table's kinds, `Text` is the text that is its node's span; the byte
        /// of a `List` is 1 if it has tasks, that of an `Item` the task's character in ASCII and the toggle's bit, that
        /// of a `TableCell` an index into [`ALIGNS`]. The word of a `Wide` is an index into the wide nodes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        enum Layout { $($bare,)* Text, List, Item, TableCell, $($leaf,)* $($parent,)* $($within,)* Wide }

        /// Every layout, in the order of their numbers.
        const LAYOUTS: &[Layout] = &[
            $(Layout::$bare,)* Layout::Text, Layout::List, Layout::Item, Layout::TableCell,
            $(Layout::$leaf,)* $(Layout::$parent,)* $(Layout::$within,)* Layout::Wide,
        ];

        /// A node's layout, byte and word; `None` where it does not fit.
        fn pack(ix: NodeIx, node: &Node) -> Option<(Layout, u8, u32)> {
            let Node { kind, span, end } = *node;
            let leaf = end == ix + 1;
            Some(match kind {
                $(Kind::$bare => (Layout::$bare, 0, end),)*
                Kind::Text(text) if text == Text::source(span) => (Layout::Text, 0, end),
                Kind::List { start: None, tasks } => (Layout::List, u8::from(tasks), end),
                Kind::Item { task, toggle } => (Layout::Item, byte(task)? | if toggle { TOGGLE } else { 0 }, end),
                Kind::TableCell { align } => {
                    (Layout::TableCell, ALIGNS.iter().position(|known| *known == align)? as u8, end)
                }
                $(Kind::$leaf(index) if leaf => (Layout::$leaf, 0, index),)*
                $(Kind::$parent(index) => (Layout::$parent, count_below(ix, end)?, index),)*
                $(Kind::$within(text) if leaf => (Layout::$within, margins(span, text)?, 0),)*
                Kind::Text(_) | Kind::List { .. } => return None,
                $(Kind::$leaf(_) => return None,)*
                $(Kind::$within(_) => return None,)*
                $(Kind::$wide(_) => return None,)*
            })
        }

        /// The kind and the end of a node that is not wide.
        fn unpack(ix: NodeIx, span: Span, layout: Layout, byte: u8, word: u32) -> Option<(Kind, NodeIx)> {
            Some(match layout {
                $(Layout::$bare => (Kind::$bare, word),)*
                Layout::Text => (Kind::Text(Text::source(span)), word),
                Layout::List => (Kind::List { start: None, tasks: byte == 1 }, word),
                Layout::Item => (Kind::Item { task: task(byte), toggle: byte & TOGGLE != 0 }, word),
                Layout::TableCell => (Kind::TableCell { align: ALIGNS[usize::from(byte)] }, word),
                $(Layout::$leaf => (Kind::$leaf(word), ix + 1),)*
                $(Layout::$parent => (Kind::$parent(word), below(ix, byte)),)*
                $(Layout::$within => (Kind::$within(within(span, byte)), ix + 1),)*
                Layout::Wide => return None,
            })
        }

        /// The end of a node that is not wide: enough for a step to the next sibling.
        fn unpack_end(ix: NodeIx, layout: Layout, byte: u8, word: u32) -> Option<NodeIx> {
            Some(match layout {
                $(Layout::$bare => word,)*
                Layout::Text | Layout::List | Layout::Item | Layout::TableCell => word,
                $(Layout::$leaf => ix + 1,)*
                $(Layout::$parent => below(ix, byte),)*
                $(Layout::$within => ix + 1,)*
                Layout::Wide => return None,
            })
        }

        #[cfg(test)]
        const BARE: &[Kind] = &[$(Kind::$bare,)*];
    };
}

packing! {
    bare: TopicLines Paragraph Quote CalloutTitle CalloutBody Table TableHead TableBody TableRow Rule HtmlBlock
        Emphasis Strong Strike Highlight HardBreak SoftBreak InlineFootnote;
    leaf: CodeBlock Embed Tag HtmlOpen;
    parent: Link Heading Callout;
    within: Code InlineMath HtmlClose;
    wide: MathBlock DisplayMath FootnoteDefinition FootnoteRef;
}

const TOGGLE: u8 = 0x80;
const ALIGNS: [Align; 4] = [Align::None, Align::Left, Align::Center, Align::Right];
/// The number of values of a 24-bit span field.
const PLACES: u32 = 1 << 24;

impl Nodes {
    pub fn new(nodes: &[Node]) -> Self {
        let mut wide = Vec::new();
        let pack = |(ix, node)| {
            Packed::new(ix as NodeIx, node).unwrap_or_else(|| {
                wide.push(Wide { kind: node.kind, span: node.span, end: node.end });
                Packed { start_layout: Layout::Wide as u32, len_extra: 0, word: wide.len() as u32 - 1 }
            })
        };
        let packed = nodes.iter().enumerate().map(pack).collect();
        // Copied, not shrunk: an allocator may keep a shrunk block at its old size.
        Self { packed, wide: wide.as_slice().into() }
    }

    pub fn len(&self) -> usize {
        self.packed.len()
    }

    pub fn get(&self, ix: NodeIx) -> Node {
        let packed = self.packed[ix as usize];
        let Packed { start_layout, len_extra, word } = packed;
        let (start, len) = (start_layout >> 8, len_extra >> 8);
        let span = Span { start, end: start + len };
        match unpack(ix, span, packed.layout(), len_extra as u8, word) {
            Some((kind, end)) => Node { kind, span, end },
            None => {
                let Wide { kind, span, end } = self.wide[word as usize];
                Node { kind, span, end }
            }
        }
    }

    /// The byte of the source at which a node begins.
    pub fn start(&self, ix: NodeIx) -> u32 {
        let packed = self.packed[ix as usize];
        if packed.layout() == Layout::Wide {
            self.wide[packed.word as usize].span.start
        } else {
            packed.start_layout >> 8
        }
    }

    /// The end of a node's subtree.
    pub fn end(&self, ix: NodeIx) -> NodeIx {
        let packed = self.packed[ix as usize];
        let end = unpack_end(ix, packed.layout(), packed.len_extra as u8, packed.word);
        end.unwrap_or_else(|| self.wide[packed.word as usize].end)
    }
}

impl Packed {
    /// `None` where the node does not fit.
    fn new(ix: NodeIx, node: &Node) -> Option<Self> {
        let (start, len) = (node.span.start, node.span.end.checked_sub(node.span.start)?);
        if start >= PLACES || len >= PLACES {
            return None;
        }
        let (layout, byte, word) = pack(ix, node)?;
        Some(Self { start_layout: start << 8 | layout as u32, len_extra: len << 8 | u32::from(byte), word })
    }

    fn layout(self) -> Layout {
        LAYOUTS[usize::from(self.start_layout as u8)]
    }
}

/// The number of nodes below one; `None` if it is too large for a byte.
fn count_below(ix: NodeIx, end: NodeIx) -> Option<u8> {
    u8::try_from(end.checked_sub(ix + 1)?).ok()
}

fn below(ix: NodeIx, count: u8) -> NodeIx {
    ix + 1 + NodeIx::from(count)
}

/// The marks around a text of the source, bytes before it and after it, in four bits each; `None` if they are wider
/// or the text is elsewhere.
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

/// A task's character as a byte below [`TOGGLE`], 0 for no task; `None` if it is not ASCII.
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
    fn layouts_are_in_the_order_of_their_numbers() {
        assert!(LAYOUTS.iter().enumerate().all(|(number, layout)| *layout as usize == number));
    }

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
