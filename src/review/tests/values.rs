//! The properties that concern a review, and the meaning of their values.

use super::super::frozen::{Live, is_frozen, live};
use super::*;

const NOTION: &str = include_str!("../../../tests/fixtures/review/notion.md");

fn notion() -> &'static str {
    NOTION.trim_start_matches("---\n").trim_end_matches("---\n").trim_end()
}

#[test]
fn a_notion_export_is_read_by_its_boxes_and_never_by_its_formulas() {
    let (entry, found) = only(notion(), "", "2024-10-15");
    let entry = entry.unwrap();
    assert_eq!(describe(&entry), "extra, since 2024-10-15");
    assert_eq!(entry.progress(), (4, 5));
    assert_eq!(entry.difficulty, Some(Difficulty::Medium));
    let ladder: Vec<(u32, bool)> = entry.ladder.iter().map(|rung| (rung.step, rung.done)).collect();
    assert_eq!(ladder, [(1, true), (4, true), (7, true), (14, true)]);
    let codes: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        codes,
        [
            "review::frozen-value 26:14",
            "review::frozen-value 27:5",
            "review::frozen-value 32:6",
            "review::frozen-value 33:6"
        ],
        "days, days, rate and bar: {found:?}"
    );
}

#[test]
fn frozen_values_give_way_to_live_ones() {
    let (entry, _) = only(notion(), "", "2024-10-15");
    let entry = entry.unwrap();
    let today = day("2024-10-15");
    for (key, expected) in [
        ("학습률", Some(Live::Progress { done: 4, total: 5 })),
        ("진행바", Some(Live::Progress { done: 4, total: 5 })),
        ("사이", Some(Live::DayNumber(14))),
        ("오늘과 첫학습날 사이", Some(Live::DayNumber(14))),
        ("4일후", Some(Live::Day(day("2024-10-05")))),
        ("14일후(text)", Some(Live::Day(day("2024-10-15")))),
        ("🛑오늘", None),
        ("🛑첫학습후 몇일째?", None),
        ("오늘1", None),
        ("첫학습날text", None),
        ("1일차복습여부1,0", None),
    ] {
        assert!(is_frozen(key), "{key}");
        assert_eq!(live(key, &entry, today), expected, "{key}");
    }
    for key in ["⭕첫 학습날", "❤1일복습여부", "🧠장기기억", "복습", "⭕과목", "오늘의 한 줄", "사이트"]
    {
        assert!(!is_frozen(key), "{key}");
    }
}

#[test]
fn a_live_value_that_still_holds_is_no_finding() {
    let yaml = "첫 학습날: 2025-03-01\n1일복습여부: true\n4일복습여부: false\n복습: 4일 복습\n학습률: \"0.33\"\n\
                진행바: 🟩🟩🟩⬜⬜⬜⬜⬜⬜⬜ 33%\n사이: 1일째";
    assert_eq!(only(yaml, "", "2025-03-02").1, Vec::<String>::new());
    let zero = "첫 학습날: 2025-03-01\n1일복습여부: false\n복습: 1일 복습\n진행바: ⬜ 0%";
    assert_eq!(only(zero, "", "2025-03-02").1, Vec::<String>::new());
}

#[test]
fn a_box_holds_a_boolean_a_word_a_digit_or_a_day() {
    let seoul = chrono_tz::Asia::Seoul;
    for (value, expected) in [
        ("true", Some(Tick::Done(None))),
        ("\"True\"", Some(Tick::Done(None))),
        ("yes", Some(Tick::Done(None))),
        ("1", Some(Tick::Done(None))),
        ("\"1\"", Some(Tick::Done(None))),
        ("[true]", None),
        ("false", Some(Tick::Open)),
        ("\"false\"", Some(Tick::Open)),
        ("No", Some(Tick::Open)),
        ("0", Some(Tick::Open)),
        ("", Some(Tick::Open)),
        ("null", Some(Tick::Open)),
        ("\"\"", Some(Tick::Open)),
        ("2025-01-05", Some(Tick::Done(Some(day("2025-01-05"))))),
        ("\"@2025년 1월 5일\"", Some(Tick::Done(Some(day("2025-01-05"))))),
        ("2025-01-04T15:30:00Z", Some(Tick::Done(Some(day("2025-01-05"))))),
        ("maybe", None),
        ("2", None),
        ("2025-02-30", None),
        ("{a: b}", None),
    ] {
        let note = note("a.md", &format!("box: {value}"));
        assert_eq!(Tick::read(&note.properties.entry(0).value, seoul), expected, "{value}");
    }
}

#[test]
fn the_ladder_is_the_notes_own_or_the_configs() {
    let steps = |yaml: &str, toml: &str| -> Vec<u32> {
        only(yaml, toml, "2025-03-02").0.unwrap().ladder.iter().map(|rung| rung.step).collect()
    };
    let first = "first_studied: 2025-03-01";
    assert_eq!(steps(first, ""), [1, 4, 7, 14]);
    assert_eq!(steps(first, "[review]\nsteps = [2, 30]"), [2, 30]);
    assert_eq!(steps(&format!("{first}\nreview_30day: false\nreview-3: true"), ""), [3, 30]);
    let keys = "[review.keys]\nstep = [\"box (\\\\d+)\"]";
    assert_eq!(steps(&format!("{first}\nBox 5: false"), keys), [5]);
    assert_eq!(steps(&format!("{first}\nreview_99999999999day: false"), ""), [1, 4, 7, 14]);
    let twice = only(&format!("{first}\nreview_1day: true\n1일 복습 여부: false"), "", "2025-03-02").0.unwrap();
    assert_eq!((twice.ladder.len(), twice.ladder[0].done), (1, false), "two boxes of a step must both be ticked");
    assert_eq!(twice.tick_property(), Some(2));
}

#[test]
fn a_note_without_review_keys_is_no_review_note() {
    for yaml in [
        "title: x",
        "difficulty: easy",
        "🛑4일후: 2024-10-05\n\"1일차복습여부1,0\": \"1\"\n첫학습날text: 2024/10/01",
        "복습 자료: x\nmy review_1day: true",
        "첫 학습날: 2025-03-01\nreview: false",
        "첫 학습날: 2025-03-01\nReview: \"no\"",
        "sr-due: 2025-03-01",
        "sr-due: 2025-03-01\nsr-interval:\nsr-ease: 250",
        "repeat: never\ndue_at: 2025-03-01",
        "due_at: 2025-03-01",
    ] {
        assert_eq!(only(yaml, "", "2025-03-02"), (None, vec![]), "{yaml}");
    }
    assert!(only("첫 학습날: 2025-03-01\nreview: true", "", "2025-03-02").0.is_some());
}

#[test]
fn due_dates_of_other_plugins_count_where_there_is_no_ladder() {
    let sr = "sr-due: 2025-03-02\nsr-interval: 3\nsr-ease: 250";
    for (yaml, expected) in [
        (sr.to_owned(), "overdue 3, due 2025-03-02"),
        (sr.replace("03-02", "03-05"), "due, due 2025-03-05"),
        (sr.replace("03-02", "04-01"), "upcoming, due 2025-04-01"),
        (sr.replace("2025-03-02", "2000-01-01"), "due, due 2025-03-05"),
        (sr.replace("2025-03-02", "later"), "unscheduled"),
        (format!("{sr}\nreview_1day: false"), "unscheduled"),
        (format!("{sr}\nfirst_studied: 2025-03-04"), "overdue 3, due 2025-03-02"),
        ("repeat: every week\ndue_at: 2025-03-04T20:00:00Z".to_owned(), "due, due 2025-03-05"),
        (
            "repeat: every week\ndue_at: 2025-03-04\nfirst_studied: 2025-03-05".to_owned(),
            "upcoming, step 1, due 2025-03-06",
        ),
    ] {
        assert_eq!(describe(&only(&yaml, "", "2025-03-05").0.unwrap()), expected, "{yaml}");
    }
}

#[test]
fn the_first_card_of_a_note_counts_where_the_note_says_nothing_itself() {
    let on = |yaml: &str, body: &str| {
        let config = config("", "2025-03-05");
        let site = site_of(vec![with_body("Note.md", yaml, body)], &config);
        let outcome = schedule(&site, None, &config);
        let found: Vec<&str> = outcome.diagnostics.iter().map(|d| d.code.as_str()).collect();
        (outcome.value.of(NoteId(0)).map(describe), found.join(" "))
    };
    for (body, expected) in [
        ("q::a <!--SR:!2025-03-02,3,250-->", Some("overdue 3, due 2025-03-02")),
        ("q::a\n<!--SR:!2025-03-09,3,250!2025-03-05,1,230-->", Some("due, due 2025-03-05")),
        ("q::a <!--SR:!fsrs,2025-03-06T09:00:00.000Z,3.2,5.1,0,2-->", Some("upcoming, due 2025-03-06")),
        ("a <!--SR:!2025-03-09,3,250-->\n\nb <!--SR:!2000-01-01,1,250-->", Some("due, due 2025-03-05")),
        ("`<!--SR:!2025-03-02,3,250-->`", None),
        ("```\n<!--SR:!2025-03-02,3,250-->\n```", None),
        ("<!--SR:!2025-03-02,3,250", None),
        ("<!-- 2025-03-02 -->", None),
    ] {
        assert_eq!(on("title: x", body), (expected.map(str::to_owned), String::new()), "{body}");
    }
    let card = "<!--SR:!2025-03-02,3,250-->";
    assert_eq!(on("review: false", card), (None, String::new()));
    assert_eq!(on("first_studied: 2025-03-05", card).0.as_deref(), Some("upcoming, step 1, due 2025-03-06"));
    assert_eq!(on("title: x", "<!--SR:!soon,3,250-->"), (None, "review::bad-date".to_owned()));
}

#[test]
fn a_step_that_cannot_be_is_reported_and_counts_for_nothing() {
    let first = "first_studied: 2025-03-01\nreview_1day: true";
    for key in [
        "-4일복습여부",
        "❤-4일 복습 여부",
        "\u{2212}4일복습여부",
        "review_-4day",
        "review--4",
        "review_99999day",
        "99999999999일복습여부",
    ] {
        let (entry, found) = only(&format!("{first}\n\"{key}\": false"), "", "2025-03-02");
        let ladder: Vec<u32> = entry.unwrap().ladder.iter().map(|rung| rung.step).collect();
        assert_eq!(ladder, [1], "{key}");
        assert!(found.contains(&"review::bad-value 4:1".to_owned()), "{key}: {found:?}");
    }
    assert_eq!(only("-4일복습여부: false", "", "2025-03-02").0, None);
}

#[test]
fn odd_years_and_long_ladders_are_reckoned_like_any_other() {
    let on = |first: &str, more: &str| {
        describe(&only(&format!("first_studied: {first}{more}"), "", "2025-03-02").0.unwrap())
    };
    assert_eq!(on("0001-01-01", "\nreview_1day: false"), "overdue 739310, step 1, due 0001-01-02, missed 1");
    assert_eq!(on("9999-12-31", "\nreview_36500day: false"), "not-started, due 9999-12-31");
    let last = only("first_studied: 9999-12-31\nreview_36500day: false", "", "9999-12-31").0.unwrap();
    assert_eq!(last.state, State::Upcoming);
    let thousand: String = (1..=1000).map(|step| format!("\nreview_{step}day: {}", step < 1000)).collect();
    assert_eq!(on("2025-03-01", &thousand), "upcoming, step 1000, due 2027-11-26");
    for impossible in ["0000-00-00", "2025-02-30", "2025-00-10", "-0001-01-01", "12025-01-01"] {
        let found = only(&format!("first_studied: {impossible}"), "", "2025-03-02").1;
        assert_eq!(found, ["review::bad-date 2:16"], "{impossible}");
    }
}

#[test]
fn keys_and_words_are_compared_in_nfc() {
    let decomposed = |text: &str| {
        use unicode_normalization::UnicodeNormalization;
        text.nfd().collect::<String>()
    };
    let yaml =
        decomposed("⭕첫 학습날: 2025-03-01\n❤1일복습여부: false\n🧠장기기억: false\n복습: 1일 복습\n⭕학습정도: 😡하");
    let (entry, found) = only(&yaml, "", "2025-03-02");
    let entry = entry.unwrap();
    assert_eq!(
        (describe(&entry).as_str(), entry.difficulty),
        ("due, step 1, due 2025-03-02, missed 1", Some(Difficulty::Low))
    );
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_box_to_tick_is_named() {
    for (yaml, expected) in [
        ("첫 학습날: 2025-03-01\n1일복습여부: true\n4일복습여부: false", Some(2)),
        ("첫 학습날: 2025-03-01\n1일복습여부: true\n장기기억: false", Some(2)),
        ("첫 학습날: 2025-03-01", None),
        ("첫 학습날: 2025-03-01\n1일복습여부: true\n장기기억: true", None),
    ] {
        assert_eq!(only(yaml, "", "2025-03-02").0.unwrap().tick_property(), expected, "{yaml}");
    }
}
