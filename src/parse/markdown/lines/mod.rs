//! The block structure of a note, line by line: which lines are text, code or HTML, and where their content starts.
//!
//! The masks need it before pulldown-cmark runs. It is CommonMark's container algorithm (spec 0.31, appendix
//! "A parsing strategy") without the tree, plus footnote definitions. Depth is limited, so a line costs O(its length).

use super::cursor::{Cursor, is_rule, is_white};
use super::html_lines::{HtmlEnd, html_start};
use super::table;

/// The deepest nesting of containers (P7).
pub(in crate::parse) const MAX_DEPTH: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Quote,
    /// The indentation of its content, in columns.
    Item(usize),
    /// A footnote definition.
    Footnote,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaf {
    None,
    Paragraph,
    /// The first line of a table; the next line separates it from the rows.
    Header,
    /// Rows of a table.
    Rows,
    Indented,
    Fence {
        mark: u8,
        len: usize,
    },
    Html(HtmlEnd),
}

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// Inline content that starts a block (a paragraph, heading or table row).
    Text,
    /// Inline content that continues the paragraph above.
    More,
    /// Like [`More`](Self::More), without the marks of the containers around it.
    Lazy,
    /// Within HTML that a blank line ends.
    Html,
    /// Code, other HTML, a rule, or the underline of a heading: nothing to mask.
    Opaque,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub kind: LineKind,
    /// The start of the line.
    pub start: usize,
    /// The start of its content, after the marks of its containers and blanks.
    pub content: usize,
    /// Its end, without the line end.
    pub end: usize,
    /// Whether it is the first line with content in a quote.
    pub opens_quote: bool,
    /// Whether the innermost container is a quote.
    pub in_quote: bool,
    /// Whether the innermost container is a list item, with all its marks on the line.
    pub in_item: bool,
}

/// The line parser: reads lines from a text and keeps the state of the blocks.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    next: usize,
    stack: Vec<Container>,
    leaf: Leaf,
    /// The innermost quote has no content yet.
    fresh_quote: bool,
    /// The innermost container is an item, and its lines had only its marker so far.
    empty_item: bool,
    /// The offset of a line that is nested too deep.
    pub too_deep: Option<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str, start: usize) -> Self {
        Self {
            text,
            next: start,
            stack: Vec::new(),
            leaf: Leaf::None,
            fresh_quote: false,
            empty_item: false,
            too_deep: None,
        }
    }

    /// Continues after a block that the caller has consumed, which counts as text of a paragraph.
    pub fn jump(&mut self, to: usize) {
        self.next = to;
        self.leaf = Leaf::Paragraph;
    }

    /// Continues after a part of the open block that the caller has consumed.
    pub fn skip(&mut self, to: usize) {
        self.next = to;
    }

    /// Makes the next line start a new block.
    pub fn end_leaf(&mut self) {
        self.leaf = Leaf::None;
    }

    /// The next line; `None` at the end, or if containers are nested too deep.
    pub fn next_line(&mut self) -> Option<Line> {
        if self.next >= self.text.len() || self.too_deep.is_some() {
            return None;
        }
        let start = self.next;
        let rest = &self.text.as_bytes()[start..];
        let end = memchr::memchr(b'\n', rest).map_or(self.text.len(), |at| start + at);
        self.next = (end + 1).min(self.text.len());
        let mut cursor = Cursor::new(self.text.as_bytes(), start, end);
        let matched = self.match_containers(&mut cursor);
        let line = self.read(&mut cursor, matched, start, end);
        if self.stack.len() > MAX_DEPTH {
            self.too_deep = Some(start);
            return None;
        }
        Some(line)
    }

    /// Consumes the marks of the open containers; returns how many are still open.
    fn match_containers(&self, cursor: &mut Cursor) -> usize {
        for (i, container) in self.stack.iter().enumerate() {
            let goes_on = match *container {
                Container::Quote => cursor.quote_mark(),
                Container::Item(columns) => cursor.is_blank() || cursor.indented(columns),
                Container::Footnote => cursor.is_blank() || cursor.indented(4),
            };
            if !goes_on {
                return i;
            }
        }
        self.stack.len()
    }

    fn read(&mut self, cursor: &mut Cursor, matched: usize, start: usize, end: usize) -> Line {
        let all = matched == self.stack.len();
        if all && let Some(kind) = self.continue_leaf(cursor) {
            return self.line(kind, start, cursor.content, end);
        }
        let opened = self.open_containers(cursor, matched);
        // The line had no marker of a container, so it may continue the paragraph above.
        let goes_on = !opened && self.leaf == Leaf::Paragraph;
        let kind = if cursor.is_blank() || !goes_on && cursor.is_white() {
            self.blank(matched, opened)
        } else {
            self.empty_item = false;
            self.open_leaf(cursor, matched, all && !opened, opened)
        };
        self.line(kind, start, cursor.content, end)
    }

    fn line(&mut self, kind: LineKind, start: usize, content: usize, end: usize) -> Line {
        let in_quote = self.stack.last() == Some(&Container::Quote);
        let opens_quote = in_quote && self.fresh_quote && kind == LineKind::Text;
        if kind != LineKind::Blank {
            self.fresh_quote = false;
        }
        let in_item = matches!(self.stack.last(), Some(Container::Item(_)));
        Line { kind, start, content, end, opens_quote, in_quote, in_item }
    }

    /// A line within an open code or HTML block.
    fn continue_leaf(&mut self, cursor: &mut Cursor) -> Option<LineKind> {
        match self.leaf {
            Leaf::Fence { mark, len } => {
                if cursor.indent <= 3 && closes_fence(cursor.rest(), mark, len) {
                    self.leaf = Leaf::None;
                }
                Some(LineKind::Opaque)
            }
            Leaf::Html(end) => {
                if end.is_met(cursor.rest()) {
                    self.leaf = Leaf::None;
                }
                Some(match end {
                    HtmlEnd::Blank if cursor.is_white() => LineKind::Blank,
                    HtmlEnd::Blank => LineKind::Html,
                    HtmlEnd::Mark(_) if cursor.is_blank() => LineKind::Blank,
                    HtmlEnd::Mark(_) => LineKind::Opaque,
                })
            }
            Leaf::Header => {
                self.leaf = Leaf::Rows;
                Some(LineKind::Text)
            }
            Leaf::Indented if cursor.is_blank() => Some(LineKind::Blank),
            Leaf::Indented if cursor.indent >= 4 => Some(LineKind::Opaque),
            _ => None,
        }
    }

    /// Opens quotes, list items and footnote definitions; returns whether there was one.
    fn open_containers(&mut self, cursor: &mut Cursor, matched: usize) -> bool {
        let in_paragraph = self.leaf == Leaf::Paragraph && matched == self.stack.len();
        let mut opened = false;
        while self.stack.len() <= MAX_DEPTH {
            if cursor.indent > 3 {
                break;
            }
            let before = *cursor;
            let container = if cursor.quote_mark() {
                Container::Quote
            } else if let Some(columns) = cursor.item_mark(in_paragraph && !opened) {
                Container::Item(columns)
            } else if cursor.footnote_mark() {
                Container::Footnote
            } else {
                *cursor = before;
                break;
            };
            if !opened {
                self.close_to(matched);
                self.leaf = Leaf::None;
                opened = true;
            }
            if container == Container::Footnote && self.stack.last() == Some(&Container::Footnote) {
                // pulldown-cmark does not nest a definition directly in another.
                self.stack.pop();
            }
            self.stack.push(container);
            self.fresh_quote = container == Container::Quote;
        }
        opened
    }

    fn blank(&mut self, matched: usize, opened: bool) -> LineKind {
        if opened {
            self.empty_item = matches!(self.stack.last(), Some(Container::Item(_)));
        } else {
            // An item can begin with one blank line.
            let ends_item = self.empty_item && matched == self.stack.len();
            self.close_to(matched - usize::from(ends_item));
        }
        self.leaf = Leaf::None;
        LineKind::Blank
    }

    /// `all`: the line has the marks of every open container and does not open one.
    fn open_leaf(&mut self, cursor: &Cursor, matched: usize, all: bool, opened: bool) -> LineKind {
        let rest = cursor.rest();
        let in_paragraph = self.leaf == Leaf::Paragraph && !opened;
        let is_row =
            self.leaf == Leaf::Rows && all && !is_lone_bar(rest) && !(cursor.indent > 3 && starts_block(cursor));
        let goes_on = in_paragraph || is_row;
        if cursor.indent > 3 {
            if goes_on {
                return self.go_on(is_row, all);
            }
            return self.start(matched, opened, Leaf::Indented, LineKind::Opaque);
        }
        if in_paragraph && all && is_underline(rest) || is_rule(rest) {
            return self.start(matched, opened, Leaf::None, LineKind::Opaque);
        }
        if let Some((mark, len)) = opens_fence(rest) {
            return self.start(matched, opened, Leaf::Fence { mark, len }, LineKind::Opaque);
        }
        if is_heading(rest) {
            return self.start(matched, opened, Leaf::None, LineKind::Text);
        }
        if let Some(end) = html_start(rest, goes_on) {
            let leaf = if end.is_met(rest) { Leaf::None } else { Leaf::Html(end) };
            return self.start(matched, opened, leaf, LineKind::Opaque);
        }
        if is_row || in_paragraph && !(rest.starts_with(b"|") && self.is_header(rest)) {
            return self.go_on(is_row, all);
        }
        self.start(matched, opened, Leaf::Paragraph, LineKind::Text);
        if self.is_header(rest) {
            self.leaf = Leaf::Header;
        }
        LineKind::Text
    }

    /// Continues the paragraph or table above.
    fn go_on(&mut self, is_row: bool, all: bool) -> LineKind {
        match (is_row, all) {
            (true, _) => LineKind::Text,
            (false, true) => LineKind::More,
            (false, false) => LineKind::Lazy,
        }
    }

    fn start(&mut self, matched: usize, opened: bool, leaf: Leaf, kind: LineKind) -> LineKind {
        if !opened {
            self.close_to(matched);
        }
        self.leaf = leaf;
        kind
    }

    /// Closes all but `open` containers. Those around a closed container have content.
    fn close_to(&mut self, open: usize) {
        if open < self.stack.len() {
            self.stack.truncate(open);
            (self.fresh_quote, self.empty_item) = (false, false);
        }
    }

    /// Whether the next line makes this one the header of a table.
    fn is_header(&self, rest: &[u8]) -> bool {
        let Some(columns) = table::columns(rest) else { return false };
        let bytes = self.text.as_bytes();
        let end = memchr::memchr(b'\n', &bytes[self.next..]).map_or(bytes.len(), |at| self.next + at);
        let mut cursor = Cursor::new(bytes, self.next, end);
        self.match_containers(&mut cursor) == self.stack.len()
            && cursor.indent <= 3
            && table::delimiters(cursor.rest()) == Some(columns)
    }
}

fn closes_fence(rest: &[u8], mark: u8, len: usize) -> bool {
    let run = rest.iter().take_while(|&&b| b == mark).count();
    run >= len && rest[run..].iter().all(|&b| b == b' ')
}

fn opens_fence(rest: &[u8]) -> Option<(u8, usize)> {
    let mark = *rest.first().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = rest.iter().take_while(|&&b| b == mark).count();
    (len >= 3 && (mark == b'~' || !rest[len..].contains(&b'`'))).then_some((mark, len))
}

fn is_heading(rest: &[u8]) -> bool {
    let marks = rest.iter().take_while(|&&b| b == b'#').count();
    (1..=6).contains(&marks) && rest.get(marks).is_none_or(|&b| is_white(b))
}

/// Whether a line is the underline of a heading.
fn is_underline(rest: &[u8]) -> bool {
    let Some(&mark) = rest.first().filter(|b| matches!(b, b'=' | b'-')) else { return false };
    let run = rest.iter().take_while(|&&b| b == mark).count();
    rest[run..].iter().all(|&b| is_white(b))
}

/// Whether a line would start a block if it were not indented; it ends a table.
fn starts_block(cursor: &Cursor) -> bool {
    let mut here = *cursor;
    here.indent = 0;
    let rest = here.rest();
    let leaf = is_rule(rest) || is_heading(rest) || opens_fence(rest).is_some() || html_start(rest, true).is_some();
    leaf || here.quote_mark() || here.footnote_mark() || here.item_mark(false).is_some()
}

/// Whether a line is a row without a cell, which ends a table.
fn is_lone_bar(rest: &[u8]) -> bool {
    rest.strip_prefix(b"|").is_some_and(|rest| rest.iter().all(|&b| is_white(b)))
}

#[cfg(test)]
mod tests;
