//! Collects strings of a JSON file into one text for the Markdown parser, and maps its bytes back to the file.

use serde_json::value::RawValue;

use crate::text::{Source, Span};

/// The text so far.
pub(super) struct Gather<'a> {
    file: &'a str,
    text: String,
    /// See [`Source::extracted`].
    runs: Vec<(u32, u32)>,
}

impl<'a> Gather<'a> {
    pub fn new(file: &'a str) -> Self {
        Self { file, text: String::new(), runs: Vec::new() }
    }

    /// Appends a string, as a paragraph of its own. Other JSON values are skipped.
    pub fn string(&mut self, raw: &'a RawValue) -> Span {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.join(raw)
    }

    pub fn optional(&mut self, raw: Option<&'a RawValue>) -> Span {
        match raw {
            Some(raw) => self.string(raw),
            None => Span::new(self.text.len(), self.text.len()),
        }
    }

    /// Appends a string directly after the last one.
    pub fn join(&mut self, raw: &'a RawValue) -> Span {
        let start = self.text.len();
        if let Some(inner) = raw.get().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            self.decode(inner);
        }
        Span::new(start, self.text.len())
    }

    fn decode(&mut self, inner: &str) {
        let mut rest = inner;
        loop {
            let length = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            self.run(rest);
            self.text.push_str(&rest[..length]);
            rest = &rest[length..];
            if rest.is_empty() {
                return;
            }
            self.run(rest);
            let (c, used) = escape(rest);
            // As the decoder of files does it: lines end in LF alone.
            match c {
                '\r' if rest[used..].starts_with("\\n") => {}
                '\r' => self.text.push('\n'),
                '\0' => self.text.push(char::REPLACEMENT_CHARACTER),
                c => self.text.push(c),
            }
            rest = &rest[used..];
        }
    }

    /// Records that the text pushed next is at the start of `rest`, a part of the file.
    fn run(&mut self, rest: &str) {
        let at = rest.as_ptr().addr() - self.file.as_ptr().addr();
        self.runs.push((self.text.len() as u32, at as u32));
    }

    pub fn finish(self, file: &Source) -> Source {
        file.extracted(self.text, self.runs)
    }
}

/// The character of an escape at the start of `text`, and its length in bytes. The JSON is valid, except for
/// halves of surrogate pairs.
fn escape(text: &str) -> (char, usize) {
    let c = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'b' | b'f') => ' ',
        Some(b'u') => return unicode(text),
        Some(&other) => char::from(other),
        None => char::REPLACEMENT_CHARACTER,
    };
    (c, text.len().min(2))
}

fn unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| u16::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let Some(first) = unit(2) else { return (char::REPLACEMENT_CHARACTER, text.len().min(2)) };
    let second = if text[6..].starts_with("\\u") { unit(8) } else { None };
    if let Some(second) = second
        && let Some(Ok(c)) = char::decode_utf16([first, second]).next()
        && c.len_utf16() == 2
    {
        return (c, 12);
    }
    (char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}
