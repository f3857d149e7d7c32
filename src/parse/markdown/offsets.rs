//! The text that pulldown-cmark reads, and its map back to the note's own bytes.
//!
//! Text that pulldown-cmark must not interpret (math, comments, wikilinks) is covered with filler of equal length, so
//! that most offsets are unchanged; a [`Region`] remembers the covered text. The few edits that lengthen the text
//! are kept in a list. Spans in trees and diagnostics are always those of the source.

use std::borrow::Cow;

use crate::parse::tree::Fold;
use crate::text::Span;

/// A covered range of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub span: Span,
    pub mark: Mark,
}

/// The construct under the filler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A comment.
    Hidden,
    /// Text that is shown verbatim.
    Literal,
    /// `tex` is `None` if the TeX is the text between the dollars.
    Math { display: bool, tex: Option<Box<str>> },
    /// `[[target|alias]]`.
    Wiki { embed: bool, target: Span, alias: Option<Span> },
}

/// The header of a callout; its line became a heading, which ends at the line's end whatever follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CalloutMark {
    /// The offset of `[!`.
    pub start: u32,
    pub kind: Span,
    pub metadata: Span,
    pub fold: Fold,
}

/// The masked text of a note's body.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    pub text: Cow<'a, str>,
    /// The start of the body in the source.
    base: usize,
    /// In source order, disjoint.
    pub regions: Vec<Region>,
    /// In source order.
    pub callouts: Vec<CalloutMark>,
    inserts: Vec<Insert>,
}

/// Bytes inserted into the masked text.
#[derive(Clone, Copy, Debug)]
struct Insert {
    /// The offset in the masked text.
    at: usize,
    len: usize,
    /// The number of bytes inserted before this edit.
    before: usize,
}

impl Masked<'_> {
    /// The source offset of an offset in the masked text.
    pub fn original(&self, at: usize) -> usize {
        let next = self.inserts.partition_point(|insert| insert.at < at);
        let shift = match next.checked_sub(1).map(|last| self.inserts[last]) {
            Some(insert) => insert.before + insert.len.min(at - insert.at),
            None => 0,
        };
        self.base + at - shift
    }

    /// The comments within a span.
    pub fn hidden(&self, span: Span) -> Vec<Span> {
        let from = self.regions.partition_point(|region| region.span.start < span.start);
        let inside = self.regions[from..].iter().take_while(|region| region.span.end <= span.end);
        inside.filter(|region| region.mark == Mark::Hidden).map(|region| region.span).collect()
    }

    /// A span without the comments that overlap its ends: pulldown-cmark's code and HTML blocks may continue
    /// through the blanks in place of one.
    pub fn visible(&self, span: Span) -> Vec<Span> {
        let mut out = Vec::new();
        let mut at = span.start;
        for region in self.reaching(span) {
            if region.span.start > at {
                out.push(Span { start: at, end: region.span.start });
            }
            at = region.span.end;
        }
        if at < span.end {
            out.push(Span { start: at, end: span.end });
        }
        out
    }

    /// Whether a span overlaps no comment.
    pub fn is_visible(&self, span: Span) -> bool {
        self.reaching(span).next().is_none()
    }

    fn reaching(&self, span: Span) -> impl Iterator<Item = &Region> {
        let from = self.regions.partition_point(|region| region.span.end <= span.start);
        let reaching = self.regions[from..].iter().take_while(move |region| region.span.start < span.end);
        reaching.filter(|region| region.mark == Mark::Hidden)
    }

    /// The callout header that starts at this offset of the source.
    pub fn callout_at(&self, start: u32) -> Option<CalloutMark> {
        let found = self.callouts.binary_search_by_key(&start, |callout| callout.start).ok()?;
        Some(self.callouts[found])
    }
}

/// Collects edits in ascending order of their offsets.
#[derive(Debug)]
pub(super) struct Masker<'a> {
    source: &'a str,
    base: usize,
    out: String,
    /// The end of the source already copied to `out`.
    copied: usize,
    inserted: usize,
    regions: Vec<Region>,
    callouts: Vec<CalloutMark>,
    inserts: Vec<Insert>,
}

impl<'a> Masker<'a> {
    /// Masks `source[base..]`.
    pub fn new(source: &'a str, base: usize) -> Self {
        Self {
            source,
            base,
            out: String::new(),
            copied: base,
            inserted: 0,
            regions: Vec::new(),
            callouts: Vec::new(),
            inserts: Vec::new(),
        }
    }

    fn copy_to(&mut self, at: usize) {
        if self.out.is_empty() {
            self.out.reserve(self.source.len() - self.base + 64);
        }
        self.out.push_str(&self.source[self.copied..at]);
        self.copied = at;
    }

    /// Covers a range with filler that has no letter at its ends and no mark of Markdown. Bars stay where a table would
    /// see them, so that its cells are separated as without the mask; those of a comment never separate cells.
    pub fn cover(&mut self, span: Span, mark: Mark) {
        self.copy_to(span.start as usize);
        let slice = &self.source.as_bytes()[span.range()];
        let keep_bars = mark != Mark::Hidden && !slice.contains(&b'\n');
        let last = slice.len().saturating_sub(1);
        for (i, &byte) in slice.iter().enumerate() {
            let bar = keep_bars && byte == b'|' && slice[i.saturating_sub(1)] != b'\\';
            self.out.push(match i {
                _ if bar => '|',
                0 => ',',
                _ if i == last => ',',
                _ => 'x',
            });
        }
        self.copied = span.end as usize;
        self.regions.push(Region { span, mark });
    }

    /// Blanks a hidden range, line ends kept, as if it were absent.
    pub fn blank(&mut self, span: Span) {
        self.copy_to(span.start as usize);
        let slice = &self.source.as_bytes()[span.range()];
        self.out.extend(slice.iter().map(|&byte| if byte == b'\n' { '\n' } else { ' ' }));
        self.copied = span.end as usize;
        self.regions.push(Region { span, mark: Mark::Hidden });
    }

    /// Replaces the marker of a callout with the marker of a heading.
    pub fn callout(&mut self, end: usize, callout: CalloutMark) {
        let start = callout.start as usize;
        self.copy_to(start);
        self.out.push('#');
        self.out.extend(std::iter::repeat_n(' ', end - start - 1));
        self.copied = end;
        self.callouts.push(callout);
    }

    pub fn insert(&mut self, at: usize, text: &str) {
        self.copy_to(at);
        self.inserts.push(Insert { at: self.out.len(), len: text.len(), before: self.inserted });
        self.inserted += text.len();
        self.out.push_str(text);
    }

    pub fn finish(mut self) -> Masked<'a> {
        let text = if self.copied == self.base {
            Cow::Borrowed(&self.source[self.base..])
        } else {
            self.copy_to(self.source.len());
            Cow::Owned(self.out)
        };
        Masked { text, base: self.base, regions: self.regions, callouts: self.callouts, inserts: self.inserts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_leads_back_to_the_source() {
        let source = "---\n가 $x|y$ **(a)**나";
        let mut masker = Masker::new(source, 4);
        let math = source.find('$').unwrap();
        masker.cover(Span::new(math, math + 5), Mark::Math { display: false, tex: None });
        let after = source.rfind("**").unwrap() + 2;
        masker.insert(after, "!");
        let masked = masker.finish();
        assert_eq!(masked.text, "가 ,x|x, **(a)**!나");
        assert_eq!(masked.original(0), 4);
        let bang = masked.text.find('!').unwrap();
        assert_eq!((masked.original(bang), masked.original(bang + 1)), (after, after));
        assert_eq!(masked.original(masked.text.len()), source.len());
    }

    #[test]
    fn a_text_without_edits_is_borrowed() {
        assert!(matches!(Masker::new("ab", 1).finish().text, Cow::Borrowed("b")));
    }
}
