//! The block structure of a note, line by line: which lines are text, code or HTML, and where their content starts.
//!
//! The masks must know this before pulldown-cmark runs. It is CommonMark's container algorithm (spec 0.31, appendix
//! "A parsing strategy") without the tree, plus footnote definitions. Depth is limited, so a line costs O(its length).

use super::html_lines::{HtmlEnd, html_start};

/// Containers may be nested this deep (safety.md P7).
pub(super) const MAX_DEPTH: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Quote,
    /// How many columns its content is indented.
    Item(usize),
    /// A footnote definition.
    Footnote,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaf {
    None,
    Paragraph,
    Indented,
    Fence { mark: u8, len: usize },
    Html(HtmlEnd),
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// Inline content that starts a block (a paragraph, heading or table row).
    Text,
    /// Inline content that goes on with the paragraph above.
    More,
    /// As [`More`](Self::More), without the marks of the containers around it.
    Lazy,
    /// Code, HTML, a rule, or the underline of a heading: nothing to mask.
    Opaque,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub kind: LineKind,
    /// Where the line starts.
    pub start: usize,
    /// Where its content starts, after the marks of its containers and blanks.
    pub content: usize,
    /// Its end, without the line end.
    pub end: usize,
    /// It is the first line with content in a quote.
    pub opens_quote: bool,
    /// The innermost container is a quote.
    pub in_quote: bool,
    /// The innermost container is a list item, all of whose marks the line has.
    pub in_item: bool,
}

/// Reads lines from a text and keeps the state of the blocks.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    next: usize,
    stack: Vec<Container>,
    leaf: Leaf,
    /// The innermost quote has had no content yet.
    fresh_quote: bool,
    /// Too deep: the offset of the line.
    pub too_deep: Option<usize>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str, start: usize) -> Self {
        Self { text, next: start, stack: Vec::new(), leaf: Leaf::None, fresh_quote: false, too_deep: None }
    }

    /// Goes on behind a block that the caller has consumed, which counts as text of a paragraph.
    pub fn jump(&mut self, to: usize) {
        self.next = to;
        self.leaf = Leaf::Paragraph;
    }

    /// What follows starts a new block, whatever came before.
    pub fn end_leaf(&mut self) {
        self.leaf = Leaf::None;
    }

    /// The next line; `None` at the end, or where containers are nested too deep.
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

    /// Consumes the marks of the open containers; how many are still open.
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
            return self.line(kind, start, cursor.at, end);
        }
        let in_paragraph = self.leaf == Leaf::Paragraph;
        let opened = self.open_containers(cursor, matched, in_paragraph);
        cursor.skip_blanks_if_text(in_paragraph && !opened);
        let kind = if cursor.is_blank() {
            self.blank(matched, opened)
        } else {
            self.open_leaf(cursor, matched, all && !opened, opened, in_paragraph)
        };
        self.line(kind, start, cursor.content().min(end), end)
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
                if cursor.indent() <= 3 && closes_fence(cursor.rest(), mark, len) {
                    self.leaf = Leaf::None;
                }
                Some(LineKind::Opaque)
            }
            Leaf::Html(end) => {
                if end.is_met(cursor.rest()) {
                    self.leaf = Leaf::None;
                }
                Some(if cursor.is_blank() { LineKind::Blank } else { LineKind::Opaque })
            }
            Leaf::Indented if cursor.is_blank() => Some(LineKind::Blank),
            Leaf::Indented if cursor.indent() >= 4 => Some(LineKind::Opaque),
            _ => None,
        }
    }

    /// Opens quotes, list items and footnote definitions; true if there was one.
    fn open_containers(&mut self, cursor: &mut Cursor, matched: usize, in_paragraph: bool) -> bool {
        let mut opened = false;
        while self.stack.len() <= MAX_DEPTH {
            if cursor.indent() > 3 {
                break;
            }
            let before = *cursor;
            let container = if cursor.quote_mark() {
                Container::Quote
            } else if let Some(columns) = cursor.item_mark(in_paragraph && !opened && matched == self.stack.len()) {
                Container::Item(columns)
            } else if cursor.footnote_mark() {
                Container::Footnote
            } else {
                *cursor = before;
                break;
            };
            if !opened {
                self.stack.truncate(matched);
                self.leaf = Leaf::None;
                opened = true;
            }
            self.stack.push(container);
            self.fresh_quote = container == Container::Quote;
        }
        opened
    }

    fn blank(&mut self, matched: usize, opened: bool) -> LineKind {
        if !opened {
            self.stack.truncate(matched);
        }
        self.leaf = Leaf::None;
        LineKind::Blank
    }

    fn open_leaf(&mut self, cursor: &Cursor, matched: usize, all: bool, opened: bool, in_paragraph: bool) -> LineKind {
        let rest = cursor.rest();
        let goes_on = in_paragraph && !opened;
        let indent = cursor.indent();
        if indent >= 4 && !goes_on {
            self.close_to(matched, opened);
            self.leaf = Leaf::Indented;
            return LineKind::Opaque;
        }
        if indent < 4 {
            if goes_on && all && is_underline(rest) || is_rule(rest) {
                self.close_to(matched, opened);
                self.leaf = Leaf::None;
                return LineKind::Opaque;
            }
            if let Some((mark, len)) = opens_fence(rest) {
                self.close_to(matched, opened);
                self.leaf = Leaf::Fence { mark, len };
                return LineKind::Opaque;
            }
            if is_heading(rest) {
                self.close_to(matched, opened);
                self.leaf = Leaf::None;
                return LineKind::Text;
            }
            if let Some(end) = html_start(rest, goes_on) {
                self.close_to(matched, opened);
                self.leaf = if end.is_met(rest) { Leaf::None } else { Leaf::Html(end) };
                return LineKind::Opaque;
            }
        }
        if goes_on {
            return if all { LineKind::More } else { LineKind::Lazy };
        }
        self.close_to(matched, opened);
        self.leaf = Leaf::Paragraph;
        LineKind::Text
    }

    fn close_to(&mut self, matched: usize, opened: bool) {
        if !opened {
            self.stack.truncate(matched);
        }
    }
}

/// A place in a line, in bytes and columns.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    column: usize,
    /// Columns left of a tab that was consumed in part.
    rest_of_tab: usize,
}

impl<'a> Cursor<'a> {
    fn new(bytes: &'a [u8], start: usize, end: usize) -> Self {
        Self { bytes, at: start, end, column: 0, rest_of_tab: 0 }
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { b'\n' }
    }

    /// Where the next byte that is no blank lies.
    fn content(&self) -> usize {
        let rest = &self.bytes[self.at..self.end];
        self.at + rest.iter().position(|&b| b != b' ' && b != b'\t').unwrap_or(rest.len())
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.content()..self.end]
    }

    fn is_blank(&self) -> bool {
        self.content() == self.end
    }

    /// The columns of blanks ahead.
    fn indent(&self) -> usize {
        let start = self.column + self.rest_of_tab;
        let mut column = start;
        for &byte in &self.bytes[self.at..self.end] {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
        }
        column - self.column
    }

    /// Consumes so many columns of blanks, if they are there.
    fn indented(&mut self, columns: usize) -> bool {
        if self.indent() < columns {
            return false;
        }
        self.skip_columns(columns);
        true
    }

    fn skip_columns(&mut self, mut columns: usize) {
        while columns > 0 {
            if self.rest_of_tab == 0 {
                match self.byte(self.at) {
                    b' ' => self.rest_of_tab = 1,
                    b'\t' => self.rest_of_tab = 4 - self.column % 4,
                    _ => return,
                }
                self.at += 1;
            }
            let step = columns.min(self.rest_of_tab);
            self.rest_of_tab -= step;
            self.column += step;
            columns -= step;
        }
    }

    fn skip_blanks_if_text(&mut self, goes_on: bool) {
        if goes_on {
            self.skip_columns(usize::MAX);
        }
    }

    /// Consumes `>` and one blank after it.
    fn quote_mark(&mut self) -> bool {
        let at = self.content();
        if self.indent() > 3 || self.byte(at) != b'>' {
            return false;
        }
        self.column += self.indent() + 1;
        self.rest_of_tab = 0;
        self.at = at + 1;
        self.skip_columns(1);
        true
    }

    /// Consumes a list marker; the indentation of the item's content, in columns of the parent.
    fn item_mark(&mut self, interrupts: bool) -> Option<usize> {
        let indent = self.indent();
        let at = self.content();
        let digits = (at..self.end).take_while(|&i| self.bytes[i].is_ascii_digit()).count();
        let width = match self.byte(at + digits) {
            b'-' | b'+' | b'*' if digits == 0 && !is_rule(&self.bytes[at..self.end]) => 1,
            b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
            _ => return None,
        };
        let after = at + width;
        if !matches!(self.byte(after), b' ' | b'\t' | b'\n') {
            return None;
        }
        let empty = self.bytes[after..self.end].iter().all(|b| matches!(b, b' ' | b'\t'));
        let first = digits == 0 || &self.bytes[at..at + digits] == b"1";
        if interrupts && (empty || !first) {
            return None;
        }
        self.column += indent + width;
        self.rest_of_tab = 0;
        self.at = after;
        let blanks = self.indent();
        let blanks = if empty || blanks > 4 { 1 } else { blanks };
        self.skip_columns(blanks);
        Some(indent + width + blanks)
    }

    /// Consumes `[^label]:`.
    fn footnote_mark(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with(b"[^") {
            return false;
        }
        let Some(close) = memchr::memchr(b']', rest) else { return false };
        if close == 2 || rest.get(close + 1) != Some(&b':') || rest[..close].iter().any(|b| matches!(b, b' ' | b'[')) {
            return false;
        }
        self.at = self.content() + close + 2;
        self.column += close + 2;
        self.rest_of_tab = 0;
        true
    }
}

fn closes_fence(rest: &[u8], mark: u8, len: usize) -> bool {
    let run = rest.iter().take_while(|&&b| b == mark).count();
    run >= len && rest[run..].iter().all(|b| matches!(b, b' ' | b'\t'))
}

fn opens_fence(rest: &[u8]) -> Option<(u8, usize)> {
    let mark = *rest.first().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = rest.iter().take_while(|&&b| b == mark).count();
    (len >= 3 && (mark == b'~' || !rest[len..].contains(&b'`'))).then_some((mark, len))
}

fn is_heading(rest: &[u8]) -> bool {
    let marks = rest.iter().take_while(|&&b| b == b'#').count();
    (1..=6).contains(&marks) && matches!(rest.get(marks), None | Some(b' ' | b'\t'))
}

/// The underline of a heading.
fn is_underline(rest: &[u8]) -> bool {
    let Some(&mark) = rest.first().filter(|b| matches!(b, b'=' | b'-')) else { return false };
    let run = rest.iter().take_while(|&&b| b == mark).count();
    rest[run..].iter().all(|b| matches!(b, b' ' | b'\t'))
}

fn is_rule(rest: &[u8]) -> bool {
    let Some(&mark) = rest.first().filter(|b| matches!(b, b'*' | b'-' | b'_')) else { return false };
    let mut marks = 0;
    for &byte in rest {
        match byte {
            b' ' | b'\t' => {}
            byte if byte == mark => marks += 1,
            _ => return false,
        }
    }
    marks >= 3
}
