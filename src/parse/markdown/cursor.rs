//! A cursor over the container marks at the start of a line, in CommonMark's columns: a tab goes to the next multiple
//! of four, and a mark may consume a part of it.

/// A position in a line, in bytes and columns, and the blanks after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    end: usize,
    column: usize,
    /// The position of the next byte that is not a blank.
    pub content: usize,
    /// The columns of blanks before it that are not consumed by a mark.
    pub indent: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], start: usize, end: usize) -> Self {
        let mut cursor = Self { bytes, end, column: 0, content: start, indent: 0 };
        cursor.go_to(start);
        cursor
    }

    /// Measures the blanks from the current position.
    fn go_to(&mut self, at: usize) {
        let mut column = self.column;
        self.content = at;
        for &byte in &self.bytes[at..self.end] {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
            self.content += 1;
        }
        self.indent = column - self.column;
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { b'\n' }
    }

    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.content..self.end]
    }

    pub fn is_blank(&self) -> bool {
        self.content == self.end
    }

    /// Whether only white space of any kind is left.
    pub fn is_white(&self) -> bool {
        self.rest().iter().all(|&b| is_white(b))
    }

    /// Consumes `columns` columns of blanks, if there are as many.
    pub fn indented(&mut self, columns: usize) -> bool {
        if self.indent < columns {
            return false;
        }
        self.indent -= columns;
        self.column += columns;
        true
    }

    /// Consumes `>` and one blank after it.
    pub fn quote_mark(&mut self) -> bool {
        if self.indent > 3 || self.byte(self.content) != b'>' {
            return false;
        }
        self.column += self.indent + 1;
        self.go_to(self.content + 1);
        self.indented(1);
        true
    }

    /// Consumes a list marker; returns the indentation of the item's content, in columns of the parent.
    pub fn item_mark(&mut self, interrupts: bool) -> Option<usize> {
        let at = self.content;
        let digits = self.rest().iter().take_while(|b| b.is_ascii_digit()).count();
        let width = match self.byte(at + digits) {
            b'-' | b'+' | b'*' if digits == 0 && !is_rule(self.rest()) => 1,
            b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
            _ => return None,
        };
        let after = at + width;
        if !matches!(self.byte(after), b' ' | b'\t' | b'\n') {
            return None;
        }
        let empty = self.bytes[after..self.end].iter().all(|&b| is_white(b));
        let first = digits == 0 || &self.bytes[at..at + digits] == b"1";
        if interrupts && (empty || !first) {
            return None;
        }
        let indent = self.indent;
        self.column += indent + width;
        self.go_to(after);
        let blanks = if empty || self.indent > 4 { 1 } else { self.indent };
        self.indented(blanks);
        Some(indent + width + blanks)
    }

    /// Consumes `[^label]:`.
    pub fn footnote_mark(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with(b"[^") {
            return false;
        }
        let Some(close) = memchr::memchr(b']', rest) else { return false };
        if close == 2 || rest.get(close + 1) != Some(&b':') || rest[2..close].iter().any(|b| matches!(b, b' ' | b'[')) {
            return false;
        }
        // The blanks after it are consumed too, and columns are counted from their end.
        let after = &rest[close + 2..];
        let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        self.column = 0;
        self.go_to(self.content + close + 2 + blanks);
        true
    }
}

/// White space other than line ends.
pub(super) fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c)
}

/// Whether the rest of the line is a thematic break.
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
