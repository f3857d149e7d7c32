//! Each day of the forecast is equal to a schedule of that day.

use super::*;
use crate::review::forecast::{due_days, load};

/// One note of each kind of plan, and more with dates around the end of the month.
const NOTES: &[(&str, &str)] = &[
    ("late.md", "첫 학습날: 2024-10-01\n1일복습여부: false\n4일복습여부: false"),
    ("next.md", "첫 학습날: 2024-10-20\n1일복습여부: true\n4일복습여부: true\n7일복습여부: true\n14일복습여부: false"),
    ("start.md", "첫 학습날: 2024-11-01\n1일복습여부: false"),
    ("done.md", "첫 학습날: 2024-10-01\n1일복습여부: true"),
    ("memory.md", "첫 학습날: 2024-10-01\n1일복습여부: true\n장기기억: true"),
    ("inbox.md", "1일복습여부: false"),
    ("new.md", "sr-due: 2000-01-01\nsr-interval: 1\nsr-ease: 250"),
    ("own.md", "sr-due: 2024-11-20\nsr-interval: 1\nsr-ease: 250"),
    ("quiet/hidden.md", "첫 학습날: 2024-10-01\n1일복습여부: false"),
];

fn on(today: &str, toml: &str) -> (Site, Schedule) {
    let config = config(toml, today);
    let site = site(NOTES, &config);
    let schedule = schedule(&site, None, &config).value;
    (site, schedule)
}

#[test]
fn each_day_to_come_is_what_a_build_of_that_day_says() {
    let (_, built) = on("2024-10-27", "");
    let days = due_days(&built, None, 30, 100);
    assert_eq!(days.len(), 30, "something is late, so every day has something due");
    for day in days {
        let (_, then) = on(&day.date.to_string(), "");
        let due = then.entries.iter().filter(|entry| matches!(entry.state, State::Due | State::Overdue));
        let expected: Vec<NoteId> = due.map(|entry| entry.note).collect();
        assert_eq!(day.first, expected, "{}", day.date);
        assert_eq!(day.total as usize, expected.len(), "{}", day.date);
    }
}

#[test]
fn a_day_names_the_most_urgent_notes_and_counts_all() {
    let (_, built) = on("2024-12-01", "");
    let all = due_days(&built, None, 1, 100).remove(0);
    for most in 0..=all.first.len() {
        let day = due_days(&built, None, 1, most).remove(0);
        assert_eq!((day.total, &day.first[..]), (all.total, &all.first[..most]), "{most}");
    }
}

#[test]
fn an_extra_review_with_a_date_is_announced_on_that_day() {
    let (site, built) = on("2024-10-27", "[review]\nextra = \"10d\"\n");
    let named =
        |day: &crate::review::forecast::DueDay| day.first.iter().any(|&id| site.note(id).path().as_str() == "done.md");
    let days = due_days(&built, Some(10), 30, 100);
    let days: Vec<String> = days.iter().filter(|day| named(day)).map(|day| day.date.to_string()).collect();
    assert_eq!(days, ["2024-11-01", "2024-11-11", "2024-11-21"]);
}

#[test]
fn the_load_counts_every_note_with_a_date_once() {
    let (_, built) = on("2024-10-27", "");
    let load = load(&built, 30);
    let total: u32 = load.days.iter().map(|day| day.total()).sum();
    let dated = built.entries.iter().filter(|entry| entry.due.is_some()).count();
    assert_eq!((total + load.beyond) as usize, dated);
    let today = load.days[0];
    let late = built.count(State::Overdue) as u32;
    assert_eq!((today.overdue, today.review), (late, built.count(State::Due) as u32));
}

#[test]
fn the_last_day_of_all_ends_the_forecast() {
    let (_, built) = on("9999-12-30", "");
    assert_eq!(due_days(&built, None, 30, 1).len(), 2);
    assert_eq!(load(&built, 30).days.len(), 2);
}
