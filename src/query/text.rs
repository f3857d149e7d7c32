//! Methods of texts.

use super::eval::{MAX_TEXT, Run, Scope};
use super::value::Value;
use crate::parse::base::expr::Expr;

impl<'a> Run<'a> {
    pub fn text_method(&self, text: &str, name: &str, arguments: &'a [Expr], scope: Scope<'_, 'a>) -> Value<'a> {
        if !self.step(text.len() / 64) {
            return Value::Null;
        }
        let argument = |ix: usize| arguments.get(ix).map_or(Value::Null, |expr| self.eval(expr, scope));
        let word = |ix: usize| self.display(&argument(ix));
        let mut words = (0..arguments.len()).map(word);
        match name {
            "contains" => Value::Bool(text.contains(&word(0))),
            "containsAll" => Value::Bool(words.all(|word| text.contains(&word))),
            "containsAny" => Value::Bool(words.any(|word| text.contains(&word))),
            "startsWith" => Value::Bool(text.starts_with(&word(0))),
            "endsWith" => Value::Bool(text.ends_with(&word(0))),
            "lower" => Value::text(text.to_lowercase()),
            "trim" => Value::text(text.trim()),
            "title" => Value::text(title(text)),
            "reverse" => Value::text(text.chars().rev().collect::<String>()),
            "repeat" => {
                let count = argument(0).number().unwrap_or(0.0).clamp(0.0, MAX_TEXT as f64) as usize;
                let fits = text.len().saturating_mul(count) <= MAX_TEXT;
                if fits && self.step(text.len() * count / 64) { Value::text(text.repeat(count)) } else { Value::Null }
            }
            "slice" => {
                let length = text.chars().count();
                let (from, to) = bounds(length, argument(0).number(), argument(1).number());
                Value::text(text.chars().skip(from).take(to - from).collect::<String>())
            }
            "replace" => self.replace(text, &argument(0), &word(1)),
            "split" => self.split(text, &argument(0), argument(1).number()),
            _ => Value::Null,
        }
    }

    fn replace(&self, text: &str, pattern: &Value<'a>, with: &str) -> Value<'a> {
        let replaced = match pattern {
            Value::Regex(pattern, every) => {
                let limit = usize::from(!every);
                self.with_pattern(pattern, |pattern| pattern.replacen(text, limit, with).into_owned())
            }
            pattern => {
                let pattern = self.display(pattern);
                if pattern.is_empty() { Some(text.to_owned()) } else { Some(text.replace(&pattern, with)) }
            }
        };
        replaced.filter(|text| text.len() <= MAX_TEXT).map_or(Value::Null, Value::text)
    }

    fn split(&self, text: &str, separator: &Value<'a>, most: Option<f64>) -> Value<'a> {
        let most = most.map_or(super::eval::MAX_LIST, |most| most.clamp(0.0, super::eval::MAX_LIST as f64) as usize);
        let parts: Option<Vec<Value<'a>>> = match separator {
            Value::Regex(pattern, _) => {
                self.with_pattern(pattern, |pattern| pattern.split(text).take(most).map(Value::text).collect())
            }
            separator => {
                let separator = self.display(separator);
                let whole = separator.is_empty();
                let chars = text.chars().take(if whole { most } else { 0 }).map(|c| Value::text(c.to_string()));
                let parts = text.split(separator.as_str()).take(if whole { 0 } else { most }).map(Value::text);
                Some(chars.chain(parts).collect())
            }
        };
        parts.map_or(Value::Null, Value::List)
    }
}

/// The range of a slice; negative ends count from the end of the text.
pub(super) fn bounds(length: usize, from: Option<f64>, to: Option<f64>) -> (usize, usize) {
    let at = |end: f64| if end < 0.0 { length.saturating_sub(-end as usize) } else { (end as usize).min(length) };
    let from = from.map_or(0, at);
    (from, to.map_or(length, at).max(from))
}

fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut first = true;
    for c in text.chars() {
        if first {
            out.extend(c.to_uppercase())
        } else {
            out.extend(c.to_lowercase())
        }
        first = c.is_whitespace();
    }
    out
}
