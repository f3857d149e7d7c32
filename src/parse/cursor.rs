//! Reads the marks of containers off the start of a line, in CommonMark's columns: a tab reaches to the next multiple of
//! four, and a mark may consume a part of it.

/// A place in a line, in bytes and columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub at: usize,
    end: usize,
    column: usize,
    /// Columns left of a tab that was consumed in part.
    rest_of_tab: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], start: usize, end: usize) -> Self {
        Self { bytes, at: start, end, column: 0, rest_of_tab: 0 }
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { b'\n' }
    }

    /// Where the next byte that is no blank lies.
    pub fn content(&self) -> usize {
        let rest = &self.bytes[self.at..self.end];
        self.at + rest.iter().position(|&b| b != b' ' && b != b'\t').unwrap_or(rest.len())
    }

    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.content()..self.end]
    }

    pub fn is_blank(&self) -> bool {
        self.content() == self.end
    }

    /// The columns of blanks ahead.
    pub fn indent(&self) -> usize {
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
    pub fn indented(&mut self, columns: usize) -> bool {
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

    pub fn skip_blanks_if_text(&mut self, goes_on: bool) {
        if goes_on {
            self.skip_columns(usize::MAX);
        }
    }

    /// Consumes `>` and one blank after it.
    pub fn quote_mark(&mut self) -> bool {
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
    pub fn item_mark(&mut self, interrupts: bool) -> Option<usize> {
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
    pub fn footnote_mark(&mut self) -> bool {
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

/// A thematic break.
pub(super) fn is_rule(rest: &[u8]) -> bool {
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
