//! The `[review]` table (R-CONFIG): its defaults and the reading of its values.

use chrono::NaiveTime;
use chrono_tz::{TZ_VARIANTS, Tz};
use regex::{Regex, RegexBuilder};
use toml::de::DeValue;

use super::raw::{Bad, ConfigValue, Problems, Read, Table, choice, each, number, parsed, text, texts};
use super::{ReviewKeys, ReviewPublish, ReviewSections, ReviewSettings, Trust};
use crate::diag::did_you_mean;
use crate::path::nfc;

/// The longest ladder, in days: one of more than a century is a typing error.
const MAX_DAYS: u32 = 36_500;

/// `[review]` as declared. The zone is open until the vault's language is known.
#[derive(Clone, Debug)]
pub(super) struct DeclaredReview {
    pub zone: Option<Tz>,
    pub day_start: NaiveTime,
    pub settings: ReviewSettings,
}

impl DeclaredReview {
    pub fn read(table: &mut Table<'_>, problems: &mut Problems<'_>) -> Self {
        let default = ReviewSettings::default();
        let zone = table.get(problems, "timezone", zone);
        let day_start = table.get(problems, "day_start", time).unwrap_or(NaiveTime::MIN);
        let settings = ReviewSettings {
            steps: table.get(problems, "steps", steps).unwrap_or(default.steps),
            trust: table
                .get(problems, "trust", |v| choice(v, &[("ticks", Trust::Ticks), ("board", Trust::Board)]))
                .unwrap_or(default.trust),
            extra: table.get(problems, "extra", extra).unwrap_or(default.extra),
            publish: table.get(problems, "publish", publish).unwrap_or(default.publish),
            alarm: table.get(problems, "alarm", time).unwrap_or(default.alarm),
            horizon_days: table.get(problems, "horizon_days", |v| number(v, 1..=366)).unwrap_or(default.horizon_days),
            keys: keys(table, problems, default.keys),
            sections: sections(table, problems, default.sections),
        };
        Self { zone, day_start, settings }
    }
}

fn keys(review: &mut Table<'_>, problems: &mut Problems<'_>, default: ReviewKeys) -> ReviewKeys {
    let mut table = review.table(problems, "keys");
    let mut read = |key: &str, groups: usize, default: Vec<Regex>| {
        table.get(problems, key, |value| each(value, |v| pattern(v, groups))).unwrap_or(default)
    };
    let keys = ReviewKeys {
        first: read("first", 0, default.first),
        step: read("step", 1, default.step),
        long_term: read("long_term", 0, default.long_term),
        board: read("board", 0, default.board),
        difficulty: read("difficulty", 0, default.difficulty),
    };
    table.finish(problems);
    keys
}

fn sections(review: &mut Table<'_>, problems: &mut Problems<'_>, default: ReviewSections) -> ReviewSections {
    let mut table = review.table(problems, "sections");
    let mut read = |key: &str, default: Vec<String>| table.get(problems, key, texts).unwrap_or(default);
    let sections = ReviewSections {
        cue: read("cue", default.cue),
        other: read("other", default.other),
        reminder: read("reminder", default.reminder),
        placeholders: read("placeholders", default.placeholders),
    };
    table.finish(problems);
    sections
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self {
            steps: vec![1, 4, 7, 14],
            trust: Trust::Ticks,
            extra: None,
            publish: ReviewPublish::Full,
            alarm: NaiveTime::from_hms_opt(9, 0, 0).expect("nine o'clock exists"),
            horizon_days: 30,
            keys: ReviewKeys::default(),
            sections: ReviewSections::default(),
        }
    }
}

impl Default for ReviewKeys {
    fn default() -> Self {
        let all = |patterns: &[&str]| {
            patterns.iter().map(|pattern| compile(pattern).expect("the default patterns are valid")).collect()
        };
        Self {
            first: all(&[r"첫\s*학습\s*날", r"first[_-]stud(y|ied)"]),
            step: all(&[r"(\d+)일\s*복습\s*여부", r"review[_-](\d+)(day)?"]),
            long_term: all(&[r"장기\s*기억", r"long[_-]term"]),
            board: all(&["복습", r"review[_-]status"]),
            difficulty: all(&[r"학습\s*정도", "difficulty"]),
        }
    }
}

impl Default for ReviewSections {
    fn default() -> Self {
        let all = |titles: &[&str]| titles.iter().map(|title| (*title).to_owned()).collect();
        Self {
            cue: all(&["단서 질문", "단서 질문 및 답변", "Cue", "Questions"]),
            other: all(&["핵심 필기", "핵심 요약", "복습알림", "Notes", "Summary"]),
            reminder: all(&["복습알림", "Reminder"]),
            placeholders: all(&["질문1"]),
        }
    }
}

/// A pattern for a whole property key. Case is ignored, as in Obsidian, and the pattern is normalised to NFC, as the
/// keys are.
fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(&format!("^(?:{})$", nfc(pattern))).case_insensitive(true).build()
}

/// A regular expression with at least `groups` groups.
fn pattern(value: &ConfigValue<'_>, groups: usize) -> Read<Regex> {
    parsed(value, |text| {
        let regex = compile(text).map_err(|error| {
            let message = error.to_string();
            let reason = message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            (format!("is not a regular expression: {reason}"), None)
        })?;
        if regex.captures_len() > groups {
            return Ok(regex);
        }
        let help = r"write the number as a group: `(\d+)일 복습`".to_owned();
        Err(("must have a group that holds the step in days".to_owned(), Some(help)))
    })
}

fn zone(value: &ConfigValue<'_>) -> Read<Tz> {
    parsed(value, |text| {
        text.parse().map_err(|_| {
            let near = did_you_mean(text, TZ_VARIANTS.iter().map(|zone| zone.name()));
            let near = near.map(|near| format!("did you mean \"{near}\"?"));
            let help =
                near.unwrap_or_else(|| "use a name of the IANA time zone database, such as \"Asia/Seoul\"".into());
            (format!("must be a time zone, not \"{text}\""), Some(help))
        })
    })
}

/// A time of day, as `"04:00"` or as TOML's own local time.
fn time(value: &ConfigValue<'_>) -> Read<NaiveTime> {
    let written = match value.get_ref() {
        DeValue::Datetime(time) if time.date.is_none() => time.to_string(),
        _ => text(value)?.to_owned(),
    };
    let parsed = ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(&written, format).ok());
    parsed.ok_or_else(|| vec![Bad::new(value, "must be a time of day").help(Some("write it like \"04:00\""))])
}

fn steps(value: &ConfigValue<'_>) -> Read<Vec<u32>> {
    let mut steps = each(value, |element| number(element, 1..=MAX_DAYS))?;
    if steps.is_empty() {
        return Err(vec![Bad::new(value, "must have at least one step").help(Some("the default is [1, 4, 7, 14]"))]);
    }
    steps.sort_unstable();
    steps.dedup();
    Ok(steps)
}

fn extra(value: &ConfigValue<'_>) -> Read<Option<u32>> {
    parsed(value, |text| {
        if text == "none" {
            return Ok(None);
        }
        let days = text.strip_suffix('d').and_then(|days| days.parse().ok());
        let days = days.filter(|days| (1..=MAX_DAYS).contains(days));
        days.map(Some).ok_or_else(|| ("must be \"none\" or a number of days such as \"30d\"".to_owned(), None))
    })
}

fn publish(value: &ConfigValue<'_>) -> Read<ReviewPublish> {
    choice(value, &[("full", ReviewPublish::Full), ("counts", ReviewPublish::Counts), ("none", ReviewPublish::Nothing)])
}
