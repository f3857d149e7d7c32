//! Sources and places in them.
//!
//! A [`Source`] is a decoded file (UTF-8, no BOM, LF). Decoding changes no line and no column, so a [`Span`] into it
//! names the place that the author sees in the editor.

use std::ops::Range;
use std::sync::Arc;

use crate::path::VaultPath;

/// A range of bytes in a source's text; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A line and a column, both 1-based; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A text file of the vault (or `kbgen.toml`), decoded.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: VaultPath,
    pub text: Arc<str>,
}

impl Source {
    pub fn new(path: VaultPath, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into() }
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Where a byte offset lies. Offsets past the end count as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: memchr::memchr_iter(b'\n', before.as_bytes()).count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
        }
    }

    /// The whole line that holds a byte offset, without its line end, and the offset where it starts.
    pub fn line_at(&self, offset: usize) -> (usize, &str) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |at| offset + at);
        (start, &self.text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_not_bytes() {
        let source = Source::new(VaultPath::new("a.md"), "첫 줄\n둘째 [[x]]");
        let at = source.text.find("[[").unwrap();
        assert_eq!(source.position(at), Position { line: 2, column: 4 });
        assert_eq!(source.line_at(at), ("첫 줄\n".len(), "둘째 [[x]]"));
        assert_eq!(source.position(10_000), Position { line: 2, column: 9 });
    }
}
