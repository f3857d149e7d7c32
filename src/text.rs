//! Sources and positions in them.
//!
//! A [`Source`] is a decoded file (UTF-8, no BOM, LF). Decoding changes no line and no column, so a [`Span`] into it
//! names the place that the author sees in the editor.

use std::ops::Range;
use std::sync::Arc;

use crate::path::VaultPath;

/// A range of bytes in a source's text; both ends are on character boundaries.
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

/// A text that many pages share, without spare capacity: an allocator may leave a block that shrinks as large as it
/// was.
#[expect(clippy::needless_pass_by_value, reason = "the grown block is freed here")]
pub fn without_spare_capacity(text: String) -> Box<str> {
    Box::from(text.as_str())
}

/// A line and a column, both 1-based; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A text file of the vault (or `kbgen.toml`), decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub path: VaultPath,
    pub text: Arc<str>,
    /// The file that the text was extracted from, if it is not the file's own: the texts of a canvas are in its JSON.
    origin: Option<Arc<Origin>>,
}

/// A file that a text was extracted from, piece by piece.
#[derive(Debug, PartialEq, Eq)]
struct Origin {
    file: Arc<str>,
    /// The starts of runs of bytes that are the same in both: in the text and in the file; ascending.
    runs: Vec<(u32, u32)>,
}

impl Source {
    pub fn new(path: VaultPath, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into(), origin: None }
    }

    /// A text that was extracted from this file. `runs`: the starts of the pieces in the text and in the file,
    /// ascending.
    pub fn extracted(&self, text: String, runs: Vec<(u32, u32)>) -> Self {
        let origin = Origin { file: self.text.clone(), runs };
        Self { path: self.path.clone(), text: text.into(), origin: Some(Arc::new(origin)) }
    }

    /// The position in the file of a byte of the text.
    pub fn position_in_file(&self, offset: usize) -> Position {
        let Some(origin) = &self.origin else { return self.position(offset) };
        let run = origin.runs.partition_point(|&(start, _)| start as usize <= offset);
        let (start, file) = run.checked_sub(1).map_or((0, 0), |run| origin.runs[run]);
        Self::new(self.path.clone(), origin.file.clone()).position(file as usize + (offset - start as usize))
    }

    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The position of a byte offset in the text. Offsets past the end count as the end.
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
