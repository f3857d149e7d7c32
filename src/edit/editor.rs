//! Plans the changes of a review or a first study day to a note, and writes them.

use std::cell::OnceCell;
use std::path::Path;

use chrono::{Duration, NaiveDate};

use super::file::NoteFile;
use super::log_writer::LogWriter;
use super::patch::{Patch, Record, fingerprint};
use super::property_edit::{EditTarget, Meaning, PropertyEdit, Sheet};
use super::refusal::Refusal;
use super::spelling_style::SpellingStyle;
use super::value;
use crate::config::Config;
use crate::index::{Note, NoteId, Site};
use crate::path::{VaultPath, fold};
use crate::review::keys::{self, MatchedKeys};
use crate::review::log::Line;
use crate::review::{Board, Entry, KeyMatcher, LadderStep, LogStep, Schedule, State, Tick, by_ticks};
use crate::text::Span;

const IN_MEMORY: &str = "there is nothing to tick: the note is in long-term memory";

/// The vault as it was read.
#[derive(Clone, Copy)]
pub struct EditContext<'a> {
    /// The vault's folder, without links on the way.
    pub root: &'a Path,
    pub site: &'a Site,
    pub schedule: &'a Schedule,
    pub config: &'a Config,
}

/// An editor of a vault. It holds the vault's lock.
pub struct Editor<'a> {
    pub(super) vault: EditContext<'a>,
    pub(super) log: LogWriter,
    key_matcher: KeyMatcher,
    style: OnceCell<SpellingStyle>,
}

/// The options of a review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Tick the next box even if one was ticked today.
    pub again: bool,
    /// How well it went: 1 badly, 2 so so, 3 well.
    pub grade: Option<u8>,
}

/// The result of planning a review.
#[derive(Clone, Debug)]
pub enum Ticked {
    /// The log already has a review of this note on this day.
    Already,
    Change(Box<Change>),
}

/// A note with some bytes changed, not written yet.
#[derive(Clone, Debug)]
pub struct Change {
    pub note: NoteId,
    file: NoteFile,
    bytes: Vec<u8>,
    /// `None` where the change is not a review.
    line: Option<Line>,
    /// The ticked box.
    pub step: Option<LogStep>,
    /// The next step and its day.
    pub next: Option<(u32, NaiveDate)>,
    /// Steps of the config that no longer apply: the note had no boxes, and now its ladder is the new box alone.
    pub lost: Vec<u32>,
}

impl<'a> Editor<'a> {
    /// Opens the vault, after any other editor has released it.
    pub fn open(vault: EditContext<'a>) -> Result<Self, Refusal> {
        let log = LogWriter::open(vault.root, vault.config.today.zone)?;
        let keys = vault.site.notes.iter().flat_map(|note| note.parsed.properties.keys());
        let key_matcher = KeyMatcher::new(keys, &vault.config.review.keys);
        Ok(Self { vault, log, key_matcher, style: OnceCell::new() })
    }

    /// Ticks the box of the note's next step, or the long-term one after the ladder, and updates the board.
    pub fn done(&self, id: NoteId, done: Done) -> Result<Ticked, Refusal> {
        let note = self.vault.site.note(id);
        let file = self.read(note)?;
        let sheet = Sheet::open(&file, self.vault.config.today.zone)?;
        if !done.again && self.was_done_today(note.path(), &file.bytes) {
            return Ok(Ticked::Already);
        }
        let entry = self.vault.schedule.of(id).ok_or_else(|| {
            let help = "give it a first study day with `kbgen start`";
            Refusal::nothing(note.path(), "the note has no review properties", help)
        })?;
        let step = step_of(entry, note.path())?;
        let found = keys::find(&sheet.properties, &self.key_matcher).unwrap_or_default();
        let mut edits = self.boxes(&sheet, &found, entry, step)?;
        let after = after(entry, step);
        edits.extend(self.board(&sheet, &found, step, by_ticks(&after)));
        let (patches, bytes) = sheet.patches(&edits)?;
        let Some(change) = first_change(&patches, &edits, &sheet) else {
            return Err(Refusal::nothing(note.path(), IN_MEMORY, "clear a box in the note to continue its reviews"));
        };
        let line = Line {
            date: self.vault.config.today.date,
            note: note.path().to_string(),
            step,
            grade: done.grade,
            undo: false,
            change,
            rest: Record::new(&file.bytes, &bytes, &patches).to_text(),
            undone: false,
            span: Span::default(),
        };
        let next = self.next_day(entry, &after);
        let lost = entry.ladder.iter().filter(|rung| after.iter().all(|other| other.step != rung.step));
        let lost = lost.map(|rung| rung.step).collect();
        let change = Change { note: id, bytes, line: Some(line), step: Some(step), next, lost, file: file.clone() };
        Ok(Ticked::Change(Box::new(change)))
    }

    /// Sets the first study day to today.
    pub fn start(&self, id: NoteId, again: bool) -> Result<Change, Refusal> {
        let note = self.vault.site.note(id);
        let today = self.vault.config.today.date;
        let file = self.read(note)?;
        let sheet = Sheet::open(&file, self.vault.config.today.zone)?;
        let found = keys::find(&sheet.properties, &self.key_matcher).ok_or_else(|| {
            let help = "delete that property to review it";
            Refusal::nothing(note.path(), "the note has `review: false`", help)
        })?;
        if let Some(first) = self.vault.schedule.of(id).and_then(|entry| entry.first_studied).filter(|_| !again) {
            let message = format!("the note was started on {first} already");
            return Err(Refusal::nothing(note.path(), message, "use `--again` to start over"));
        }
        let sample = found.first.map(|at| sheet.written(at)).filter(|written| !written.is_empty());
        let edit = PropertyEdit {
            value: value::dated(today, sample, sheet.is_json()),
            meaning: Meaning::Day(today),
            place: match found.first {
                Some(at) => EditTarget::Value(at),
                None => EditTarget::New { key: self.style().first_key(), after: last_box(&found) },
            },
        };
        let (patches, bytes) = sheet.patches(&[edit])?;
        if patches.iter().all(|patch| patch.old == patch.new) {
            return Err(Refusal::nothing(note.path(), format!("the note was started today, {today}"), "nothing to do"));
        }
        Ok(Change { note: id, bytes, line: None, step: None, next: None, lost: Vec::new(), file: file.clone() })
    }

    /// Writes a change: the log first, so that an interrupted change can be detected from the log.
    pub fn write(&mut self, change: &Change) -> Result<(), Refusal> {
        let Some(line) = &change.line else { return change.file.replace(&change.bytes) };
        let appended = self.log.append(line)?;
        if let Err(refusal) = change.file.replace(&change.bytes) {
            appended.remove();
            return Err(refusal);
        }
        self.log.lines.push(line.clone());
        Ok(())
    }

    /// Reads the note's file, which must be the one that the site was made from.
    fn read(&self, note: &Note) -> Result<NoteFile, Refusal> {
        let file = NoteFile::read(self.vault.root, note.path())?;
        if file.source.text != note.parsed.source.text {
            return Err(Refusal::changed(note.path()));
        }
        Ok(file)
    }

    /// Whether the log has a review of today. A review that was logged and never written does not count.
    fn was_done_today(&self, path: &VaultPath, bytes: &[u8]) -> bool {
        let path = fold(path.as_str());
        let today = self.vault.config.today.date;
        let of_today = |line: &&Line| !line.undo && !line.undone && line.date == today && fold(&line.note) == path;
        let reviews = self.log.lines.iter().filter(of_today);
        let now = fingerprint(bytes);
        reviews.filter(|line| Record::read(&line.rest).is_none_or(|record| record.before != now)).count() > 0
    }

    fn style(&self) -> &SpellingStyle {
        self.style.get_or_init(|| SpellingStyle::of(self.vault.site, &self.key_matcher, self.vault.config))
    }

    /// The open boxes of a step; a new one where there is none.
    fn boxes(
        &self,
        sheet: &Sheet<'_>,
        found: &MatchedKeys,
        entry: &Entry,
        step: LogStep,
    ) -> Result<Vec<PropertyEdit>, Refusal> {
        let boxes: Vec<usize> = match step {
            LogStep::Step(step) => found.steps.iter().filter(|(other, _)| *other == step).map(|(_, at)| *at).collect(),
            LogStep::LongTerm => found.long_term.clone(),
        };
        let sample = dated_box(sheet, found, self.vault.config);
        let tick = |old: &str| self.tick(sheet, entry, step, old, sample);
        if boxes.is_empty() {
            let key = match step {
                LogStep::Step(step) => self.style().step_key(step),
                LogStep::LongTerm => self.style().long_term_key(),
            };
            let value = tick("").unwrap_or_else(|| "true".to_owned());
            let after = last_box(found);
            return Ok(vec![PropertyEdit { place: EditTarget::New { key, after }, value, meaning: Meaning::Ticked }]);
        }
        let mut edits = Vec::new();
        for at in boxes {
            let property = &sheet.properties.entry(at);
            if matches!(Tick::read(&property.value, self.vault.config.today.zone), Some(Tick::Done(_))) {
                continue;
            }
            let value = tick(sheet.written(at)).ok_or_else(|| {
                let message = format!("`{}` is neither ticked nor open", property.key);
                let refusal = Refusal::properties(&sheet.file.path, message, "write `false` there, or tick it by hand");
                refusal.at(&sheet.file.source, property.value_span)
            })?;
            edits.push(PropertyEdit { place: EditTarget::Value(at), value, meaning: Meaning::Ticked });
        }
        Ok(edits)
    }

    /// The new value of a box that holds `old`: the day where the ladder holds days, else its own word, ticked.
    fn tick(&self, sheet: &Sheet<'_>, entry: &Entry, step: LogStep, old: &str, sample: Option<&str>) -> Option<String> {
        let ticked = value::ticked(old)?;
        let nothing = matches!(old, "" | "null" | "~");
        let dated = match step {
            LogStep::Step(_) => sample.is_some(),
            LogStep::LongTerm => sample.is_some() && nothing,
        };
        // A ladder of empty boxes does not show which values they will hold.
        let silent = nothing && sample.is_none() && entry.ladder.iter().all(|rung| !rung.done);
        if dated || silent && self.all_empty(sheet, entry) && self.style().dates_boxes() {
            return Some(value::dated(self.vault.config.today.date, sample, sheet.is_json()));
        }
        Some(ticked)
    }

    fn all_empty(&self, sheet: &Sheet<'_>, entry: &Entry) -> bool {
        entry.ladder.iter().filter_map(|rung| rung.property).all(|at| matches!(sheet.written(at), "" | "null" | "~"))
    }

    /// Moves the board to the next step. An unknown column stays, because it has another meaning.
    fn board(&self, sheet: &Sheet<'_>, found: &MatchedKeys, step: LogStep, next: Option<u32>) -> Option<PropertyEdit> {
        let at = found.board?;
        let next = match (step, next) {
            (LogStep::LongTerm, _) => Board::LongTerm,
            (_, Some(step)) => Board::Step(step),
            (_, None) => Board::Extra,
        };
        let held = sheet.properties.entry(at).value;
        let old = match held.scalars() {
            [one] => one.as_text()?,
            _ => return None,
        };
        let now = Board::read(old);
        if now == next || now == Board::Other {
            return None;
        }
        let value = value::text(&self.style().board_column(next, old), sheet.written(at));
        Some(PropertyEdit { place: EditTarget::Value(at), value, meaning: Meaning::Board(next) })
    }

    /// The step after the tick, and its day by the schedule's rules.
    fn next_day(&self, entry: &Entry, after: &[LadderStep]) -> Option<(u32, NaiveDate)> {
        let next = by_ticks(after)?;
        let before = after.iter().rev().find(|rung| rung.step < next).map_or(0, |rung| rung.step);
        let pause = Duration::days((next - before).into());
        Some((next, entry.day_of(next)?.max(self.vault.config.today.date + pause)))
    }
}

/// The box that the next review of a note ticks; `None` where there is nothing to tick.
pub fn next_tick(entry: &Entry) -> Option<LogStep> {
    match entry.state {
        State::Overdue | State::Due | State::Upcoming => entry.step.map(LogStep::Step),
        State::Ahead | State::Extra => Some(LogStep::LongTerm),
        State::NotStarted | State::Retired | State::Unscheduled => None,
    }
}

/// The box to tick in a note of this state, or the reason why there is none.
fn step_of(entry: &Entry, path: &VaultPath) -> Result<LogStep, Refusal> {
    let nothing = |message: String, help: &'static str| Err(Refusal::nothing(path, message, help));
    match (next_tick(entry), entry.state) {
        (Some(step), _) => Ok(step),
        (None, State::NotStarted) => {
            let first = entry.first_studied.map_or_else(String::new, |first| format!(" before {first}"));
            nothing(format!("the note does not start{first}"), "start it today with `kbgen start --again`")
        }
        (None, State::Unscheduled) => {
            nothing("the note has no first study day".to_owned(), "set it to today with `kbgen start`")
        }
        (None, State::Retired) => nothing(IN_MEMORY.to_owned(), "clear a box in the note to continue its reviews"),
        (None, _) => nothing("another plugin schedules the note".to_owned(), "review it there, or give it boxes"),
    }
}

/// The ladder with one more box ticked. A note without boxes has the config's ladder, until it gets a box.
fn after(entry: &Entry, step: LogStep) -> Vec<LadderStep> {
    let mut ladder = entry.ladder.clone();
    if ladder.iter().all(|rung| rung.property.is_none()) {
        ladder.retain(|rung| LogStep::Step(rung.step) == step || step == LogStep::LongTerm);
    }
    for rung in &mut ladder {
        rung.done |= LogStep::Step(rung.step) == step;
    }
    ladder
}

/// The last box in the note.
fn last_box(found: &MatchedKeys) -> Option<usize> {
    found.steps.iter().map(|(_, at)| *at).max()
}

/// A box of the note's ladder that holds a day, as written.
fn dated_box<'s>(sheet: &'s Sheet<'_>, found: &MatchedKeys, config: &Config) -> Option<&'s str> {
    let dated = |at: &usize| {
        let tick = Tick::read(&sheet.properties.entry(*at).value, config.today.zone);
        matches!(tick, Some(Tick::Done(Some(_))))
    };
    found.steps.iter().map(|(_, at)| *at).find(dated).map(|at| sheet.written(at))
}

/// The change in the log: the box's own, `- → true` where it is new.
fn first_change(patches: &[Patch], edits: &[PropertyEdit], sheet: &Sheet<'_>) -> Option<String> {
    let edit = edits.first().filter(|_| !patches.is_empty())?;
    let old = match edit.place {
        EditTarget::Value(at) => sheet.written(at),
        EditTarget::New { .. } => "",
    };
    Some(format!("{} → {}", if old.is_empty() { "-" } else { old }, edit.value))
}
