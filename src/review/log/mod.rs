//! The log of reviews, `.kbgen/reviews.tsv`: the boxes that were ticked, when, and the undone reviews (R-LOG).
//!
//! A line a review, tab-separated: `date  note  step  grade  old → new`, and any further columns. Lines are only ever
//! added, so that the logs of two machines merge as a union, in any order. The reader uses the lines that it can read
//! and reports the rest. It never repairs, because an unreadable line may be somebody's only record.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::config::bare_key;
use crate::date::{Today, parse_date};
use crate::diag::{Diagnostic, Outcome, codes};
use crate::index::{NoteId, Site};
use crate::path::{VaultPath, fold};
use crate::text::{Source, Span};

/// The most findings about single lines; a file that is not a log at all has thousands.
const MAX_FINDINGS: usize = 20;
/// In place of a grade: the line undoes the last review of the note's step.
const UNDO: &str = "undo";
/// In place of an empty cell.
const EMPTY_CELL: &str = "-";
const LONG_TERM: &str = "long-term";

/// The box that was ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogStep {
    /// The box of this step, in days.
    Step(u32),
    LongTerm,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub date: NaiveDate,
    /// The note's path when it was reviewed, spelt as on disk.
    pub note: String,
    pub step: LogStep,
    /// How well it went: 1 badly, 2 so so, 3 well.
    pub grade: Option<u8>,
    /// The line undoes a review.
    pub undo: bool,
    /// `false → true`.
    pub change: String,
    /// Everything after the five columns, for `edit`, which can restore the note from it.
    pub rest: String,
    /// A later line undoes this one. Not written.
    pub undone: bool,
    /// The line's position in the log. Not written.
    pub span: Span,
}

impl Line {
    /// The line as it is written, with its line end.
    pub fn to_text(&self) -> String {
        let step = match self.step {
            LogStep::Step(step) => step.to_string(),
            LogStep::LongTerm => LONG_TERM.to_owned(),
        };
        let grade = match self.grade {
            _ if self.undo => UNDO.to_owned(),
            Some(grade) => grade.to_string(),
            None => EMPTY_CELL.to_owned(),
        };
        let date = self.date.to_string();
        let mut cells = vec![date.as_str(), &self.note, &step, &grade, &self.change];
        if !self.rest.is_empty() {
            cells.push(&self.rest);
        }
        let cells: Vec<Cow<'_, str>> = cells.into_iter().map(escaped).collect();
        cells.join("\t") + "\n"
    }

    fn read(text: &str, zone: Tz, span: Span) -> Result<Self, &'static str> {
        let mut cells = text.splitn(6, '\t').map(unescaped);
        let mut next = || cells.next().unwrap_or(Cow::Borrowed("")).into_owned();
        let date = next();
        // kbgen's own spelling is tried first: it costs a tenth of the others.
        let date = date.parse().ok().or_else(|| parse_date(&date, zone)).ok_or("it does not begin with a date")?;
        let note = next();
        if note.trim().is_empty() || note.contains('\u{fffd}') {
            return Err("it names no note");
        }
        let step = read_step(next().trim()).ok_or("its third column is not a step")?;
        let grade = next();
        let grade = grade.trim();
        Ok(Self {
            date,
            note,
            step,
            grade: grade.parse().ok().filter(|grade| (1..=3).contains(grade)),
            undo: grade == UNDO,
            change: next(),
            rest: next(),
            undone: false,
            span,
        })
    }
}

fn read_step(cell: &str) -> Option<LogStep> {
    match bare_key(cell).as_str() {
        LONG_TERM | "long_term" | "장기기억" => Some(LogStep::LongTerm),
        _ => cell.parse().ok().map(LogStep::Step),
    }
}

/// A cell with the characters escaped that would end it.
fn escaped(cell: &str) -> Cow<'_, str> {
    if !cell.contains(['\\', '\t', '\n', '\r']) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r"))
}

fn unescaped(cell: &str) -> Cow<'_, str> {
    if !cell.contains('\\') {
        return Cow::Borrowed(cell);
    }
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some(escape @ ('\\' | 't' | 'n' | 'r'))) => {
                out.push(match escape {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    other => other,
                });
                chars.next();
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The lines of a log, in its order, each with whether it was undone. Blank lines, lines that begin with `#` and a
/// line of column names are skipped.
pub fn lines(log: &Source, zone: Tz) -> Outcome<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut bad: Vec<(Span, &'static str)> = Vec::new();
    let mut start = 0;
    for text in log.text.split('\n') {
        let span = Span::new(start, start + text.len());
        start += text.len() + 1;
        let text = text.trim_end_matches('\r');
        if text.trim().is_empty() || text.starts_with('#') || text.starts_with("date\t") {
            continue;
        }
        match Line::read(text, zone, span) {
            Ok(line) => lines.push(line),
            Err(why) => bad.push((span, why)),
        }
    }
    mark_undone(&mut lines);
    Outcome::new(lines, findings(log, &bad))
}

/// Marks, for each undo, the last review of its note and step before it.
fn mark_undone(lines: &mut [Line]) {
    let mut open: HashMap<(&str, LogStep), Vec<usize>> = HashMap::new();
    let mut undone = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let reviews = open.entry((&line.note, line.step)).or_default();
        if line.undo {
            undone.extend(reviews.pop());
        } else {
            reviews.push(at);
        }
    }
    for review in undone {
        lines[review].undone = true;
    }
}

/// The findings about unreadable lines. A log names private notes too, so nothing of it is quoted.
fn findings(log: &Source, bad: &[(Span, &'static str)]) -> Vec<Diagnostic> {
    let help = "correct the line: date, note, step, grade and change, with tabs between; until then it does not count";
    let shown = bad.iter().take(MAX_FINDINGS).enumerate().map(|(at, (span, why))| {
        let message = match bad.len() - MAX_FINDINGS.min(bad.len()) {
            more @ 1.. if at + 1 == MAX_FINDINGS => {
                format!("the line is not a review: {why} (and {more} more such lines)")
            }
            _ => format!("the line is not a review: {why}"),
        };
        Diagnostic::new(codes::REVIEW_LOG_LINE, message).at(log, *span).unquoted().help(help)
    });
    shown.collect()
}

/// A review of a published and listed note in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    pub note: NoteId,
    pub date: NaiveDate,
    pub step: LogStep,
    /// How well it went: 1 badly, 2 so so, 3 well.
    pub grade: Option<u8>,
    /// A later line undoes it.
    pub undone: bool,
}

/// The reviews of the site's notes in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewLog {
    /// By date, then in the log's order. Listed notes only, up to today, so every shared output may count them.
    pub reviews: Vec<Review>,
    /// The last day that each note was reviewed on, listed or not.
    pub(super) last: HashMap<NoteId, NaiveDate>,
}

impl ReviewLog {
    /// The reviews that were not undone.
    pub fn done(&self) -> impl Iterator<Item = &Review> {
        self.reviews.iter().filter(|review| !review.undone)
    }
}

/// The log's file, and whether a path names a note of the vault.
#[derive(Clone, Copy)]
pub struct LogFile<'a> {
    pub source: &'a Source,
    /// Whether the vault has a note of this path, published or not.
    pub is_note: &'a dyn Fn(&VaultPath) -> bool,
}

/// The reviews of the site's notes. Lines of other notes are ignored without a finding, because their notes may be
/// private.
pub(super) fn read(site: &Site, log: LogFile<'_>, today: &Today) -> Outcome<ReviewLog> {
    let mut diagnostics = Vec::new();
    let lines = lines(log.source, today.zone).take(&mut diagnostics);
    let paths = Paths::new(site, log.is_note);
    let mut out = ReviewLog::default();
    let mut future = Vec::new();
    for line in lines.iter().filter(|line| !line.undo) {
        if line.date > today.date {
            future.push(line);
            continue;
        }
        let Some(note) = paths.note(&line.note) else { continue };
        if !line.undone {
            let last = out.last.entry(note).or_insert(line.date);
            *last = line.date.max(*last);
        }
        if site.note(note).listed() {
            let Line { date, step, grade, undone, .. } = *line;
            out.reviews.push(Review { note, date, step, grade, undone });
        }
    }
    out.reviews.sort_by_key(|review| review.date);
    if let Some(first) = future.first() {
        let message = format!("{} dated after today, {}, and do not count yet", reviews(future.len()), today.date);
        let help = "look at the clock of the machine that wrote them, or at `--date`";
        let found = Diagnostic::new(codes::REVIEW_LOG_FUTURE, message).at(log.source, first.span).unquoted();
        diagnostics.push(found.help(help));
    }
    Outcome::new(out, diagnostics)
}

fn reviews(n: usize) -> String {
    if n == 1 { "1 review is".to_owned() } else { format!("{n} reviews are") }
}

/// Maps a logged path to the note that has it today.
struct Paths<'a> {
    by_path: HashMap<String, NoteId>,
    /// `None` where several notes share a file name.
    by_name: HashMap<String, Option<NoteId>>,
    is_note: &'a dyn Fn(&VaultPath) -> bool,
}

impl<'a> Paths<'a> {
    fn new(site: &Site, is_note: &'a dyn Fn(&VaultPath) -> bool) -> Self {
        let mut paths = Self { by_path: HashMap::new(), by_name: HashMap::new(), is_note };
        for (id, note) in site.ids() {
            paths.by_path.insert(fold(note.path().as_str()), id);
            let name = paths.by_name.entry(fold(note.path().file_name()));
            name.and_modify(|other| *other = None).or_insert(Some(id));
        }
        paths
    }

    /// The note of that path. Where the vault has no such note any more, the only note of that file name, which was
    /// moved.
    fn note(&self, path: &str) -> Option<NoteId> {
        if let Some(id) = self.by_path.get(&fold(path)) {
            return Some(*id);
        }
        let old = VaultPath::new(path.trim_start_matches('/'));
        if (self.is_note)(&old) {
            return None;
        }
        self.by_name.get(&fold(old.file_name())).copied().flatten()
    }
}

#[cfg(test)]
mod tests;
