//! Functions without a receiver, fields of values, and the methods of any value, date, number, file or link.

use chrono::{Datelike, NaiveTime, Timelike};

use super::eval::{Run, Scope, link_parts};
use super::value::{DAY, Duration, Value, parse_date};
use super::{moment, value::To};
use crate::parse::base::expr::Expr;

impl<'a> Run<'a> {
    pub fn call(&self, name: &str, arguments: &'a [Expr], scope: Scope<'_, 'a>) -> Value<'a> {
        let argument = |ix: usize| arguments.get(ix).map_or(Value::Null, |expr| self.eval(expr, scope));
        match name {
            "if" => match argument(0).truthy() {
                true => argument(1),
                false => argument(2),
            },
            "today" | "now" => self.today(),
            "date" => match argument(0) {
                Value::Text(text) => parse_date(&text).map_or(Value::Null, |(date, timed)| Value::Date(date, timed)),
                date @ Value::Date(..) => date,
                _ => Value::Null,
            },
            "duration" => match argument(0) {
                Value::Text(text) => Duration::parse(&text).map_or(Value::Null, Value::Duration),
                _ => Value::Null,
            },
            "number" => argument(0).number().map_or(Value::Null, Value::Number),
            "list" => match argument(0) {
                list @ Value::List(_) => list,
                Value::Null => Value::List(Vec::new()),
                value => Value::List(vec![value]),
            },
            "link" => self.make_link(argument(0), &argument(1)),
            "file" => self.note_of(&argument(0)).map_or(Value::Null, Value::File),
            "image" => match argument(0) {
                Value::Null => Value::Null,
                value => Value::Image(Box::new(value)),
            },
            "html" => match argument(0) {
                Value::Text(text) => Value::Html(text),
                _ => Value::Null,
            },
            "icon" => match argument(0) {
                Value::Text(name) => Value::Icon(name),
                _ => Value::Null,
            },
            // Texts are escaped wherever they are written.
            "escapeHTML" => argument(0),
            "max" | "min" => {
                let numbers = (0..arguments.len()).filter_map(|ix| argument(ix).number());
                let best = if name == "max" { numbers.reduce(f64::max) } else { numbers.reduce(f64::min) };
                best.map_or(Value::Null, Value::Number)
            }
            _ => Value::Null,
        }
    }

    fn make_link(&self, target: Value<'a>, label: &Value<'a>) -> Value<'a> {
        let label = (!label.is_empty()).then(|| self.display(label).into());
        match target {
            Value::Link(mut link) => {
                link.label = label.or(link.label);
                Value::Link(link)
            }
            Value::File(note) => {
                let path = self.site.note(note).path();
                let label = label.unwrap_or_else(|| path.stem().into());
                let mut link = self.link(path.as_str().into(), Some(label));
                link.to = Some(To::Note(note));
                Value::Link(link)
            }
            Value::Null => Value::Null,
            other => {
                let text = self.display(&other);
                let (target, own) = match link_parts(&text) {
                    Some((target, own)) => (target.to_owned(), own.map(str::to_owned)),
                    None => (text, None),
                };
                Value::Link(self.link(target.into(), label.or(own.map(Into::into))))
            }
        }
    }

    /// A field of a value.
    pub fn field(&self, value: &Value<'a>, name: &str) -> Value<'a> {
        let number = |number: f64| Value::Number(number);
        match (value, name) {
            (Value::File(note), _) => self.file_field(*note, name),
            (Value::Properties(note), _) => self.property(*note, name),
            (Value::Text(text), "length") => number(text.chars().count() as f64),
            (Value::List(list), "length") => number(list.len() as f64),
            (Value::Date(date, _), _) => match name {
                "year" => number(f64::from(date.year())),
                "month" => number(f64::from(date.month())),
                "day" => number(f64::from(date.day())),
                "hour" => number(f64::from(date.hour())),
                "minute" => number(f64::from(date.minute())),
                "second" => number(f64::from(date.second())),
                "millisecond" => number(0.0),
                _ => Value::Null,
            },
            (Value::Duration(duration), _) if duration.months == 0 => {
                let unit = match name {
                    "milliseconds" => 1.0,
                    "seconds" => 1_000.0,
                    "minutes" => 60_000.0,
                    "hours" => 3_600_000.0,
                    "days" => DAY,
                    "weeks" => 7.0 * DAY,
                    _ => return Value::Null,
                };
                number(duration.milliseconds / unit)
            }
            _ => Value::Null,
        }
    }

    pub fn method(&self, of: Value<'a>, name: &str, arguments: &'a [Expr], scope: Scope<'_, 'a>) -> Value<'a> {
        let argument = |ix: usize| arguments.get(ix).map_or(Value::Null, |expr| self.eval(expr, scope));
        match name {
            "isTruthy" => return Value::Bool(of.truthy()),
            "isEmpty" => return Value::Bool(of.is_empty()),
            "isType" => return Value::Bool(self.display(&argument(0)) == type_name(&of)),
            "toString" => return Value::text(self.display(&of)),
            _ => {}
        }
        match of {
            Value::List(list) => self.list_method(list, name, arguments, scope),
            Value::Date(date, timed) => match name {
                "date" => Value::Date(date.date().and_time(NaiveTime::MIN), false),
                "time" => Value::text(date.format("%H:%M:%S").to_string()),
                "relative" => Value::text(self.labels.format(date.date(), self.config.today.date)),
                "format" => {
                    let pattern = self.display(&argument(0));
                    Value::text(moment::format(date, &pattern, self.config.site.language))
                }
                _ => self.text_method(&super::value::plain_date(date, timed), name, arguments, scope),
            },
            Value::Regex(pattern, _) if name == "matches" => {
                let text = self.display(&argument(0));
                self.step(text.len() / 8);
                Value::Bool(self.with_pattern(&pattern, |pattern| pattern.is_match(&text)).unwrap_or(false))
            }
            Value::Number(number) => self.number_method(number, name, arguments, scope),
            Value::File(note) => match name {
                "hasTag" => Value::Bool(self.has_tag(note, arguments, scope)),
                "hasLink" => Value::Bool(self.has_link(note, &argument(0))),
                "inFolder" => Value::Bool(self.in_folder(note, &self.display(&argument(0)))),
                "hasProperty" => {
                    let properties = &self.site.note(note).parsed.properties;
                    Value::Bool(properties.get(&self.display(&argument(0))).is_some())
                }
                "asLink" => self.make_link(Value::File(note), &argument(0)),
                _ => Value::Null,
            },
            Value::Link(link) => match name {
                "asFile" => self.note_of(&Value::Link(link)).map_or(Value::Null, Value::File),
                "linksTo" => {
                    let from = self.note_of(&Value::Link(link));
                    Value::Bool(from.is_some_and(|from| self.has_link(from, &argument(0))))
                }
                _ => self.text_method(link.label.as_deref().unwrap_or(&link.target), name, arguments, scope),
            },
            Value::Text(text) => self.text_method(&text, name, arguments, scope),
            Value::Properties(note) => self.properties_method(note, name),
            // An empty property counts as an empty text in a search.
            Value::Null if matches!(name, "contains" | "containsAny" | "containsAll" | "startsWith" | "endsWith") => {
                Value::Bool(false)
            }
            _ => Value::Null,
        }
    }

    fn number_method(&self, number: f64, name: &str, arguments: &'a [Expr], scope: Scope<'_, 'a>) -> Value<'a> {
        let digits = arguments.first().and_then(|expr| self.eval(expr, scope).number());
        let digits = digits.map_or(0, |digits| digits.clamp(0.0, 12.0) as usize);
        match name {
            "abs" => Value::Number(number.abs()),
            "ceil" => Value::Number(number.ceil()),
            "floor" => Value::Number(number.floor()),
            "round" => {
                let scale = 10f64.powi(digits as i32);
                // Halves round up, as in JavaScript.
                Value::Number((number * scale + 0.5).floor() / scale)
            }
            "toFixed" => Value::text(format!("{number:.digits$}")),
            _ => Value::Null,
        }
    }
}

fn type_name(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::Text(_) => "string",
        Value::Date(..) => "date",
        Value::Duration(_) => "duration",
        Value::List(_) => "list",
        Value::Link(_) => "link",
        Value::File(_) => "file",
        Value::Image(_) => "image",
        Value::Regex(..) => "regexp",
        Value::Html(_) => "html",
        Value::Icon(_) => "icon",
        Value::Properties(_) => "object",
    }
}
