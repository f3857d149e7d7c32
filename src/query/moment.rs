//! Dates by a format of Moment.js, as in `date.format("YYYY-MM-DD")`.

use chrono::{Datelike, NaiveDateTime, Timelike};

use crate::config::Language;

const TOKENS: [&str; 20] = [
    "YYYY", "MMMM", "dddd", "MMM", "ddd", "YY", "MM", "DD", "HH", "hh", "mm", "ss", "M", "D", "H", "h", "m", "s", "A",
    "a",
];

/// Formats a date. Characters that are not a token stay as they are; text in brackets never is one.
pub fn format(date: NaiveDateTime, pattern: &str, language: Language) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        if let Some((literal, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            out.push_str(literal);
            rest = after;
        } else if let Some(token) = TOKENS.iter().find(|token| rest.starts_with(**token)) {
            out.push_str(&part(date, token, language));
            rest = &rest[token.len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn part(date: NaiveDateTime, token: &str, language: Language) -> String {
    let korean = language == Language::Korean;
    let hour = (date.hour() + 11) % 12 + 1;
    let afternoon = date.hour() >= 12;
    match token {
        "YYYY" => format!("{:04}", date.year()),
        "YY" => format!("{:02}", date.year().rem_euclid(100)),
        "MMMM" | "MMM" if korean => format!("{}월", date.month()),
        "MMMM" => date.format("%B").to_string(),
        "MMM" => date.format("%b").to_string(),
        "MM" => format!("{:02}", date.month()),
        "M" => date.month().to_string(),
        "DD" => format!("{:02}", date.day()),
        "D" => date.day().to_string(),
        "dddd" | "ddd" if korean => {
            let day = ["월", "화", "수", "목", "금", "토", "일"][date.weekday().num_days_from_monday() as usize];
            if token == "dddd" { format!("{day}요일") } else { day.to_owned() }
        }
        "dddd" => date.format("%A").to_string(),
        "ddd" => date.format("%a").to_string(),
        "HH" => format!("{:02}", date.hour()),
        "H" => date.hour().to_string(),
        "hh" => format!("{hour:02}"),
        "h" => hour.to_string(),
        "mm" => format!("{:02}", date.minute()),
        "m" => date.minute().to_string(),
        "ss" => format!("{:02}", date.second()),
        "s" => date.second().to_string(),
        "A" | "a" if korean => (if afternoon { "오후" } else { "오전" }).to_owned(),
        "A" => (if afternoon { "PM" } else { "AM" }).to_owned(),
        _ => (if afternoon { "pm" } else { "am" }).to_owned(),
    }
}
