//! Flow style: quoted scalars and bracketed collections. JSON is all flow.

use super::{Forbidden, OutlineEntry, Scanner, is_blank};

impl Scanner<'_> {
    /// A quoted scalar, which may span lines.
    pub(super) fn quoted(&mut self) {
        let quote = self.text[self.pos];
        self.pos += 1;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            if byte == b'\\' && quote == b'"' {
                self.pos += 1;
            } else if byte == quote {
                if quote == b'\'' && self.peek() == Some(quote) {
                    self.pos += 1;
                } else {
                    break;
                }
            }
        }
        self.pos = self.pos.min(self.text.len());
    }

    /// A flow collection from its opening to its closing bracket.
    pub(super) fn flow(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'[' | b'{' => self.open(byte),
                b']' | b'}' => {
                    self.flow.pop();
                    self.touch(self.pos..self.pos + 1);
                    self.pos += 1;
                    if self.flow.is_empty() {
                        return;
                    }
                }
                b',' => {
                    self.next_item = self.depth() == 2;
                    self.pos += 1;
                }
                b' ' | b'\t' | b'\n' | b':' => self.pos += 1,
                b'?' if self.blank_at(self.pos + 1) => self.pos += 1,
                b'#' if is_blank(self.text[self.pos - 1]) => self.pos = self.line_end(),
                b'&' | b'*' | b'!' => self.forbid_indicator(byte),
                _ => self.flow_scalar(),
            }
        }
    }

    fn open(&mut self, bracket: u8) {
        if bracket == b'{' && self.text.get(self.pos + 1) == Some(&b'{') {
            self.forbid(Forbidden::Template, self.pos..self.line_end());
        }
        self.touch(self.pos..self.pos + 1);
        self.flow.push(bracket);
        self.pos += 1;
        self.next_item = self.depth() == 2;
        self.check_depth();
    }

    fn flow_scalar(&mut self) {
        let start = self.pos;
        if matches!(self.peek(), Some(b'"' | b'\'')) {
            self.quoted();
        } else {
            while let Some(byte) = self.peek() {
                let ends = match byte {
                    b',' | b'[' | b']' | b'{' | b'}' | b'\n' => true,
                    b':' => self.blank_at(self.pos + 1) || matches!(self.text[self.pos + 1], b',' | b']' | b'}'),
                    b'#' => self.pos > start && is_blank(self.text[self.pos - 1]),
                    _ => false,
                };
                if ends {
                    break;
                }
                self.pos += 1;
            }
        }
        let scalar = start..self.trimmed(start);
        let mut after = self.pos;
        while self.text.get(after).is_some_and(|byte| is_blank(*byte)) {
            after += 1;
        }
        let is_key = self.text.get(after) == Some(&b':');
        if is_key {
            self.check_merge(&scalar);
        }
        if is_key && self.depth() == 1 {
            self.out.entries.push(OutlineEntry { key: scalar, value: None, items: Vec::new(), comment: None });
        } else {
            self.touch(scalar);
        }
    }
}
