//! The properties on a note's page: those of the config's allow-list, each in the form of its type.
//!
//! Obsidian's own type of a name counts where the value fits it; else the value decides (D-TYPES).
//! Links in texts and lists were resolved by the index, and one whose target is private or missing is plain text. A
//! value that was computed once and frozen by an export is never shown: the live one takes its place.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

use crate::article::shown;
use crate::index::{NoteId, Target};
use crate::pages::context::Pages;
use crate::pages::review::iso;
use crate::parse::properties::Value;
use crate::parse::{Dest, LinkRef, Property, PropertyLink, Scalar};
use crate::path::{fold, percent, same_name};
use crate::review::frozen::{Live, is_frozen, live};
use crate::view::{PropertyKind, PropertyPart, PropertyValue, PropertyView};

impl Pages {
    /// The shown properties of a note that are not empty, in its own order.
    pub(super) fn properties(&self, id: NoteId) -> Vec<PropertyView> {
        let properties = &self.site.note(id).parsed.properties;
        let shown = |key: &str| self.config.shown_properties.iter().any(|name| same_name(key, name));
        let listed = properties.keys().enumerate().filter(|(_, key)| shown(key));
        let views = listed.filter_map(|(at, key)| match is_frozen(key) {
            true => self.live_view(id, &properties.entry(at)),
            false => Some(self.property_view(id, at, &properties.entry(at))),
        });
        views.filter(|view| !view.values.is_empty()).collect()
    }

    fn property_view(&self, id: NoteId, at: usize, property: &Property) -> PropertyView {
        let parsed = &self.site.note(id).parsed;
        let (kind, values) = if let Some(source) = parsed.properties.nested_source(property, &parsed.source) {
            (PropertyKind::Source, vec![PropertyValue::text(source)])
        } else if self.holds_tags(property) {
            (PropertyKind::Tags, parsed.properties.tags().iter().map(|tag| self.tag(id, tag)).collect())
        } else {
            self.typed(id, at, property)
        };
        PropertyView { key: property.key.to_string(), kind, values, stored: None }
    }

    fn holds_tags(&self, property: &Property) -> bool {
        let legacy = self.config.markdown.legacy_singular_keys;
        same_name(&property.key, "tags") || legacy && same_name(&property.key, "tag")
    }

    /// A tag, with a link to its topic where that has a page.
    fn tag(&self, id: NoteId, tag: &str) -> PropertyValue {
        let name = fold(tag);
        let is_named = |text: &str| {
            let text = fold(text);
            text.strip_suffix(&name).is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let topic = self.site.note(id).topics.iter().copied().find(|&topic| {
            let topic = self.site.topic(topic);
            let path = topic.note.map(|note| self.site.note(note).path().as_str());
            fold(&topic.name) == name || path.is_some_and(|path| is_named(path.strip_suffix(".md").unwrap_or(path)))
        });
        let href = topic.and_then(|topic| self.topic_link(topic).href);
        PropertyValue { parts: vec![PropertyPart { href, ..PropertyPart::text(tag) }], ..PropertyValue::default() }
    }

    /// A scalar or a list, by its type.
    fn typed(&self, id: NoteId, at: usize, property: &Property) -> (PropertyKind, Vec<PropertyValue>) {
        let declared = self.site.property_types.get(&fold(&property.key)).map(String::as_str);
        if let Value::Scalar(scalar) = &property.value
            && let Some((kind, value)) = self.of_type(declared, scalar)
        {
            return (kind, vec![value]);
        }
        let is_list = matches!(property.value, Value::List(_)) || matches!(declared, Some("multitext" | "aliases"));
        let scalars = property.value.scalars().iter().enumerate();
        let values = scalars.filter_map(|(ix, scalar)| match scalar {
            Scalar::Bool(flag) => Some(PropertyValue::text(flag.to_string())),
            scalar => Some(self.linked(id, at, ix, scalar.as_text()?)),
        });
        (if is_list { PropertyKind::List } else { PropertyKind::Text }, values.collect())
    }

    /// A single value as a box, number or day; `None` where it is a text, or does not fit the declared type.
    fn of_type(&self, declared: Option<&str>, scalar: &Scalar) -> Option<(PropertyKind, PropertyValue)> {
        let may_be = |kind: &str| declared.is_none_or(|declared| declared == kind);
        let text = scalar.as_text();
        let flag = match (scalar, text) {
            (Scalar::Bool(flag), _) => Some(*flag),
            (_, Some(text)) if declared == Some("checkbox") => text.to_ascii_lowercase().parse().ok(),
            _ => None,
        };
        if let Some(flag) = flag.filter(|_| may_be("checkbox")) {
            return Some((PropertyKind::Checkbox, PropertyValue::text(flag.to_string())));
        }
        let text = text?;
        let is_number = matches!(scalar, Scalar::Number(_)) || declared == Some("number") && is_number(text);
        if is_number && may_be("number") {
            return Some((PropertyKind::Number, PropertyValue::text(text)));
        }
        let (day, time) = self.moment(text)?;
        match time {
            Some(time) if may_be("datetime") => {
                let time = Some(time.format("%H:%M").to_string());
                Some((PropertyKind::Datetime, PropertyValue { day: Some(iso(day)), time, ..PropertyValue::text(text) }))
            }
            _ if declared == Some("date") || time.is_none() && matches!(declared, None | Some("datetime")) => {
                Some((PropertyKind::Date, PropertyValue::day(day)))
            }
            _ => None,
        }
    }

    /// Reads `2020-08-21` or `2020-08-21T10:30:00`; a moment with an offset is converted to the site's zone. Other
    /// spellings are texts, as in Obsidian.
    fn moment(&self, text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
        if let Ok(day) = text.parse::<NaiveDate>() {
            return (text.len() == "2020-08-21".len()).then_some((day, None));
        }
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            let here = instant.with_timezone(&self.config.today.zone).naive_local();
            return Some((here.date(), Some(here.time())));
        }
        let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        let moment = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
        Some((moment.date(), Some(moment.time())))
    }

    /// A text with its links.
    fn linked(&self, id: NoteId, property: usize, scalar: usize, text: &str) -> PropertyValue {
        let note = self.site.note(id);
        let is_here =
            |place: &&PropertyLink| (usize::from(place.property), usize::from(place.scalar)) == (property, scalar);
        let mut parts = Vec::new();
        let mut done = 0;
        for place in note.parsed.property_links.iter().filter(is_here) {
            let (start, end) = (place.range.start as usize, place.range.end as usize);
            parts.extend(Some(&text[done..start]).filter(|between| !between.is_empty()).map(PropertyPart::text));
            parts.push(self.link_part(&note.parsed.links[place.link as usize], &note.targets[place.link as usize]));
            done = end;
        }
        parts.extend(Some(&text[done..]).filter(|rest| !rest.is_empty()).map(PropertyPart::text));
        PropertyValue { parts, ..PropertyValue::default() }
    }

    fn link_part(&self, link: &LinkRef, target: &Target) -> PropertyPart {
        let href = match (target, &link.dest) {
            (Target::Note { note, section }, _) => {
                let anchor = self.site.anchor(*note, section).map(|anchor| format!("#{}", percent(&anchor)));
                Some(self.href(&self.site.note(*note).url) + &anchor.unwrap_or_default())
            }
            (Target::Asset(asset), _) => Some(self.href(&self.site.asset(*asset).url)),
            (Target::Topic(topic), _) => self.topic_link(*topic).href,
            (Target::External, Dest::External(url)) => Some(url.to_string()),
            (Target::External | Target::Refused | Target::Missing, _) => None,
        };
        let label = link.label().map_or_else(|| shown(&link.dest), str::to_owned);
        PropertyPart { label, external: *target == Target::External && href.is_some(), href }
    }

    /// Today's value in place of a frozen one; the stored share is shown beside the live one where they differ.
    fn live_view(&self, id: NoteId, property: &Property) -> Option<PropertyView> {
        let entry = self.entry(id)?;
        let today = self.schedule.today.date;
        let stored_share = property.value.as_text().filter(|text| is_number(text));
        let (kind, value, stored) = match live(&property.key, entry, today)? {
            Live::Progress { done, total } if stored_share.is_some() => {
                let share = (f64::from(done) / f64::from(total) * 100.0).round() / 100.0;
                let differs = |stored: &&str| stored.parse() != Ok(share);
                (PropertyKind::Number, PropertyValue::text(share.to_string()), stored_share.filter(differs))
            }
            Live::Progress { done, total } => {
                (PropertyKind::Text, PropertyValue::text(format!("{done}/{total}")), None)
            }
            Live::DayNumber(days) => {
                let values = [("n", &*days.to_string()), ("date", &*iso(today))];
                (PropertyKind::Text, PropertyValue::text(self.translate_with("note.day_number", &values)), None)
            }
            Live::Day(day) => (PropertyKind::Date, PropertyValue::day(day), None),
        };
        let stored = stored.map(str::to_owned);
        Some(PropertyView { key: property.key.to_string(), kind, values: vec![value], stored })
    }
}

impl PropertyValue {
    fn text(text: impl Into<String>) -> Self {
        Self { parts: vec![PropertyPart::text(text)], ..Self::default() }
    }

    fn day(day: NaiveDate) -> Self {
        Self { day: Some(iso(day)), ..Self::text(iso(day)) }
    }
}

impl PropertyPart {
    fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}
