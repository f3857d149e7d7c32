//! The spelling of a new value: that of the old one.

use chrono::{Datelike, NaiveDate};

/// The same value, ticked, with its quotes, blanks and case. `None` where it is not an open box. An empty value and
/// YAML's spellings of null become `true`.
pub fn ticked(old: &str) -> Option<String> {
    let quote = ["\"", "'"].into_iter().find(|quote| old.len() > 1 && old.starts_with(quote) && old.ends_with(quote));
    let quote = quote.unwrap_or_default();
    let inner = &old[quote.len()..old.len() - quote.len()];
    let word = inner.trim();
    let new = match word.to_lowercase().as_str() {
        "false" | "" | "null" | "~" => "true",
        "no" => "yes",
        "0" => "1",
        _ => return None,
    };
    let new = match (word.chars().any(char::is_uppercase), word.chars().any(char::is_lowercase)) {
        (true, true) => new[..1].to_uppercase() + &new[1..],
        (true, false) => new.to_uppercase(),
        _ => new.to_owned(),
    };
    let inner = if word.is_empty() { new } else { inner.replacen(word, &new, 1) };
    Some(format!("{quote}{inner}{quote}"))
}

/// A day spelt as in `sample`, which holds another day; ISO without one. `json`: texts need quotes.
pub fn dated(day: NaiveDate, sample: Option<&str>, json: bool) -> String {
    let sample = sample.unwrap_or_default();
    let quote = ['"', '\''].into_iter().find(|quote| sample.starts_with(*quote));
    let (y, m, d) = (day.year(), day.month(), day.day());
    let text = if sample.contains('년') {
        format!("{}{y}년 {m}월 {d}일", if sample.contains('@') { "@" } else { "" })
    } else if sample.contains('/') {
        format!("{y:04}/{m:02}/{d:02}")
    } else if sample.contains('.') && !sample.contains(':') {
        format!("{y:04}.{m:02}.{d:02}")
    } else {
        day.to_string()
    };
    match quote.or(json.then_some('"')) {
        Some(quote) => format!("{quote}{text}{quote}"),
        None => text,
    }
}

/// A text in the quotes of the old value; in new ones where it needs some.
pub fn text(new: &str, old: &str) -> String {
    match ['"', '\''].into_iter().find(|quote| old.starts_with(*quote)) {
        Some('\'') => format!("'{}'", new.replace('\'', "''")),
        Some(_) => double_quoted(new),
        None if is_plain(new) => new.to_owned(),
        None => double_quoted(new),
    }
}

/// A key as valid YAML.
pub fn key(name: &str, json: bool) -> String {
    if json || !is_plain(name) { double_quoted(name) } else { name.to_owned() }
}

fn double_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether YAML reads a text as it is: begins with a letter, a digit followed by one, or a character past ASCII.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next().is_some_and(|c| c.is_alphanumeric() || !c.is_ascii());
    let special = |c: char| matches!(c, ':' | '#' | ',' | '[' | ']' | '{' | '}' | '"' | '\'' | '\\') || c.is_control();
    first && !text.contains(special) && text.trim() == text && text.parse::<f64>().is_err()
}
