//! The demo vault and the note that kbgen was made for: a learner sees the states that the contract defines.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::Value;

use super::support::{SAMPLE, Site, Vault};

const DAY: &str = "2024-10-27";
const STATES: [&str; 8] = ["overdue", "due", "upcoming", "not-started", "ahead", "extra", "retired", "unscheduled"];

/// The demo vault, built once for all tests here.
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let folder = Vault::new(&[]);
    let run = folder.run(&["build", SAMPLE, "--date", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    Site::read(&folder.path("public"))
});

fn fixture(path: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture")
}

fn due_json() -> Value {
    let run = Vault::new(&[]).run(&["due", SAMPLE, "--format", "json", "--date", DAY]);
    assert_eq!(run.code, 10, "something is due");
    serde_json::from_str(&run.stdout).expect("valid JSON")
}

#[test]
fn the_demo_vault_has_its_two_deliberate_faults_and_no_other() {
    let run = Vault::new(&[]).run(&["check", SAMPLE, "--format", "json", "--date", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let all: Vec<Value> = serde_json::from_str(&run.stdout).expect("valid JSON");
    let faults: Vec<String> = all
        .iter()
        .filter(|found| found["severity"] != "info")
        .map(|found| format!("{} {} {}:{}", found["code"], found["path"], found["line"], found["column"]))
        .collect();
    let expected =
        ["\"image::missing\" \"01 - Guide/Embeds.md\" 68:1", "\"link::missing\" \"01 - Guide/링크.md\" 69:17"];
    assert_eq!(faults, expected);
}

#[test]
fn every_review_note_is_in_the_state_that_was_worked_out_by_hand() {
    let expected: BTreeMap<String, Value> = serde_json::from_str(&fixture("sample-states.json")).expect("valid JSON");
    let review = SITE.json("review.json");
    let keys = ["state", "step", "due", "days_late", "missed"];
    let found: BTreeMap<String, Value> = review["notes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|note| {
            let state = keys.iter().map(|&key| (key.to_owned(), note[key].clone())).collect();
            (note["path"].as_str().expect("a path").to_owned(), Value::Object(state))
        })
        .collect();
    assert_eq!(found, expected);
    let states: BTreeSet<&str> = expected.values().filter_map(|note| note["state"].as_str()).collect();
    assert_eq!(states, BTreeSet::from(STATES), "the demo vault shows every state");
}

#[test]
fn the_terminal_the_json_and_the_pages_count_alike() {
    let review = SITE.json("review.json");
    let counts = &review["counts"];
    let number = |state: &str| counts[state].as_u64().expect("a number");
    let due = due_json();
    assert_eq!(due["counts"], *counts);
    for state in STATES {
        let notes = review["notes"].as_array().expect("a list").iter().filter(|note| note["state"] == state);
        assert_eq!(notes.count() as u64, number(state), "{state} in review.json");
    }
    let wanting: Vec<&Value> = review["notes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|note| matches!(note["state"].as_str(), Some("due" | "overdue" | "extra")))
        .collect();
    assert_eq!(due["notes"].as_array().expect("a list").iter().collect::<Vec<_>>(), wanting);

    let page = SITE.page("/due/");
    for state in ["overdue", "due", "upcoming", "extra", "retired"] {
        let shown = page.text(&format!(".kb-counts [data-state={state}] b"));
        assert_eq!(shown, number(state).to_string(), "{state} above the groups");
    }
    for state in STATES {
        let rows = page.texts(&format!(".kb-group .kb-entry[data-state={state}]"));
        assert_eq!(rows.len() as u64, number(state), "{state} in the groups");
    }
    for group in ["overdue", "due", "extra", "unscheduled", "retired"] {
        assert_eq!(page.text(&format!("[data-group={group}] .kb-n")), number(group).to_string(), "{group}'s heading");
    }
    let today = (number("overdue") + number("due")).to_string();
    for path in SITE.files.keys().filter(|path| path.ends_with("index.html")) {
        let url = format!("/{}", path.trim_end_matches("index.html"));
        assert_eq!(SITE.page(&url).texts(".kb-nav .kb-count"), std::slice::from_ref(&today), "the navigation of {url}");
    }
}

#[test]
fn no_page_repeats_a_lie_that_was_frozen_on_the_day_of_the_export() {
    for (path, bytes) in &SITE.files {
        let text = String::from_utf8_lossy(bytes);
        for frozen in ["일째❤", "⏰오늘 : ", "✏첫날 : ", "🟩🟩🟩🟩🟩🟩⬜⬜⬜⬜"] {
            assert!(!text.contains(frozen), "{frozen} in {path}");
        }
    }
}

#[test]
fn what_the_demo_vault_keeps_private_is_nowhere() {
    for (path, bytes) in &SITE.files {
        let decoded = percent_encoding::percent_decode(bytes).collect::<Vec<u8>>();
        for bytes in [bytes, &decoded] {
            let text = String::from_utf8_lossy(bytes);
            for secret in ["보라색고래4417", "초록색기린9023", "하늘색사슴7781"] {
                assert!(!text.contains(secret), "{secret} in {path}");
            }
        }
    }
}

#[test]
fn the_learners_own_note_becomes_the_page_it_was_meant_to_be() {
    let vault = Vault::new(&[("06 - Full Notes/Argo CD.md", &fixture("seed/Argo CD.md"))]);
    let site = vault.build(&[]);
    let page = site.page("/06-full-notes/argo-cd/");
    assert_eq!(page.texts("h1"), ["Argo CD"]);
    assert_eq!(page.texts(".kb-crumbs a"), ["홈", "06 - Full Notes"]);
    assert_eq!(page.attrs(".kb-topics [data-topic]", "href"), ["/tags/devops/", "/tags/ci-cd/"]);
    assert_eq!(page.texts(".kb-topics [data-topic]"), ["DevOps", "CI CD"]);
    assert!(!page.text("article.markdown-rendered").contains("DevOps"), "topic lines stay out of the article");
    let headings = ["단서 질문", "핵심 필기", "핵심 요약", "복습알림"];
    assert_eq!(page.texts("article h3"), headings);
    assert_eq!(page.texts("nav.kb-toc a"), headings);
    let missing = page.texts("article .mod-empty-attachment");
    assert!(missing.len() == 2 && missing[0].contains("image 34.png") && missing[1].contains("image 1 8.png"));
    assert_eq!(page.texts("article details > summary"), ["전체 내용 접기", "핵심 요약 접기"]);
    assert_eq!(page.attrs(".callout", "data-callout"), ["important"]);
    assert_eq!(page.texts(".callout"), ["Important"], "an empty callout has its title alone");
    assert_eq!(page.attrs(".kb-review", "data-state"), ["extra"]);
    assert_eq!(page.attrs(".kb-review-now time", "datetime"), ["2024-10-15"]);
    assert!(!page.has(".kb-properties"), "nothing frozen is shown as a property");

    let note = &site.json("review.json")["notes"][0];
    assert_eq!((&note["state"], &note["since"]), (&"extra".into(), &"2024-10-15".into()));
    assert_eq!(note["topics"], serde_json::json!(["DevOps", "CI CD"]));
    assert_eq!(site.page("/tags/devops/").attrs(".kb-entry-title", "href"), ["/06-full-notes/argo-cd/"]);
    assert_eq!(site.page("/subjects/").attrs(".kb-cards a", "href"), ["/subjects/argo-cd/"]);
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("26일째❤") && !text.contains("⏰오늘"), "a frozen value in {path}");
    }
}

#[test]
fn every_family_of_the_dialect_has_a_page_that_shows_it() {
    let shown = [
        ("wikilinks", "/01-guide/링크/", "article a.internal-link[data-href='Argo CD']"),
        ("resolution of links", "/01-guide/링크/", "article a.internal-link[data-href='argo cd'][href]"),
        ("links that lead nowhere", "/01-guide/링크/", "article a.is-unresolved"),
        ("Markdown links", "/01-guide/링크/", "article a.external-link[title]"),
        ("embedded pictures", "/01-guide/embeds/", ".image-embed img[width='320']"),
        ("embedded notes", "/01-guide/embeds/", ".markdown-embed"),
        ("embedded files", "/01-guide/embeds/", ".pdf-embed"),
        ("missing embeds", "/01-guide/embeds/", ".mod-empty-attachment"),
        ("callouts", "/01-guide/callouts/", "li .callout[data-callout='info']"),
        ("folded callouts", "/01-guide/callouts/", "details.callout[data-callout-fold='-']"),
        ("highlights", "/01-guide/강조와-주석/", "article mark a.internal-link"),
        ("tags", "/01-guide/강조와-주석/", "article a.tag"),
        ("footnotes", "/01-guide/강조와-주석/", "section.footnotes li"),
        ("line breaks", "/01-guide/강조와-주석/", "article p br"),
        ("emphasis beside Hangul", "/01-guide/강조와-주석/", "article p > strong + a, article p > strong"),
        ("tasks", "/01-guide/lists-toggles-and-tasks/", "li.task-list-item[data-task='/']"),
        ("lists", "/01-guide/lists-toggles-and-tasks/", "ol[start='225']"),
        ("Notion's toggles", "/01-guide/lists-toggles-and-tasks/", "li details details"),
        ("math", "/01-guide/math/", ".math-block math"),
        ("HTML", "/01-guide/표와-코드/", "article kbd"),
        ("tables", "/01-guide/표와-코드/", "article td a.internal-link[data-href='Docker']"),
        ("code", "/01-guide/표와-코드/", ".kb-code .kb-code-title"),
        ("diagrams", "/01-guide/표와-코드/", ".mermaid"),
        ("headings", "/01-guide/제목과-블록/", "article h5 strong"),
        ("blocks", "/01-guide/제목과-블록/", "article [id='^sample-table']"),
        ("properties", "/01-guide/properties/", ".kb-properties [data-kind='source']"),
        ("reserved properties", "/01-guide/callouts/", "article.wide, main.wide, .wide"),
        ("canvases", "/01-guide/canvas/", ".canvas-embed, .kb-canvas, [class*='canvas']"),
        ("bases", "/01-guide/bases/", ".bases-view"),
        ("notes as a learner has them", "/06-full-notes/argo-cd/", "article details > summary"),
    ];
    let missing = shown.iter().filter(|(_, url, selector)| !SITE.page(url).has(selector));
    let missing: Vec<_> = missing.map(|(family, ..)| family).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for hidden in ["하늘색사슴7781", "보이지 않는 글:"] {
        assert!(!SITE.text("01-guide/강조와-주석/index.html").contains(hidden), "comments are hidden: {hidden}");
    }
}
