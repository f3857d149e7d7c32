//! The translation of property edits into patches: the bytes that must change to give a property a new value.
//!
//! The positions come from the parser of properties. The patched note is parsed again: no other property may have
//! changed its meaning.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::file::NoteFile;
use super::patch::{Patch, apply};
use super::refusal::Refusal;
use super::value;
use crate::date::parse_date;
use crate::diag::Outcome;
use crate::parse::properties::{self, Properties, Property, Value};
use crate::review::{Board, Tick};
use crate::scan;
use crate::text::{Source, Span};

/// A new value for a property.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyEdit {
    pub place: EditTarget,
    /// As YAML.
    pub value: String,
    /// The meaning that the value must have for the review.
    pub meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq)]
pub enum EditTarget {
    /// The value of this property.
    Value(usize),
    /// A property that the note does not have yet, by its name; right after another one, else at the end.
    New { key: String, after: Option<usize> },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Meaning {
    Ticked,
    Board(Board),
    Day(NaiveDate),
}

/// The properties of a note for an edit.
pub struct Sheet<'a> {
    pub file: &'a NoteFile,
    pub properties: Properties,
    zone: Tz,
    /// The number of diagnostics about them.
    faults: usize,
}

impl<'a> Sheet<'a> {
    /// Reads the properties again. Refused where there are none, or they cannot be read: YAML with a duplicate key, an
    /// anchor or an alias, no closing fence.
    pub fn open(file: &'a NoteFile, zone: Tz) -> Result<Self, Refusal> {
        let Outcome { value: read, diagnostics } = properties::read(&file.source, false);
        let faults = diagnostics.len();
        let found = diagnostics.into_iter().find(|diagnostic| {
            ["frontmatter::yaml", "frontmatter::unterminated", "frontmatter::limit", "publish::flag"]
                .contains(&diagnostic.code.as_str())
        });
        if let Some(diagnostic) = found {
            let help = diagnostic.help.unwrap_or_default();
            let mut refusal = Refusal::properties(&file.path, diagnostic.message, help);
            refusal.diagnostic.place = diagnostic.place;
            return Err(refusal);
        }
        if read.properties.block.is_none() {
            let help = "add two lines `---` at the top of the note, with the properties between them";
            return Err(Refusal::properties(&file.path, "the note has no properties", help));
        }
        Ok(Self { file, properties: read.properties, zone, faults })
    }

    /// The value as written; empty where there is none.
    pub fn written(&self, at: usize) -> &str {
        let property = &self.properties.entry(at);
        match property.value_span == property.key_span {
            true => "",
            false => self.file.source.slice(value_span(property)),
        }
    }

    /// Whether the properties are in braces.
    pub fn in_braces(&self) -> bool {
        self.yaml().1.trim_start().starts_with('{')
    }

    /// Whether texts and keys need quotes there.
    pub fn is_json(&self) -> bool {
        let quoted = |property: Property<'_>| self.file.source.slice(property.key_span).starts_with('"');
        self.in_braces() && self.properties.entries().all(quoted)
    }

    /// The offset of the text between the fences, and the text.
    fn yaml(&self) -> (usize, &str) {
        let block = self.properties.block.unwrap_or_default();
        let text = self.file.source.slice(block);
        let start = text.find('\n').map_or(text.len(), |end| end + 1);
        let end = text.trim_end_matches('\n').rfind('\n').map_or(start, |end| end + 1).max(start);
        (block.start as usize + start, &text[start..end])
    }

    /// The patches for these edits, and the note's bytes after them.
    pub fn patches(&self, edits: &[PropertyEdit]) -> Result<(Vec<Patch>, Vec<u8>), Refusal> {
        let mut patches = edits.iter().map(|edit| self.patch(edit)).collect::<Result<Vec<_>, _>>()?;
        patches.sort_by_key(|patch| patch.at);
        let bytes = apply(&self.file.bytes, &patches).filter(|bytes| self.has_exactly(bytes, edits));
        match bytes {
            Some(bytes) => Ok((patches, bytes)),
            None => {
                let help = "write the properties as plain `key: value` lines, or make the change by hand";
                let message = "the properties are written in a way that cannot be edited safely";
                Err(Refusal::properties(&self.file.path, message, help))
            }
        }
    }

    fn patch(&self, edit: &PropertyEdit) -> Result<Patch, Refusal> {
        match &edit.place {
            EditTarget::Value(at) => self.replacement(&self.properties.entry(*at), &edit.value),
            EditTarget::New { key, after } => Ok(self.insertion(key, &edit.value, *after)),
        }
    }

    /// A patch of a value.
    fn replacement(&self, property: &Property, value: &str) -> Result<Patch, Refusal> {
        let source = &self.file.source;
        let span = value_span(property);
        let unclear = Some(property.key_span) == self.properties.block;
        if unclear
            || property.value == Value::Map
            || property.value.scalars().len() > 1
            || source.slice(span).contains('\n')
        {
            let message = format!("the value of `{}` is not a single value on one line", property.key);
            let help = "write it as a plain value, or make the change by hand";
            return Err(Refusal::properties(&self.file.path, message, help));
        }
        if property.value_span != property.key_span {
            let start = self.file.raw(span.start as usize);
            return Ok(Patch { at: start, old: source.slice(span).to_owned(), new: value.to_owned() });
        }
        // The property is empty: the value goes after the colon, with a blank between.
        let key_end = property.key_span.end as usize;
        let colon = key_end + source.text[key_end..].find(':').unwrap_or(0) + 1;
        let rest = &source.text[colon..];
        let (at, new) = match rest.chars().nth(1) {
            _ if !rest.starts_with([' ', '\t']) => (colon, format!(" {value}")),
            Some('\n' | ' ' | '\t' | ',' | '}') | None => (colon + 1, value.to_owned()),
            Some(_) => (colon + 1, format!("{value} ")),
        };
        Ok(Patch { at: self.file.raw(at), old: String::new(), new })
    }

    /// A patch with a new property.
    fn insertion(&self, key: &str, value: &str, after: Option<usize>) -> Patch {
        let text = &self.file.source.text;
        let pair = format!("{}: {value}", value::key(key, self.is_json()));
        let last = after.or(self.properties.len().checked_sub(1).filter(|_| self.in_braces()));
        let (start, yaml) = self.yaml();
        if self.in_braces() {
            let (at, new) = match last {
                Some(at) => (self.properties.entry(at).value_span.end as usize, format!(", {pair}")),
                None => (start + yaml.find('{').unwrap_or(0) + 1, pair),
            };
            return Patch { at: self.file.raw(at), old: String::new(), new };
        }
        let (line_end, indent) = match last.map(|at| self.properties.entry(at)) {
            Some(property) => {
                let end = property.value_span.end.max(property.key_span.end) as usize;
                let line_end = end + text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
                (line_end, self.indent(property.key_span))
            }
            None => {
                let first = self.properties.entries().next();
                (start + yaml.len(), first.map_or("", |property| self.indent(property.key_span)))
            }
        };
        let at = self.file.raw(line_end);
        Patch { at, old: String::new(), new: format!("{indent}{pair}{}", self.line_end_before(at)) }
    }

    fn indent(&self, key: Span) -> &str {
        let (start, line) = self.file.source.line_at(key.start as usize);
        let before = &line[..key.start as usize - start];
        if before.trim().is_empty() { before } else { "" }
    }

    /// The line end right before an offset.
    fn line_end_before(&self, at: usize) -> &'static str {
        match &self.file.bytes[..at] {
            [.., b'\r', b'\n'] => "\r\n",
            [.., b'\r'] => "\r",
            _ => "\n",
        }
    }

    /// Whether the note with these bytes has the new values, and otherwise its old ones.
    fn has_exactly(&self, bytes: &[u8], edits: &[PropertyEdit]) -> bool {
        let mut decoded = bytes.to_vec();
        let Ok(text) = scan::decode(&mut decoded) else { return false };
        let Outcome { value: read, diagnostics } = properties::read(&Source::new(self.file.path.clone(), text), false);
        let mut after: Vec<Property<'_>> = read.properties.entries().collect();
        for edit in edits {
            if let EditTarget::New { key, .. } = &edit.place {
                let Some(at) = after.iter().position(|property| property.key == key.as_str()) else { return false };
                if !self.means(&after.remove(at).value, edit.meaning) {
                    return false;
                }
            }
        }
        let same = |(at, (old, new)): (usize, (Property<'_>, &Property<'_>))| {
            let edit = edits.iter().find(|edit| edit.place == EditTarget::Value(at));
            old.key == new.key && edit.map_or(old.value == new.value, |edit| self.means(&new.value, edit.meaning))
        };
        diagnostics.len() <= self.faults
            && read.properties.block.is_some()
            && after.len() == self.properties.len()
            && self.properties.entries().zip(&after).enumerate().all(same)
    }

    fn means(&self, value: &Value, meaning: Meaning) -> bool {
        let text = match value.scalars() {
            [one] => one.as_text(),
            _ => None,
        };
        match meaning {
            Meaning::Ticked => matches!(Tick::read(value, self.zone), Some(Tick::Done(_))),
            Meaning::Board(board) => text.map(Board::read) == Some(board),
            Meaning::Day(day) => text.and_then(|text| parse_date(text, self.zone)) == Some(day),
        }
    }
}

/// The span of a value: that of its item for a list of one.
fn value_span(property: &Property) -> Span {
    match property.value.scalars().len() {
        1 => property.scalar_span(0),
        _ => property.value_span,
    }
}
