//! The decision table, row by row and example by example.

use std::sync::{Arc, LazyLock};

use chrono::{Duration, NaiveDate};

use super::*;
use crate::config::{Config, Declared, Dirs, Flags, Language, VaultFacts};
use crate::date::Clock;
use crate::diag::Severity;
use crate::index::{Input, NoteId, Site, index};
use crate::parse::{Form, ParseRules, ParsedNote, Tree, parse, properties};
use crate::path::VaultPath;
use crate::scan::image::ImageFacts;
use crate::scan::{Asset, SourceFile, Vault};
use crate::text::Source;

mod forecast;
mod history;
mod random;
mod table;
mod values;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The default config. Patterns take long to compile, and most tests use the defaults.
static DEFAULTS: LazyLock<Config> = LazyLock::new(|| configured("", "2025-01-01"));

/// A config read from a `kbgen.toml`, for a day.
pub(super) fn config(toml: &str, today: &str) -> Config {
    if !toml.is_empty() {
        return configured(toml, today);
    }
    let mut config = DEFAULTS.clone();
    config.today.date = day(today);
    config
}

fn configured(toml: &str, today: &str) -> Config {
    let dirs = Dirs { vault: "/v".into(), config: "/v".into(), work: "/v".into() };
    let source = Source::new(VaultPath::new("kbgen.toml"), toml);
    let declared = Declared::read(Some(&source), &Flags::default(), dirs).expect("a valid config").value;
    let facts = VaultFacts { name: "v".to_owned(), language: Language::Korean, strict_line_breaks: None };
    declared.settle(&facts, Clock::Day(day(today))).value
}

/// A site of notes with these paths and properties.
pub(super) fn site(notes: &[(&str, &str)], config: &Config) -> Site {
    site_of(notes.iter().map(|(path, yaml)| note(path, yaml)).collect(), config)
}

fn site_of(notes: Vec<ParsedNote>, config: &Config) -> Site {
    let mut parsed: Vec<Arc<ParsedNote>> = notes.into_iter().map(Arc::new).collect();
    parsed.sort_by(|a, b| a.path().cmp(b.path()));
    let vault = Vault::default();
    let probe = |_: &Asset| ImageFacts::default();
    index(Input { parsed: &parsed, refused: &[], vault: &vault, config, probe: &probe }, None).value.0
}

/// A note parsed with its body.
fn with_body(path: &str, yaml: &str, body: &str) -> ParsedNote {
    let source = Source::new(VaultPath::new(path), format!("---\n{yaml}\n---\n{body}"));
    let rules = ParseRules { markdown: &DEFAULTS.markdown, shown_properties: &[] };
    parse(&SourceFile { source, quiet: false }, &rules).value.unwrap()
}

fn note(path: &str, yaml: &str) -> ParsedNote {
    let source = Source::new(VaultPath::new(path), format!("---\n{yaml}\n---\n"));
    let read = properties::read(&source, false).value;
    ParsedNote {
        unlisted: read.properties.flag("unlisted") == Some(true),
        source,
        quiet: path.starts_with("quiet/"),
        properties: read.properties,
        access: read.access,
        form: Form::Note,
        body: Tree::default(),
        links: Vec::new(),
        property_links: Box::default(),
        headings: Vec::new(),
        blocks: Vec::new(),
        tags: Vec::new(),
        html_ids: Vec::new(),
        bases: Vec::new(),
        queries: Vec::new(),
    }
}

/// The only note of a vault on a day: its entry, and its findings, as `code line:column`.
fn only(yaml: &str, toml: &str, today: &str) -> (Option<Entry>, Vec<String>) {
    let config = config(toml, today);
    let site = site(&[("Note.md", yaml)], &config);
    let outcome = schedule(&site, None, &config);
    let place = |d: &crate::diag::Diagnostic| d.place.as_ref().unwrap().excerpt().unwrap().position;
    let found =
        outcome.diagnostics.iter().map(|d| format!("{} {}:{}", d.code.as_str(), place(d).line, place(d).column));
    (outcome.value.of(NoteId(0)).cloned(), found.collect())
}

/// An entry as text, such as `overdue 7, step 1, due 2025-03-02, missed 1 4 7`, without its empty parts.
pub(super) fn describe(entry: &Entry) -> String {
    let mut out = entry.state.name().to_owned();
    if entry.days_late > 0 {
        out += &format!(" {}", entry.days_late);
    }
    let part = |name: &str, value: Option<String>| value.map_or(String::new(), |value| format!(", {name} {value}"));
    out += &part("step", entry.step.map(|step| step.to_string()));
    out += &part("due", entry.due.map(|due| due.to_string()));
    out += &part("since", entry.since.map(|since| since.to_string()));
    let missed: Vec<String> = entry.missed.iter().map(u32::to_string).collect();
    out += &part("missed", (!missed.is_empty()).then(|| missed.join(" ")));
    out
}

#[test]
fn the_notes_of_a_shared_output_are_the_listed_ones() {
    let config = config("", "2025-03-02");
    let due = "첫 학습날: 2025-03-01";
    let site = site(
        &[
            ("a.md", due),
            ("b.md", "첫 학습날: 2025-03-01\nunlisted: true"),
            ("c.md", "첫 학습날: 2025-03-01\npublish: false"),
            ("d.md", "title: no review note"),
            ("quiet/e.md", due),
        ],
        &config,
    );
    let schedule = schedule(&site, None, &config).value;
    let paths = |entries: &[Entry]| entries.iter().map(|e| site.note(e.note).path().to_string()).collect::<Vec<_>>();
    assert_eq!(paths(&schedule.entries), ["a.md"]);
    assert_eq!(paths(&schedule.unlisted), ["b.md", "quiet/e.md"]);
    let of: Vec<Option<State>> = site.ids().map(|(id, _)| schedule.of(id).map(|entry| entry.state)).collect();
    assert_eq!(of, [Some(State::Due), Some(State::Due), None, Some(State::Due)]);
    assert_eq!(schedule.count(State::Due), 1);
    assert!(!to_json(&site, &schedule, Which::All).contains("b.md"));
}

#[test]
fn the_due_page_is_ordered_by_group_urgency_difficulty_and_path() {
    let config = config("", "2025-03-20");
    let open = |first: &str, more: &str| format!("첫 학습날: {first}\n{more}");
    let done = "1일복습여부: true\n4일복습여부: true\n7일복습여부: true\n14일복습여부: true";
    let notes = [
        ("a retired.md", open("2025-03-01", &format!("{done}\n장기기억: true"))),
        ("b later.md", open("2025-03-28", "")),
        ("c soon.md", open("2025-03-27", "")),
        ("d sooner.md", open("2025-03-20", "")),
        ("e ahead.md", open("2025-03-16", done)),
        ("f unscheduled.md", "1일복습여부: false".to_owned()),
        ("g extra.md", open("2025-03-02", done)),
        ("h older extra.md", open("2025-03-01", done)),
        ("i due.md", open("2025-03-19", "학습정도: 상")),
        ("j due.md", open("2025-03-19", "")),
        ("k due.md", open("2025-03-19", "학습정도: 🤔중")),
        ("l due.md", open("2025-03-19", "학습정도: 😡하")),
        ("m late 3 of 14.md", open("2025-03-03", &done.replace("14일복습여부: true", "14일복습여부: false"))),
        ("n late 1 of 1.md", open("2025-03-18", "")),
        ("o late 8 of 4.md", open("2025-03-08", "1일복습여부: true\n4일복습여부: false")),
        ("p late 1 of 1.md", open("2025-03-18", "difficulty: low")),
    ];
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, yaml)| (*path, yaml.as_str())).collect();
    let site = site(&notes, &config);
    let schedule = schedule(&site, None, &config).value;
    let order: Vec<&str> = schedule.entries.iter().map(|entry| site.note(entry.note).path().stem()).collect();
    assert_eq!(
        order,
        [
            "o late 8 of 4",
            "p late 1 of 1",
            "n late 1 of 1",
            "m late 3 of 14",
            "l due",
            "k due",
            "j due",
            "i due",
            "d sooner",
            "c soon",
            "h older extra",
            "g extra",
            "f unscheduled",
            "e ahead",
            "b later",
            "a retired",
        ]
    );
}

#[test]
fn review_json_is_written_as_promised() {
    let config = config("", "2024-10-27");
    let open = "첫 학습날: 2024-10-14\n1일복습여부: false\n4일복습여부: false\n7일복습여부: false\n14일복습여부: false";
    let notes = [
        ("06 - Full Notes/Terraform.md", format!("title: 테라\"폼\ntags: [IaC]\n{open}\n장기기억: false")),
        ("b.md", "복습: 1일 복습\ndifficulty: high".to_owned()),
    ];
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, yaml)| (*path, yaml.as_str())).collect();
    let site = site(&notes, &config);
    let schedule = schedule(&site, None, &config).value;
    let all = r#"{
  "date": "2024-10-27",
  "timezone": "Asia/Seoul",
  "day_start": "00:00",
  "counts": {"overdue": 1, "due": 0, "upcoming": 0, "not-started": 0, "ahead": 0, "extra": 0, "retired": 0, "unscheduled": 1},
  "notes": [
    {"path":"06 - Full Notes/Terraform.md","title":"테라\"폼","url":"/06-full-notes/terraform/","state":"overdue","first_studied":"2024-10-14","step":1,"due":"2024-10-15","days_late":12,"since":null,"missed":[1,4,7],"done":[],"steps":[1,4,7,14],"long_term":false,"difficulty":null,"progress":{"done":0,"total":5},"topics":["IaC"]},
    {"path":"b.md","title":"b","url":"/b/","state":"unscheduled","first_studied":null,"step":null,"due":null,"days_late":0,"since":null,"missed":[],"done":[],"steps":[1,4,7,14],"long_term":false,"difficulty":"high","progress":{"done":0,"total":5},"topics":[]}
  ]
}
"#;
    assert_eq!(to_json(&site, &schedule, Which::All), all);
    let due: serde_json::Value = serde_json::from_str(&to_json(&site, &schedule, Which::Due)).unwrap();
    assert_eq!(due["notes"].as_array().map(Vec::len), Some(1));
    assert_eq!(due["counts"]["unscheduled"], 1);
    let counts: serde_json::Value = serde_json::from_str(&to_json(&site, &schedule, Which::CountsOnly)).unwrap();
    assert_eq!((counts["notes"].as_array().map(Vec::len), &counts["counts"]["overdue"]), (Some(0), &1.into()));
}

#[test]
fn severities_are_as_documented() {
    let config = config("", "2025-03-02");
    let of = |yaml: &str| {
        let outcome = schedule(&site(&[("Note.md", yaml)], &config), None, &config);
        outcome.diagnostics.iter().map(|d| (d.code.as_str(), d.severity)).collect::<Vec<_>>()
    };
    assert_eq!(of("1일복습여부: false"), [("review::no-first-day", Severity::Info)]);
    assert_eq!(of("1일복습여부: true"), [("review::no-first-day", Severity::Warning)]);
    assert_eq!(of("첫 학습날:\n장기기억: true"), [("review::no-first-day", Severity::Warning)]);
    assert_eq!(of("첫 학습날: 2025-03-01"), [("review::no-board", Severity::Info)]);
    assert_eq!(of("첫 학습날: soon"), [("review::bad-date", Severity::Warning)]);
}
