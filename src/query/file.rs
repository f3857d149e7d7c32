//! The data of a file that an expression can read: fields, tags, links, folders.
//!
//! A file's own times are never used, so that the same vault makes the same site: `ctime` and `mtime` are the days
//! from the note (`created`, `updated`, or from git where the site is configured to use it).

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveTime};

use super::eval::{ELEMENT, Run, Scope};
use super::value::{Link, To, Value};
use crate::index::{Note, NoteId, Target};
use crate::parse::base::expr::Expr;
use crate::parse::{Dest, LinkRef};
use crate::path::fold;

impl<'a> Run<'a> {
    pub fn file_field(&self, id: NoteId, name: &str) -> Value<'a> {
        let note: &'a Note = self.site.note(id);
        let path = note.path();
        let day =
            |day: Option<NaiveDate>| day.map_or(Value::Null, |day| Value::Date(day.and_time(NaiveTime::MIN), false));
        match name {
            "file" => Value::File(id),
            "name" => Value::Text(Cow::Borrowed(path.file_name())),
            "basename" => Value::Text(Cow::Borrowed(path.stem())),
            "path" => Value::Text(Cow::Borrowed(path.as_str())),
            "folder" => Value::Text(Cow::Borrowed(path.folder())),
            "ext" => Value::text(path.extension()),
            "size" => Value::Number(note.parsed.source.text.len() as f64),
            "ctime" => day(note.created),
            "mtime" => day(note.updated.or(note.created)),
            "tags" => Value::List(tags(note).into_iter().map(|tag| Value::text(format!("#{tag}"))).collect()),
            "links" => self.links(note, false),
            "embeds" => self.links(note, true),
            "properties" => Value::Properties(id),
            "backlinks" => {
                let mut from: Vec<NoteId> = note.backlinks.iter().map(|backlink| backlink.from).collect();
                from.dedup();
                Value::List(from.into_iter().map(Value::File).collect())
            }
            _ => Value::Null,
        }
    }

    /// The names or the values of all properties.
    pub fn properties_method(&self, id: NoteId, name: &str) -> Value<'a> {
        let properties = &self.site.note(id).parsed.properties;
        if !self.step(properties.len() * ELEMENT) {
            return Value::Null;
        }
        match name {
            "keys" => Value::List(properties.keys().map(|key| Value::Text(Cow::Borrowed(key))).collect()),
            "values" => Value::List(properties.keys().map(|key| self.property(id, key)).collect()),
            _ => Value::Null,
        }
    }

    /// The links on the page itself.
    fn links(&self, note: &'a Note, embeds: bool) -> Value<'a> {
        let pairs = note.parsed.links.iter().zip(&note.targets).filter(|(link, _)| link.embed == embeds);
        let links = pairs.filter_map(|(link, target)| {
            let Dest::Internal(text) = &link.dest else { return None };
            let to = match target {
                Target::Note { note, .. } => Some(To::Note(*note)),
                Target::Asset(asset) => Some(To::Asset(*asset)),
                _ => None,
            };
            Some(Value::Link(Link { target: text.path().into(), label: None, to }))
        });
        Value::List(links.collect())
    }

    pub fn has_tag(&self, id: NoteId, arguments: &'a [Expr], scope: Scope<'_, 'a>) -> bool {
        let note = self.site.note(id);
        let wanted: Vec<String> = arguments
            .iter()
            .map(|argument| fold(self.display(&self.eval(argument, scope)).trim_start_matches('#')))
            .collect();
        tags(note).iter().map(|tag| fold(tag)).any(|tag| {
            wanted.iter().any(|wanted| {
                tag.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        })
    }

    /// Whether the note links to a note, or to a missing one of that name.
    pub fn has_link(&self, id: NoteId, other: &Value<'a>) -> bool {
        let note = self.site.note(id);
        if let Some(other) = self.note_of(other) {
            return note.targets.iter().any(|target| matches!(target, Target::Note { note, .. } if *note == other));
        }
        let (Value::Text(name) | Value::Link(Link { target: name, .. })) = other else { return false };
        let name = fold(name.trim_end_matches(".md"));
        let says = |link: &LinkRef| match &link.dest {
            Dest::Internal(text) => fold(text.path().trim_end_matches(".md")) == name,
            Dest::External(_) | Dest::Refused => false,
        };
        note.parsed.links.iter().zip(&note.targets).any(|(link, target)| *target == Target::Missing && says(link))
    }

    pub fn in_folder(&self, id: NoteId, folder: &str) -> bool {
        let own = fold(self.site.note(id).path().folder());
        let folder = fold(folder.trim_matches('/'));
        folder.is_empty() || own.strip_prefix(&folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// The tags of the properties, then of the text, each once.
fn tags(note: &Note) -> Vec<String> {
    let mut tags = note.parsed.properties.tags();
    for tag in &note.parsed.tags {
        if !tags.contains(&tag.name) {
            tags.push(tag.name.clone());
        }
    }
    tags
}
