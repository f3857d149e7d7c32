//! Diagnostics as data: the finding, its place, and the remedy.
//!
//! Phases return them beside their value in an [`Outcome`]; nothing prints while it works. [`render`] turns them into
//! text for people, JSON and GitHub annotations.

mod code;
pub mod render;

pub use code::{Code, codes};

use std::borrow::Cow;

use rayon::iter::{FromParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::path::VaultPath;
use crate::text::{Position, Source, Span};

/// The weight of a diagnostic: an error leaves something out, a warning stops only `--strict`, an info stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Info,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: Code,
    /// One sentence without a full stop that names the problem.
    pub message: Cow<'static, str>,
    /// `None` for findings about the whole vault.
    pub place: Option<Place>,
    /// The remedy, one sentence without a full stop.
    pub help: Option<Cow<'static, str>>,
}

/// The place of a diagnostic: a file, and in it a spot if one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Relative to the vault.
    pub path: VaultPath,
    spot: Option<Spot>,
}

/// A span of a source. Most findings of a build are only counted, so line and column are computed when one is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    source: Source,
    span: Span,
    /// Whether the line may be shown.
    quoted: bool,
}

impl Place {
    /// Line, column and text of the spot; `None` where the whole file is meant.
    pub fn excerpt(&self) -> Option<Excerpt> {
        let spot = self.spot.as_ref()?;
        Some(Excerpt::of(&spot.source, spot.span, spot.quoted))
    }
}

/// The bytes of a line in an excerpt before its mark, in the mark, and after it: more than a terminal is wide.
const EXCERPT_REACH: usize = 480;

/// The line that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub position: Position,
    /// The source line without its line end. Of a long one, only the text around the mark, since a note that is one
    /// long line may have as many findings as words. Empty where it must not be quoted.
    pub line: String,
    /// The source line begins before `line` does.
    pub cut: bool,
    /// The marked bytes of `line`; empty for a point.
    pub mark: Span,
}

impl Excerpt {
    /// The excerpt of a span. A span over several lines is cut at the end of its first.
    fn of(source: &Source, span: Span, quoted: bool) -> Self {
        let position = source.position_in_file(span.start as usize);
        if !quoted {
            return Self { position, line: String::new(), cut: false, mark: Span::new(0, 0) };
        }
        let (line_start, line) = source.line_at(span.start as usize);
        let within = |offset: u32| line.floor_char_boundary((offset as usize).saturating_sub(line_start));
        let start = within(span.start);
        let end = line.floor_char_boundary(within(span.end).clamp(start, start + EXCERPT_REACH));
        let left = line.floor_char_boundary(start.saturating_sub(EXCERPT_REACH));
        let right = line.floor_char_boundary(end + EXCERPT_REACH);
        let mark = Span::new(start - left, end - left);
        Self { position, line: line[left..right].to_owned(), cut: left > 0, mark }
    }
}

impl Diagnostic {
    /// A finding with its code's usual severity.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { severity: code.severity(), code, message: message.into(), place: None, help: None }
    }

    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a whole file.
    pub fn in_file(mut self, path: &VaultPath) -> Self {
        self.place = Some(Place { path: path.clone(), spot: None });
        self
    }

    /// Points at a span of a source; a span over several lines is cut at the end of its first. Text that was extracted
    /// from a file is quoted as it is, with the position in the file.
    pub fn at(mut self, source: &Source, span: Span) -> Self {
        let spot = Spot { source: source.clone(), span, quoted: true };
        self.place = Some(Place { path: source.path.clone(), spot: Some(spot) });
        self
    }

    /// Drops the text of the place and keeps the position: a log may be public when its note is not.
    pub fn unquoted(mut self) -> Self {
        if let Some(spot) = self.place.as_mut().and_then(|place| place.spot.as_mut()) {
            spot.quoted = false;
        }
        self
    }

    /// The sort key of a diagnostic: path, line, column, then code and message.
    fn order(&self) -> (Option<&VaultPath>, Option<u32>, &'static str, &str) {
        let place = self.place.as_ref();
        let start = place.and_then(|place| place.spot.as_ref()).map(|spot| spot.span.start);
        (place.map(|p| &p.path), start, self.code.as_str(), &self.message)
    }
}

/// A value, and the diagnostics found while computing it: work goes on past a bad note.
#[derive(Clone, Debug)]
pub struct Outcome<T> {
    pub value: T,
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Self {
        Self { value, diagnostics }
    }

    /// The value; its diagnostics move to the end of `all`.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: f(self.value), diagnostics: self.diagnostics }
    }
}

impl<T> FromIterator<Outcome<T>> for Outcome<Vec<T>> {
    /// The values and the diagnostics, both in input order.
    fn from_iter<I: IntoIterator<Item = Outcome<T>>>(outcomes: I) -> Self {
        let mut diagnostics = Vec::new();
        let value = outcomes.into_iter().map(|outcome| outcome.take(&mut diagnostics)).collect();
        Self { value, diagnostics }
    }
}

impl<T: Send> FromParallelIterator<Outcome<T>> for Outcome<Vec<T>> {
    /// Collects parallel work in input order, whichever task finished first.
    fn from_par_iter<I: IntoParallelIterator<Item = Outcome<T>>>(outcomes: I) -> Self {
        outcomes.into_par_iter().collect::<Vec<_>>().into_iter().collect()
    }
}

/// Sorts by path, line and column, so that a run's list does not depend on the threads.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| a.order().cmp(&b.order()));
}

/// The number of errors, warnings and infos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Tally {
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        diagnostics.iter().fold(Self::default(), |mut tally, diagnostic| {
            match diagnostic.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Info => tally.infos += 1,
            }
            tally
        })
    }
}

/// The nearest of `candidates` to `word`, for "did you mean": at most a third of its characters differ.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = crate::path::fold(word);
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (edit_distance(&word, &crate::path::fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters to insert, delete, replace or swap with their neighbour make one text of the other. A Hangul
/// syllable of folded text is one character.
pub fn edit_distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_names_line_column_and_the_marked_bytes() {
        let source = Source::new(VaultPath::new("노트.md"), "첫 줄\n링크 [[없음]] 끝\n");
        let at = source.text.find("[[").unwrap();
        let diagnostic = Diagnostic::new(codes::LINK_MISSING, "x").at(&source, Span::new(at, at + "[[없음]]".len()));
        let excerpt = diagnostic.place.unwrap().excerpt().unwrap();
        assert_eq!(excerpt.position, Position { line: 2, column: 4 });
        assert_eq!(&excerpt.line[excerpt.mark.range()], "[[없음]]");
    }

    #[test]
    fn no_span_is_too_odd_to_point_at() {
        let source = Source::new(VaultPath::new("a.md"), "가나\n다");
        for (start, end) in [(0, 0), (1, 2), (0, 10), (6, 6), (6, 7), (7, 99), (50, 99), (5, 2)] {
            let diagnostic = Diagnostic::new(codes::LINK_MISSING, "x").at(&source, Span { start, end });
            let excerpt = diagnostic.place.unwrap().excerpt().unwrap();
            assert!(excerpt.line.get(excerpt.mark.range()).is_some(), "{start}..{end}: {excerpt:?}");
        }
    }

    #[test]
    fn an_excerpt_of_a_long_line_is_short() {
        let source = Source::new(VaultPath::new("a.md"), "가나다".repeat(100_000));
        let diagnostic = Diagnostic::new(codes::LINK_MISSING, "x").at(&source, Span::new(300_000, 600_000));
        let excerpt = diagnostic.place.unwrap().excerpt().unwrap();
        assert!(excerpt.line.len() <= 3 * EXCERPT_REACH && excerpt.cut, "{}", excerpt.line.len());
        assert_eq!(excerpt.position.column, 100_001);
    }

    #[test]
    fn a_near_miss_is_suggested_and_a_far_one_is_not() {
        let names = ["Kubernetes", "Docker", "쿠버네티스"];
        assert_eq!(did_you_mean("kuberntes", names), Some("Kubernetes"));
        assert_eq!(did_you_mean("쿠버네티즈", names), Some("쿠버네티스"));
        assert_eq!(did_you_mean("Terraform", names), None);
    }
}
