//! The cases of `fixtures/markdown`: each is a vault whose source note is replaced by the case's input, and the HTML of
//! that note's article is compared with the expectation.
//!
//! Every element, its order and its text must be the same; white space between blocks and runs of blanks don't count.
//! An expected attribute must be there with its value, an expected class among the classes; more of either is free.
//! Elements with a class that begins with `kb-` are furniture and skipped, but for the see-through `kb-wrap`.
//! `{{path#fragment}}` is the address of a vault file, whose page must have that id; `{{h:text}}` is any id;
//! `{{tag:key}}` is a topic's page.

mod compare;
mod one_note;
mod vault;
mod whole;

use rayon::prelude::*;
use serde::Deserialize;

use compare::{Answers, compare};
use vault::TestVault;

#[derive(Deserialize)]
struct Case {
    id: String,
    /// `html`, or `resolve`: the input is the text of a wikilink.
    kind: String,
    /// The source note.
    path: String,
    input: String,
    expected: String,
}

/// `cases` are those of the table that the dialect follows; `combinations` are ours: constructs within one another, beside
/// Hangul and at their edges.
fn cases() -> Vec<Case> {
    let files = [
        include_str!("../../fixtures/markdown/cases.jsonl"),
        include_str!("../../fixtures/markdown/combinations.jsonl"),
    ];
    let lines = files.into_iter().flat_map(str::lines);
    let cases = lines.map(|line| serde_json::from_str::<Case>(line).expect("a case"));
    // The others are about properties, which the parser's own tests read.
    cases.filter(|case| ["html", "resolve"].contains(&case.kind.as_str())).collect()
}

/// `None` where the case passes, else the failure.
fn failure(case: &Case) -> Option<String> {
    let input = if case.kind == "resolve" { format!("[[{}|link]]\n", case.input) } else { case.input.clone() };
    let vault = TestVault::new(&case.path, &input, case.id == "LB-10");
    if case.kind != "resolve" {
        return compare(&vault, &case.expected, &vault.article(&case.path));
    }
    let found = vault.leads_to(&case.path);
    (kbgen::path::nfc(&found) != kbgen::path::nfc(&case.expected)).then(|| format!("leads to {found}"))
}

#[test]
fn every_case_gives_the_html_that_obsidian_readers_expect() {
    let cases = cases();
    assert!(cases.len() > 600, "the cases were read");
    let failed: Vec<String> = cases
        .par_iter()
        .filter_map(|case| {
            let reason = failure(case)?;
            Some(format!("{} {:?}\n    want {}\n    {reason}\n", case.id, case.input, case.expected))
        })
        .collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), cases.len(), failed.concat());
}

#[test]
fn the_comparison_itself_tells_right_from_wrong() {
    let vault = TestVault::new("Home.md", "", false);
    for (expected, found, same) in [
        ("<p>a <b>b</b></p>", "<p>a  <b class=\"x\">b</b>\n</p>\n", true),
        ("<p>a</p>", "<p>b</p>", false),
        ("<p>a</p>", "<p>a</p><p>b</p>", false),
        ("<p>a</p>", "<p>a<a class=\"kb-anchor\">x</a></p>", true),
        ("<table></table>", "<div class=\"kb-wrap\"><table></table></div>", true),
        ("<a class=\"x\" href=\"{{Note.md}}\">n</a>", "<a class=\"y x\" href=\"/note/\">n</a>", true),
        ("<a href=\"{{Note.md}}\">n</a>", "<a href=\"/other/\">n</a>", false),
        ("<a href=\"{{Note.md#A}}\">n</a>", "<a href=\"/note/#a\">n</a>", true),
        ("<a href=\"{{Note.md#A}}\">n</a>", "<a href=\"/note/#nowhere\">n</a>", false),
        ("<a class=\"is-unresolved\">n</a>", "<a class=\"is-unresolved\" href=\"/note/\">n</a>", false),
        ("<input>", "<input checked>", false),
    ] {
        assert_eq!(compare(&vault, expected, found).is_none(), same, "{expected} and {found}");
    }
}
