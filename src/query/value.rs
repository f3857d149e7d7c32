//! Values of expressions.

use std::borrow::Cow;
use std::fmt::Write;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::index::{AssetId, NoteId};

/// A value. Texts are borrowed from the notes where they occur there.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    /// A day, or a day with a time.
    Date(NaiveDateTime, bool),
    Duration(Duration),
    List(Vec<Value<'a>>),
    Link(Link<'a>),
    File(NoteId),
    /// The result of `image(…)`: a link or a text to be shown as a picture.
    Image(Box<Value<'a>>),
    /// A pattern, and whether it is global.
    Regex(Cow<'a, str>, bool),
    /// The result of `html(…)`, not yet sanitised.
    Html(Cow<'a, str>),
    /// The name of an icon.
    Icon(Cow<'a, str>),
    /// All properties of a note.
    Properties(NoteId),
}

/// A link in a property, or one made by an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Link<'a> {
    /// As typed.
    pub target: Cow<'a, str>,
    pub label: Option<Cow<'a, str>>,
    /// Its target; `None` where it may not be shown or does not exist.
    pub to: Option<To>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum To {
    Note(NoteId),
    Asset(AssetId),
    /// A URL with an allowed scheme.
    Url,
}

/// A duration. Months have no fixed length, so they are stored apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Duration {
    pub months: i32,
    pub milliseconds: f64,
}

pub const DAY: f64 = 86_400_000.0;

impl Value<'_> {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Cow::Owned(text.into()))
    }

    /// Whether a filter accepts the value.
    pub fn truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(flag) => *flag,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
            _ => true,
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            _ => false,
        }
    }

    /// The value as a number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Bool(flag) => Some(f64::from(u8::from(*flag))),
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Self::Date(date, _) => Some(date.and_utc().timestamp_millis() as f64),
            Self::Duration(duration) if duration.months == 0 => Some(duration.milliseconds),
            _ => None,
        }
    }

    /// The value as the plain text of a cell; `name` gives the name of a note.
    pub fn display(&self, name: &dyn Fn(NoteId) -> String) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => plain_number(*number),
            Self::Text(text) => text.to_string(),
            Self::Date(date, timed) => plain_date(*date, *timed),
            Self::Duration(duration) => duration.display(),
            Self::List(list) => list.iter().map(|value| value.display(name)).collect::<Vec<_>>().join(", "),
            Self::Link(link) => link.label.as_ref().unwrap_or(&link.target).to_string(),
            Self::File(note) => name(*note),
            Self::Image(of) => of.display(name),
            Self::Regex(pattern, _) => format!("/{pattern}/"),
            Self::Html(text) | Self::Icon(text) => text.to_string(),
            Self::Properties(_) => String::new(),
        }
    }
}

impl Duration {
    /// Reads a duration such as `1d`, `2 weeks` or `3M`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let sign = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))?;
        let amount: f64 = text[..sign].parse().ok().filter(|amount: &f64| amount.abs() < 1e6)?;
        let milliseconds = |unit: f64| Some(Self { months: 0, milliseconds: amount * unit });
        match text[sign..].trim() {
            "y" | "year" | "years" => Some(Self { months: (amount * 12.0) as i32, milliseconds: 0.0 }),
            "M" | "month" | "months" => Some(Self { months: amount as i32, milliseconds: 0.0 }),
            "w" | "week" | "weeks" => milliseconds(7.0 * DAY),
            "d" | "day" | "days" => milliseconds(DAY),
            "h" | "hour" | "hours" => milliseconds(3_600_000.0),
            "m" | "minute" | "minutes" => milliseconds(60_000.0),
            "s" | "second" | "seconds" => milliseconds(1_000.0),
            _ => None,
        }
    }

    pub fn times(self, factor: f64) -> Self {
        let months = (f64::from(self.months) * factor).clamp(-1e6, 1e6) as i32;
        Self { months, milliseconds: self.milliseconds * factor }
    }

    /// The moment this much later; `None` past the end of the calendar.
    pub fn after(self, date: NaiveDateTime) -> Option<NaiveDateTime> {
        let months = chrono::Months::new(self.months.unsigned_abs());
        let date = if self.months < 0 { date.checked_sub_months(months)? } else { date.checked_add_months(months)? };
        let milliseconds = self.milliseconds;
        if milliseconds.abs() > 1e15 {
            return None;
        }
        date.checked_add_signed(chrono::Duration::milliseconds(milliseconds as i64))
    }

    fn display(self) -> String {
        let mut out = String::new();
        if self.months != 0 {
            // Writing to a string cannot fail.
            let _ = write!(out, "{} M ", self.months);
        }
        if self.milliseconds != 0.0 || out.is_empty() {
            out.push_str(&plain_number(self.milliseconds));
        }
        out.trim_end().to_owned()
    }
}

/// A number as JavaScript writes it, without the rounding errors of the last digits.
pub fn plain_number(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    if number == 0.0 {
        // Negative zero, which the sum of nothing is, is written as zero.
        return "0".to_owned();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let rounded: f64 = format!("{number:.12e}").parse().unwrap_or(number);
    rounded.to_string()
}

pub fn plain_date(date: NaiveDateTime, timed: bool) -> String {
    date.format(if timed { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d" }).to_string()
}

/// Reads a date as properties and expressions write it.
pub fn parse_date(text: &str) -> Option<(NaiveDateTime, bool)> {
    let text = text.trim();
    // Most texts are not dates, and this rejects them quickly.
    if text.as_bytes().get(4).is_none_or(|byte| *byte != b'-') || text.len() > 40 {
        return None;
    }
    let day = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    let rest = text[10..].trim_start_matches(['T', ' ']).trim_end_matches('Z');
    if rest.is_empty() {
        return Some((day.and_time(NaiveTime::MIN), false));
    }
    let time =
        ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"].iter().find_map(|form| NaiveTime::parse_from_str(rest, form).ok())?;
    Some((day.and_time(time), true))
}
