//! The classes of a text's lines according to pulldown-cmark.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::super::Container;
use crate::parse::markdown::events;

/// The class of a line in pulldown-cmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// No event: the line is blank or defines a reference.
    Nothing,
    Code,
    Html,
    Rule,
    /// The line below the text of a heading.
    Underline,
    Text(Text),
}

/// A line of inline content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// The first line of a paragraph, heading or row.
    pub first: bool,
    pub row: bool,
    /// The start of the line's content, if an event has it.
    pub content: Option<usize>,
    /// The containers around it.
    pub around: Vec<Around>,
    /// Whether it is the first block of the innermost container.
    pub leads: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    Quote,
    Item,
    Footnote,
}

impl From<Container> for Around {
    fn from(container: Container) -> Self {
        match container {
            Container::Quote => Self::Quote,
            Container::Item(_) => Self::Item,
            Container::Footnote => Self::Footnote,
        }
    }
}

/// The current block of inline content.
struct Block {
    range: Range<usize>,
    heading: bool,
    row: bool,
    leads: bool,
    /// Its events.
    events: Vec<Range<usize>>,
    /// Those with no event inside that starts on a line of its own.
    solid: Vec<Range<usize>>,
}

struct Reader<'a> {
    text: &'a str,
    lines: &'a [Range<usize>],
    classes: Vec<Class>,
    around: Vec<Around>,
    /// For each open container, whether it had a block.
    filled: Vec<bool>,
    block: Option<Block>,
    /// Within a block of code or HTML.
    verbatim: bool,
}

/// The class of each line.
pub(super) fn classes(text: &str, lines: &[Range<usize>]) -> Vec<Class> {
    let mut reader = Reader {
        text,
        lines,
        classes: vec![Class::Nothing; lines.len()],
        around: Vec::new(),
        filled: vec![false],
        block: None,
        verbatim: false,
    };
    for (event, range) in Parser::new_ext(text, events::options()).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.close();
    reader.classes
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Rule => {
                self.fill();
                self.mark(range, &Class::Rule);
            }
            _ if self.verbatim => {}
            Event::SoftBreak | Event::HardBreak => self.inline(range, false),
            _ => self.inline(range, true),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => self.enter(Around::Quote),
            Tag::Item => self.enter(Around::Item),
            Tag::FootnoteDefinition(_) => self.enter(Around::Footnote),
            Tag::CodeBlock(_) => {
                self.fill();
                self.verbatim = true;
                self.mark(range, &Class::Code);
            }
            Tag::HtmlBlock => {
                self.fill();
                self.verbatim = true;
                self.mark(range, &Class::Html);
            }
            Tag::List(_) | Tag::Table(_) => self.close(),
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableHead | Tag::TableRow => {
                let heading = matches!(tag, Tag::Heading { .. });
                self.open(range, heading, matches!(tag, Tag::TableHead | Tag::TableRow));
            }
            Tag::TableCell => {}
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.inline(range, false),
            _ => self.inline(range, true),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
                self.around.pop();
                self.filled.pop();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.verbatim = false,
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow => self.close(),
            _ => {}
        }
    }

    fn enter(&mut self, around: Around) {
        self.fill();
        self.around.push(around);
        self.filled.push(false);
    }

    /// A block begins in the innermost container; returns whether it is the first.
    fn fill(&mut self) -> bool {
        self.close();
        let filled = self.filled.last_mut().expect("the text itself is never closed");
        !std::mem::replace(filled, true)
    }

    fn open(&mut self, range: Range<usize>, heading: bool, row: bool) {
        let leads = self.fill();
        self.block = Some(Block { range, heading, row, leads, events: Vec::new(), solid: Vec::new() });
    }

    /// Inline content; in a tight item its first event opens the block.
    fn inline(&mut self, mut range: Range<usize>, solid: bool) {
        // The event of an escaped character starts after its backslash.
        range.start -= usize::from(range.start > 0 && self.text.as_bytes()[range.start - 1] == b'\\');
        if self.block.is_none() {
            self.open(range.start..range.start, false, false);
        }
        if let Some(block) = &mut self.block {
            block.range.end = block.range.end.max(range.end);
            block.events.push(range.clone());
            block.solid.extend(Some(range).filter(|_| solid));
        }
    }

    fn close(&mut self) {
        let Some(Block { range, heading, row, leads, events, solid }) = self.block.take() else { return };
        let (from, to) = (self.line_at(range.start), self.line_at(self.last(&range)));
        for at in from..=to {
            let line = self.lines[at].clone();
            let starts = events.iter().map(|event| event.start).filter(|start| line.contains(start)).min();
            let reaches_in = |event: &Range<usize>| event.start < line.start && line.start < event.end;
            let content = if at == from { Some(range.start) } else { starts.filter(|_| !solid.iter().any(reaches_in)) };
            let text = Text { first: at == from, row, content, around: self.around.clone(), leads };
            self.classes[at] = Class::Text(text);
        }
        if heading && to > from {
            self.classes[to] = Class::Underline;
        }
    }

    fn mark(&mut self, range: Range<usize>, class: &Class) {
        let (from, to) = (self.line_at(range.start), self.line_at(self.last(&range)));
        self.classes[from..=to].fill(class.clone());
    }

    /// The last byte of a block that is not a line end.
    fn last(&self, range: &Range<usize>) -> usize {
        let kept = self.text[range.clone()].trim_end_matches('\n').len();
        range.start + kept.saturating_sub(1)
    }

    fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }
}
