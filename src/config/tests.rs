//! Configs as users write them, and the settings read from them.

use chrono::NaiveTime;

use super::*;
use crate::date::Clock;
use crate::diag::{Diagnostic, codes};
use crate::path::VaultPath;
use crate::text::Source;

fn read_with(text: &str, flags: &Flags) -> Result<Declared, Vec<Diagnostic>> {
    let dirs = Dirs { vault: "/home/me/vault".into(), config: "/home/me/vault".into(), work: "/home/me".into() };
    let source = Source::new(VaultPath::new("kbgen.toml"), text);
    Declared::read(Some(&source), flags, dirs).map(|outcome| outcome.value)
}

fn read(text: &str) -> Result<Declared, Vec<Diagnostic>> {
    read_with(text, &Flags::default())
}

fn settle(text: &str, language: Language) -> (Config, Vec<Diagnostic>) {
    let facts = VaultFacts { name: "vault".to_owned(), language, strict_line_breaks: None };
    let clock = Clock::Instant("2024-10-26T15:30:00Z".parse().unwrap());
    let outcome = read(text).expect("a valid config").settle(&facts, clock);
    (outcome.value, outcome.diagnostics)
}

/// `line:column code message | help` of every problem.
fn problems(text: &str) -> Vec<String> {
    let found = read(text).expect_err("a config with problems");
    let line = |d: &Diagnostic| {
        let at = d.place.as_ref().and_then(|p| p.excerpt()).expect("a place").position;
        let help = d.help.as_deref().unwrap_or("-");
        format!("{}:{} {} {} | {help}", at.line, at.column, d.code.as_str(), d.message)
    };
    found.iter().map(line).collect()
}

#[test]
fn a_vault_without_a_config_gets_defaults_by_its_language() {
    let (config, notes) = settle("", Language::Korean);
    assert_eq!(config.site.title, "vault");
    assert_eq!((config.today.zone.name(), config.today.date.to_string()), ("Asia/Seoul", "2024-10-27".to_owned()));
    assert_eq!(config.review.steps, [1, 4, 7, 14]);
    assert_eq!(config.theme.name, crate::config::ThemeName::Default);
    assert!(
        config.search.enabled
            && !config.search.choseong
            && config.graph
            && config.feeds.enabled
            && !config.publish.opt_in
    );
    assert_eq!(notes.iter().map(|n| n.code).collect::<Vec<_>>(), [codes::CONFIG_NO_BASE_URL]);

    let (config, notes) = settle("", Language::English);
    assert_eq!((config.today.zone.name(), config.today.date.to_string()), ("UTC", "2024-10-26".to_owned()));
    assert_eq!(notes.iter().map(|n| n.code).collect::<Vec<_>>(), [codes::CONFIG_NO_ZONE, codes::CONFIG_NO_BASE_URL]);
}

#[test]
fn the_documented_defaults_of_review_are_the_defaults() {
    let spelt_out = r##"
        [review]
        steps = [1, 4, 7, 14]
        timezone = "Asia/Seoul"
        day_start = "00:00"
        trust = "ticks"
        extra = "none"
        publish = "full"
        alarm = "09:00"
        horizon_days = 30
        [review.keys]
        first = ["첫\\s*학습\\s*날", "first[_-]stud(y|ied)"]
        step = ["(\\d+)일\\s*복습\\s*여부", "review[_-](\\d+)(day)?"]
        long_term = ["장기\\s*기억", "long[_-]term"]
        board = ["복습", "review[_-]status"]
        difficulty = ["학습\\s*정도", "difficulty"]
        [review.sections]
        cue = ["단서 질문", "단서 질문 및 답변", "Cue", "Questions"]
        other = ["핵심 필기", "핵심 요약", "복습알림", "Notes", "Summary"]
        reminder = ["복습알림", "Reminder"]
        placeholders = ["질문1"]
    "##;
    let (written, _) = settle(spelt_out, Language::Korean);
    let (default, _) = settle("", Language::Korean);
    assert_eq!(format!("{:?}", written.review), format!("{:?}", default.review));
    assert_eq!(written.today, default.today);
}

#[test]
fn every_key_is_read() {
    let text = r##"
        [site]
        title = "노트"
        base_url = "https://u.github.io/repo/"
        language = "en"
        author = "A. Learner"
        git_dates = true
        [build]
        out = "../site"
        exclude = ["drafts/", "*.tmp.md"]
        allow_active_svg = true
        keep_metadata = true
        [publish]
        mode = "opt-in"
        [review]
        timezone = "Europe/London"
        day_start = 04:00:00
        trust = "board"
        extra = "30d"
        publish = "counts"
        [markdown]
        strict_line_breaks = true
        alias_links = false
        cjk_emphasis = false
        topic_line = false
        toggles = false
        legacy_singular_keys = true
        [properties]
        show = ["Status"]
        [taxonomies]
        books = []
        people = { keys = ["⭕사람", "Person"], title = "People" }
        [theme]
        name = "plain"
        options = { accent = "teal", width = 70 }
        csp = { script = ["https://giscus.app"] }
        [search]
        enabled = false
        [graph]
        enabled = false
        [feeds]
        limit = 5
    "##;
    let declared = read(text).expect("a valid config");
    assert_eq!(declared.out(), std::path::Path::new("/home/me/vault/../site"));
    assert_eq!(declared.scan_rules().exclude, ["drafts/", "*.tmp.md"]);
    let (config, notes) = settle(text, Language::Korean);
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(config.site.base.prefix, "/repo");
    assert_eq!(config.site.language, Language::English);
    assert_eq!(config.today.day_start, NaiveTime::from_hms_opt(4, 0, 0).unwrap());
    assert_eq!((config.review.trust, config.review.extra), (Trust::Board, Some(30)));
    assert!(config.markdown.strict_line_breaks && !config.markdown.topic_line && config.publish.opt_in);
    assert_eq!(config.shown_properties, ["status"]);
    let taxonomies: Vec<_> = config.taxonomies.iter().map(|t| (t.slug.as_str(), t.keys.join(" "))).collect();
    assert_eq!(taxonomies, [("people", "사람 person".to_owned()), ("subjects", "과목 subject course".to_owned())]);
    assert_eq!(config.theme.options["width"].values, ["70"]);
    assert_eq!(config.theme.csp.script, ["https://giscus.app"]);
    assert!(!config.search.enabled && !config.graph && config.feeds.enabled);
    assert_eq!(config.feeds.limit, 5);
}

#[test]
fn flags_win_over_the_file() {
    let flags = Flags { base_url: Some("http://localhost/x".into()), out: Some("o".into()), drafts: true };
    let declared = read_with("[site]\nbase_url = \"https://a.test\"\n[build]\nout = \"b\"", &flags).unwrap();
    assert_eq!(declared.out(), std::path::Path::new("/home/me/o"));
    assert_eq!(declared.base.as_ref().map(|base| base.prefix.as_str()), Some("/x"));
    assert!(declared.publish.drafts);
}

#[test]
fn one_run_reports_every_problem_with_its_place() {
    let text = r##"titel = "x"
[sites]
[site]
base_ulr = "https://x.test"
base_url = "x.test"
git_dates = "yes"
exclude = []
[build]
exclude = ["ok", "a{b", 3]
[publish]
mode = "optin"
[review]
steps = [1, 0, "7"]
timezone = "Asia/Seul"
day_start = "25:00"
extra = "monthly"
[review.keys]
first = ["(첫"]
step = ["복습"]
[taxonomies]
"My Books" = ["book"]
tags = ["tag"]
"##;
    assert_eq!(
        problems(text),
        [
            "1:1 config::unknown-key unknown key `titel` | did you mean `title` in `[site]`?",
            "2:2 config::unknown-key unknown key `sites` | did you mean `site`?",
            "4:1 config::unknown-key unknown key `base_ulr` in `[site]` | did you mean `base_url`?",
            "5:12 config::bad-value `site.base_url` must be a URL with a scheme and a host | \
             write it like `https://user.github.io/repo/`",
            "6:13 config::bad-value `site.git_dates` must be true or false, not a string | -",
            "7:1 config::unknown-key unknown key `exclude` in `[site]` | `exclude` belongs in `[build]`",
            "9:18 config::bad-value `build.exclude` has a bad pattern: error parsing glob 'a{b': unclosed alternate \
             group; missing '}' (maybe escape '{' with '[{]'?) | -",
            "9:25 config::bad-value `build.exclude` must be a string, not an integer | -",
            "11:8 config::bad-value `publish.mode` must be \"all\" or \"opt-in\", not \"optin\" | \
             did you mean \"opt-in\"?",
            "13:13 config::bad-value `review.steps` must be a whole number from 1 to 36500 | -",
            "13:16 config::bad-value `review.steps` must be a whole number from 1 to 36500, not a string | -",
            "14:12 config::bad-value `review.timezone` must be a time zone, not \"Asia/Seul\" | \
             did you mean \"Asia/Seoul\"?",
            "15:13 config::bad-value `review.day_start` must be a time of day | write it like \"04:00\"",
            "16:9 config::bad-value `review.extra` must be \"none\" or a number of days such as \"30d\" | -",
            "18:10 config::bad-value `review.keys.first` is not a regular expression: unclosed group | -",
            "19:9 config::bad-value `review.keys.step` must have a group that holds the step in days | \
             write the number as a group: `(\\d+)일 복습`",
            "21:14 config::bad-value `taxonomies.My Books` is not a valid segment of an address | \
             write it as `my-books`; a `title` may be any text",
            "22:8 config::bad-value `taxonomies.tags` is an address of the site's own pages | choose another name",
        ]
    );
}

#[test]
fn broken_toml_is_a_syntax_error_with_a_place() {
    let found = problems("[site]\ntitle = \n[build\n");
    assert!(found.len() >= 2 && found.iter().all(|line| line.contains("config::syntax")), "{found:?}");
    assert!(found[0].starts_with("2:"), "{found:?}");
}

#[test]
fn the_sites_own_keys_are_distinguished_from_frozen_ones() {
    let keys = ReviewKeys::default();
    let any = |patterns: &[regex::Regex], key: &str| patterns.iter().any(|p| p.is_match(&bare_key(key)));
    for (key, first, step) in [
        ("⭕첫 학습날", true, false),
        ("First_Studied", true, false),
        ("첫학습날text", false, false),
        ("오늘과 첫학습날 사이", false, false),
        ("❤1일복습여부", false, true),
        ("🧡 4일 복습 여부", false, true),
        ("review_14day", false, true),
        ("review-7", false, true),
        ("1일차복습여부1,0", false, false),
        ("🛑4일후", false, false),
    ] {
        assert_eq!((any(&keys.first, key), any(&keys.step, key)), (first, step), "{key}");
    }
}
