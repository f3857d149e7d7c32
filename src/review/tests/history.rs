//! The reviews of each day, and the streak of days.

use super::*;
use crate::review::history::History;

fn on(today: &str, notes: &[(&str, &str)]) -> (History, Schedule) {
    let config = config("", today);
    let schedule = schedule(&site(notes, &config), None, &config).value;
    (History::of(&schedule), schedule)
}

#[test]
fn dated_boxes_are_counted_on_their_days_and_none_after_today() {
    let notes = [
        ("a.md", "first_study: 2024-10-01\nreview_1: 2024-10-02\nreview_4: 2024-10-05\nreview_7: true"),
        ("b.md", "first_study: 2024-10-01\nreview_1: 2024-10-02\nreview_4: 2024-12-24"),
        ("quiet/c.md", "first_study: 2024-10-01\nreview_1: 2024-10-02"),
    ];
    let (history, _) = on("2024-10-27", &notes);
    assert_eq!([2, 5, 24].map(|n| history.on(day(&format!("2024-10-{n:02}")))), [2, 1, 0]);
    assert_eq!(history.on(day("2024-12-24")), 0);
    assert_eq!((history.since(day("2024-10-02")), history.since(day("2024-10-03"))), (3, 1));
}

#[test]
fn days_with_nothing_due_do_not_break_a_streak_but_days_with_something_do() {
    // Each review on its exact day: 02, 05, 08 and 15; nothing is due between.
    let in_time = "first_study: 2024-10-01\nreview_1: 2024-10-02\nreview_4: 2024-10-05\nreview_7: 2024-10-08";
    let streak = |today: &str, notes: &[(&str, &str)]| {
        let (history, schedule) = on(today, notes);
        history.streak(&schedule)
    };
    let last = format!("{in_time}\nreview_14: false");
    assert_eq!(streak("2024-10-14", &[("a.md", &last)]), 3);
    assert_eq!(streak("2024-10-15", &[("a.md", &last)]), 3, "today is not over yet");
    assert_eq!(streak("2024-10-16", &[("a.md", &last)]), 0, "a due day passed without a review");
    let late = "first_study: 2024-10-01\nreview_1: 2024-10-02\nreview_4: 2024-10-07\nreview_7: 2024-10-08";
    assert_eq!(streak("2024-10-08", &[("a.md", late)]), 2, "the 5th and 6th had something due");
    // Another note that is pending all the while.
    let waiting = ("b.md", "first_study: 2024-10-01\nreview_1: false");
    assert_eq!(streak("2024-10-08", &[("a.md", in_time), waiting]), 1);
    assert_eq!(streak("2024-10-08", &[waiting]), 0);
}

#[test]
fn days_of_the_log_count_too_and_a_review_in_log_and_box_counts_once() {
    let config = config("", "2024-10-27");
    let notes = [
        ("a.md", "first_study: 2024-10-01\nreview_1: 2024-10-02\nreview_4: true"),
        ("back.md", "first_study: 2024-09-01\nreview_1: true\nlong_term: false"),
        ("once.md", "first_study: 2024-09-01\nreview_1: true\nlong_term: false"),
    ];
    let line = |date: &str, note: &str, step: &str, grade: &str| format!("{date}\t{note}\t{step}\t{grade}\tx\n");
    let log = [
        line("2024-10-02", "a.md", "1", "3"),
        line("2024-10-05", "a.md", "4", "-"),
        line("2024-10-06", "a.md", "4", "-"),
        line("2024-10-06", "a.md", "4", "undo"),
        line("2024-09-10", "back.md", "long-term", "3"),
        line("2024-09-20", "back.md", "long-term", "3"),
        line("2024-09-30", "back.md", "long-term", "3"),
        line("2024-09-10", "once.md", "long-term", "3"),
    ];
    let source = Source::new(VaultPath::new(".kbgen/reviews.tsv"), log.concat());
    let site = site(&notes, &config);
    let schedule = schedule(&site, Some(LogFile { source: &source, is_note: &|_| false }), &config).value;
    let history = History::of(&schedule);
    let on = |text: &str| history.on(day(text));
    assert_eq!((on("2024-10-02"), on("2024-10-05"), on("2024-10-06"), on("2024-09-10")), (1, 1, 0, 2));
    let weak = schedule.entries.iter().filter(|entry| history.is_weak(entry));
    let weak: Vec<&str> = weak.map(|entry| site.note(entry.note).path().as_str()).collect();
    assert_eq!(weak, ["back.md"]);
}
