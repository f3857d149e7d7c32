//! The line pre-pass: covers constructs that span several lines or affect blocks, before pulldown-cmark sees them
//! (D-PREPASS), and passes every run of text lines to [`super::mask`].
//!
//! Block comments and block math become one line of filler; the header of a callout becomes a heading, which the lines
//! below cannot pull into a paragraph, table or heading of their own; a lone `-` under the text of a list item becomes
//! the empty child item that its author sees.

use std::ops::Range;

use super::find::comment_end;
use super::lines::{Line, LineKind, Lines};
use super::mask::{self, MaskRules};
use super::offsets::{CalloutMark, Mark, Masked, Masker};
use crate::parse::tree::Fold;
use crate::text::Span;

/// The masked text, and the problems found.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub masked: Masked<'a>,
    /// The opener of a comment that never closes.
    pub unclosed: Option<Span>,
    /// A line where containers are nested too deep.
    pub too_deep: Option<usize>,
}

/// Masks `source[base..]`.
pub(super) fn prepare<'a>(source: &'a str, base: usize, rules: MaskRules) -> Prepared<'a> {
    let mut pass = Prepass {
        source,
        lines: Lines::new(source, base),
        masker: Masker::new(source, base),
        run: Vec::new(),
        rules,
        header: false,
        after_text: false,
        unclosed: None,
    };
    while let Some(line) = pass.lines.next_line() {
        pass.line(line);
    }
    pass.flush();
    Prepared { too_deep: pass.lines.too_deep, masked: pass.masker.finish(), unclosed: pass.unclosed }
}

struct Prepass<'a> {
    source: &'a str,
    lines: Lines<'a>,
    masker: Masker<'a>,
    /// Lines of text not yet masked.
    run: Vec<Range<usize>>,
    rules: MaskRules,
    /// Whether the previous line was the header of a callout.
    header: bool,
    /// Whether the previous line was text.
    after_text: bool,
    unclosed: Option<Span>,
}

impl Prepass<'_> {
    fn line(&mut self, line: Line) {
        let header = std::mem::take(&mut self.header);
        let after_text = std::mem::replace(&mut self.after_text, false);
        match line.kind {
            LineKind::Blank | LineKind::Opaque => {
                self.flush();
                if line.kind == LineKind::Opaque {
                    self.empty_child(line, after_text);
                }
                return;
            }
            LineKind::Html => {
                self.flush();
                self.comment_in_html(line);
                return;
            }
            LineKind::Lazy if header => self.join_callout(line),
            LineKind::Text => self.flush(),
            LineKind::More | LineKind::Lazy => {}
        }
        self.after_text = true;
        let rest = &self.source[line.content..line.end];
        match rest.as_bytes() {
            [b'[', b'!', ..] if line.opens_quote && self.callout(line) => {}
            [b'%', b'%', next @ ..] if next.first() != Some(&b'%') && self.block_comment(line, after_text) => {}
            [b'$', b'$', ..] if self.block_math(line) => {}
            [b'|', ..] => {
                self.flush();
                self.run.push(line.content..line.end);
                self.flush();
            }
            _ => self.run.push(line.content..line.end),
        }
    }

    fn flush(&mut self) {
        mask::mask(self.source, &self.run, self.rules, &mut self.masker);
        self.run.clear();
    }

    /// `- a` with an indented `-` below it: CommonMark sees the underline of a heading.
    fn empty_child(&mut self, line: Line, after_text: bool) {
        if after_text && line.in_item && self.source[line.content..line.end].trim_end() == "-" {
            self.masker.insert(line.content + 1, " ,");
        }
    }

    /// Turns the header's line into a heading; false if it is not a callout header.
    fn callout(&mut self, line: Line) -> bool {
        let Some((mark, end)) = callout_mark(self.source, line.content, line.end) else { return false };
        self.masker.callout(end, mark);
        let title = &self.source[end..line.end];
        let text = title.trim_end();
        let closing = text.len() - text.trim_end_matches('#').len();
        let text_end = end + text.len();
        self.run.push(end..text_end - closing);
        self.flush();
        if closing > 0 {
            self.masker.cover(Span::new(text_end - closing, text_end), Mark::Literal);
        }
        self.header = true;
        true
    }

    /// The line under a header without the quote's mark belongs to the callout.
    fn join_callout(&mut self, line: Line) {
        let above = self.source[..line.start.saturating_sub(1)].rfind('\n').map_or(0, |at| at + 1);
        let prefix = &self.source[above..line.start];
        let marks = prefix.find("[!").map_or("> ", |at| &prefix[..at]);
        let marks: String = marks.chars().map(|c| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' }).collect();
        // The marks already on the line are not repeated.
        let own = self.source[line.start..line.content].matches('>').count();
        let (at, from) = match marks.match_indices('>').nth(own.wrapping_sub(1)) {
            Some((last, _)) => (line.content, last + 1),
            None => (line.start, 0),
        };
        self.flush();
        self.masker.insert(at, &marks[from..]);
    }

    /// Hides a comment that opens the line and closes on another; false if it closes on this one.
    fn block_comment(&mut self, line: Line, after_text: bool) -> bool {
        let bytes = self.source.as_bytes();
        if comment_end(&bytes[..line.end], line.content + 2).is_some() {
            return false;
        }
        self.flush();
        let end = self.comment_end(line);
        let line_end = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        let tail = !self.source[end..line_end].trim().is_empty();
        let span = Span::new(line.content, end);
        if tail || after_text || line.in_quote || line.in_item {
            self.masker.cover(span, Mark::Hidden);
            self.lines.jump((line_end + 1).min(bytes.len()));
        } else {
            self.masker.blank(span);
            self.lines.jump((line_end + 1).min(bytes.len()));
            self.lines.end_leaf();
        }
        if tail {
            self.run.push(end..line_end);
        }
        true
    }

    /// Hides a comment that opens a line of an HTML block and closes on another; the block continues after it.
    fn comment_in_html(&mut self, line: Line) {
        let bytes = self.source.as_bytes();
        let opens = comment_end(&bytes[..line.end], line.content) == Some(line.content + 2);
        if !opens || comment_end(&bytes[..line.end], line.content + 2).is_some() {
            return;
        }
        let end = self.comment_end(line);
        self.masker.cover(Span::new(line.content, end), Mark::Hidden);
        let line_end = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        self.lines.skip((line_end + 1).min(bytes.len()));
    }

    /// The end of the comment that opens a line: the end of the note if it is never closed.
    fn comment_end(&mut self, line: Line) -> usize {
        let bytes = self.source.as_bytes();
        comment_end(bytes, line.content + 2).unwrap_or_else(|| {
            self.unclosed = Some(Span::new(line.content, line.content + 2));
            bytes.len()
        })
    }

    /// Covers math that opens the line and closes on another; false if it closes on this one or never.
    fn block_math(&mut self, line: Line) -> bool {
        let bytes = self.source.as_bytes();
        let from = line.content + 2;
        if memchr::memmem::find(&bytes[from..line.end], b"$$").is_some() {
            return false;
        }
        let Some(len) = memchr::memmem::find(&bytes[line.end..], b"$$") else { return false };
        self.flush();
        let close = line.end + len;
        let end = close + 2;
        let line_end = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        let tex = self.math_text(line, from, close);
        let mark = Mark::Math { display: true, tex: Some(tex.into()) };
        self.masker.cover(Span::new(line.content, end), mark);
        self.run.push(end..line_end);
        self.lines.jump((line_end + 1).min(bytes.len()));
        true
    }

    /// The lines of the math without the marks of the containers around it.
    fn math_text(&self, line: Line, from: usize, close: usize) -> String {
        let quotes = self.source[line.start..line.content].matches('>').count();
        let indent = line.content - line.start;
        let mut out = String::new();
        for (i, text) in self.source[from..close].split('\n').enumerate() {
            let text = if i == 0 { text } else { strip(text, quotes, indent) };
            if i > 0 {
                out.push('\n');
            }
            out.push_str(text);
        }
        out.trim_matches('\n').trim_end().to_owned()
    }
}

/// Removes so many quote marks, then at most as many blanks as the first line had before its content.
fn strip(text: &str, quotes: usize, indent: usize) -> &str {
    let mut rest = text;
    for _ in 0..quotes {
        match rest.trim_start().strip_prefix('>') {
            Some(after) => rest = after.strip_prefix(' ').unwrap_or(after),
            None => break,
        }
    }
    if quotes > 0 {
        return rest;
    }
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    &rest[blanks.min(indent)..]
}

/// `[!kind|metadata]` and a fold mark, with their end.
fn callout_mark(source: &str, start: usize, end: usize) -> Option<(CalloutMark, usize)> {
    let line = &source[start..end];
    let close = line.find(']')?;
    let inner = &line[2..close];
    if inner.contains('[') {
        return None;
    }
    let bar = inner.find('|').unwrap_or(inner.len());
    if inner[..bar].trim().is_empty() {
        return None;
    }
    let (fold, width) = match line.as_bytes().get(close + 1) {
        Some(b'+') => (Fold::Open, 1),
        Some(b'-') => (Fold::Closed, 1),
        _ => (Fold::No, 0),
    };
    let kind = trimmed(source, start + 2, start + 2 + bar);
    let metadata = trimmed(source, (start + 2 + bar + 1).min(start + close), start + close);
    Some((CalloutMark { start: start as u32, kind, metadata, fold }, start + close + 1 + width))
}

/// The span without blanks at its ends.
fn trimmed(source: &str, start: usize, end: usize) -> Span {
    let text = &source[start..end];
    let lead = text.len() - text.trim_start().len();
    Span::new(start + lead, start + lead + text.trim().len())
}
