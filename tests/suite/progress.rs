//! The progress page, from outside: its numbers are those of `review.json`, and each drawing is a table as well.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use super::support::{SAMPLE, Site, Vault};

const DAY: &str = "2024-10-27";

fn sample() -> Site {
    let folder = Vault::new(&[]);
    let run = folder.run(&["build", SAMPLE, "--date", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    Site::read(&folder.path("public"))
}

/// Notes by the day they are due, as `review.json` has them; overdue ones count for the day of the build.
fn due_days(site: &Site) -> BTreeMap<NaiveDate, u64> {
    let today: NaiveDate = DAY.parse().expect("a day");
    let mut days = BTreeMap::new();
    for note in site.json("review.json")["notes"].as_array().expect("a list") {
        if let Some(due) = note["due"].as_str() {
            let due: NaiveDate = due.parse().expect("a day");
            *days.entry(due.max(today)).or_default() += 1;
        }
    }
    days
}

#[test]
fn the_bars_of_the_forecast_sum_to_review_json() {
    let site = sample();
    let page = site.page("/progress/");
    let end = DAY.parse::<NaiveDate>().expect("a day") + Duration::days(29);
    let mut expected = due_days(&site);
    let beyond: u64 = expected.split_off(&(end + Duration::days(1))).values().sum();
    let bars = page.attrs(".kb-forecast g", "data-date").into_iter().zip(page.attrs(".kb-forecast g", "data-n"));
    let bars: Vec<(String, u64)> = bars.map(|(day, n)| (day, n.parse().expect("a number"))).collect();
    assert_eq!(bars.len(), 30);
    let drawn: BTreeMap<NaiveDate, u64> =
        bars.iter().filter(|(_, n)| *n > 0).map(|(day, n)| (day.parse().expect("a day"), *n)).collect();
    assert_eq!(drawn, expected);
    let sum: u64 = expected.values().sum();
    assert!(sum > 15 && page.attrs("svg.kb-forecast", "aria-label")[0].contains(&sum.to_string()));
    assert_eq!(page.text(".kb-chart figcaption").contains("그 뒤에"), beyond > 0);

    let rows: Vec<u64> =
        page.texts("section:nth-of-type(1) .kb-chart-data td").iter().map(|n| n.parse().expect("a number")).collect();
    assert_eq!(rows, expected.values().copied().collect::<Vec<_>>(), "the table says the same");
}

#[test]
fn topics_subjects_and_books_have_their_due_notes_and_states() {
    let site = sample();
    let page = site.page("/progress/");
    assert_eq!(page.texts(".kb-progress h2 a"), ["주제", "교재", "과목"]);
    let review = site.json("review.json");
    let of_topic = |state: &str| {
        let notes = review["notes"].as_array().expect("a list").iter();
        notes
            .filter(|note| {
                note["state"] == state && note["topics"].as_array().is_some_and(|t| t.contains(&"AWS".into()))
            })
            .count()
    };
    let row = page.texts(".kb-shares tr").into_iter().find(|row| row.starts_with("AWS ")).expect("the topic's row");
    assert!(row.contains(&format!("{}개가 복습", of_topic("due") + of_topic("overdue"))), "{row}");
    for label in page.attrs("svg", "aria-label").iter().chain(&page.texts("svg title")) {
        assert!(!label.trim().is_empty());
    }
    assert_eq!(page.texts("svg title").len(), 30 + page.attrs(".kb-heatmap rect", "data-level").len());
}

#[test]
fn reviews_are_counted_from_the_days_in_their_boxes() {
    let note = "---\nfirst_study: 2024-10-20\nreview_1: 2024-10-21\nreview_4: 2024-10-24\nreview_7: 2024-10-27\ndifficulty: low\n---\n[[T]]\n";
    let vault = Vault::new(&[("a.md", note), ("b.md", "---\nfirst_study: 2024-10-26\nreview_1: 2024-10-27\n---\n")]);
    let page = vault.build(&[]).page("/progress/");
    let figures = page.texts(".kb-figures dd");
    assert_eq!(figures, ["66% 4/6", "3 days", "4", "0"]);
    let titles = page.texts(".kb-heatmap rect title");
    assert_eq!(titles, ["2024-10-21: 1 review", "2024-10-24: 1 review", "2024-10-27: 2 reviews"]);
    assert_eq!(page.texts(".kb-chart-data tbody tr"), ["October 20244"]);
    assert_eq!(page.texts("section .kb-entry-title"), ["a"], "the note that is hard to keep");

    vault.write("kbgen.toml", "[review]\npublish = \"counts\"\n");
    let page = vault.build(&[]).page("/progress/");
    assert!(!page.has(".kb-entry-title"), "no titles");
    assert_eq!(page.texts(".kb-figures dd"), figures);
    vault.write("kbgen.toml", "[review]\npublish = \"none\"\n");
    assert!(!vault.build(&[]).has("progress/index.html"));
}
