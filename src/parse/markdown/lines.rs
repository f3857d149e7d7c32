//! The block structure of a note, line by line: which lines are text, code or HTML, and where their content starts.
//!
//! The masks must know this before pulldown-cmark runs. It is CommonMark's container algorithm (spec 0.31, appendix
//! "A parsing strategy") without the tree, plus footnote definitions. Depth is limited, so a line costs O(its length).

use super::cursor::{Cursor, is_rule};
use super::html_lines::{HtmlEnd, html_start};

/// Containers may be nested this deep (P7).
pub(in crate::parse) const MAX_DEPTH: usize = 100;

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
    /// Within HTML that a blank line ends.
    Html,
    /// Code, other HTML, a rule, or the underline of a heading: nothing to mask.
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

    /// Goes on behind a part of the open block that the caller has consumed.
    pub fn skip(&mut self, to: usize) {
        self.next = to;
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
            return self.line(kind, start, cursor.content, end);
        }
        let in_paragraph = self.leaf == Leaf::Paragraph;
        let opened = self.open_containers(cursor, matched, in_paragraph);
        let kind = if cursor.is_blank() {
            self.blank(matched, opened)
        } else {
            self.open_leaf(cursor, matched, all && !opened, opened, in_paragraph)
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
                    _ if cursor.is_blank() => LineKind::Blank,
                    HtmlEnd::Blank => LineKind::Html,
                    _ => LineKind::Opaque,
                })
            }
            Leaf::Indented if cursor.is_blank() => Some(LineKind::Blank),
            Leaf::Indented if cursor.indent >= 4 => Some(LineKind::Opaque),
            _ => None,
        }
    }

    /// Opens quotes, list items and footnote definitions; true if there was one.
    fn open_containers(&mut self, cursor: &mut Cursor, matched: usize, in_paragraph: bool) -> bool {
        let mut opened = false;
        while self.stack.len() <= MAX_DEPTH {
            if cursor.indent > 3 {
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
        let indent = cursor.indent;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        let mut lines = Lines::new(text, 0);
        let mut out = String::new();
        while let Some(line) = lines.next_line() {
            out.push(match line.kind {
                LineKind::Blank => '.',
                LineKind::Text if line.opens_quote => 'Q',
                LineKind::Text => 'T',
                LineKind::More => 'm',
                LineKind::Lazy => 'l',
                LineKind::Html => 'H',
                LineKind::Opaque => '#',
            });
        }
        out
    }

    #[test]
    fn every_line_is_told_apart() {
        for (text, expected) in [
            ("a\nb\n\nc", "Tm.T"),
            ("# a\nb", "TT"),
            ("```\na\n\n```\nb", "####T"),
            ("    a\n\n    b\nc", "#.#T"),
            ("- a\n    \n    b\n    \n- c\n    1. d", "T.T.TT"),
            ("- a\n\n      code", "T.#"),
            ("> a\nb\n\nc", "Ql.T"),
            (">\n> a\n> b", ".Qm"),
            ("- > a\n  > b", "Qm"),
            ("<div>\na\n\nb", "#H.T"),
            ("<pre>\na\n</pre>\nb", "###T"),
            ("a\n---\nb\n***", "T#T#"),
            ("[^1]: a\n\n    b\n\nc", "T.T.T"),
            ("\t- a", "#"),
            ("- a\n\t- b\n\t\t- c", "TTT"),
            ("- ```\n  x\n  ```\n- b", "###T"),
        ] {
            assert_eq!(kinds(text), expected, "{text:?}");
        }
    }

    #[test]
    fn too_many_containers_stop_the_reading() {
        let text = format!("a\n\n{}", "> ".repeat(MAX_DEPTH + 1));
        let mut lines = Lines::new(&text, 0);
        while lines.next_line().is_some() {}
        assert_eq!(lines.too_deep, Some(3));
    }
}
