//! The log's lines, valid and invalid, and their effect on a schedule.

use super::super::tests::{config, day, describe, site};
use super::super::{Entry, schedule};
use super::*;

fn log(text: &str) -> Source {
    Source::new(VaultPath::new(".kbgen/reviews.tsv"), text)
}

fn line(date: &str, note: &str, step: LogStep) -> Line {
    Line {
        date: day(date),
        note: note.to_owned(),
        step,
        grade: None,
        undo: false,
        change: "false → true".to_owned(),
        rest: String::new(),
        undone: false,
        span: Span::default(),
    }
}

/// The only note's entry, the log's reviews, and the findings, as `code line:column`.
fn read(yaml: &str, text: &str, today: &str) -> (Entry, Vec<Review>, Vec<String>) {
    let config = config("", today);
    let site = site(&[("a/Note.md", yaml)], &config);
    let source = log(text);
    let file = LogFile { source: &source, is_note: &|path| path.as_str() == "private/Note.md" };
    let outcome = schedule(&site, Some(file), &config);
    let found = outcome.diagnostics.iter().filter(|d| d.code.as_str().starts_with("review::log")).map(|d| {
        let excerpt = d.place.as_ref().unwrap().excerpt().unwrap();
        assert_eq!(excerpt.line, "", "nothing of a log is quoted");
        format!("{} {}:{}", d.code.as_str(), excerpt.position.line, excerpt.position.column)
    });
    (outcome.value.of(NoteId(0)).unwrap().clone(), outcome.value.log.reviews, found.collect())
}

#[test]
fn a_line_is_written_and_read_again_whatever_the_path_holds() {
    for note in ["06 - Full Notes/Argo CD.md", "a\tb\\t\nc\r.md", "\\\\.md", "가/나.md", "-.md"] {
        for (grade, undo, rest) in [(None, false, ""), (Some(3), false, "{\"a\":\"\\t\"}"), (None, true, "x\ty")] {
            let line = Line { grade, undo, rest: rest.to_owned(), ..line("2025-03-02", note, LogStep::Step(4)) };
            let text = line.to_text();
            assert_eq!(text.matches('\n').count(), 1, "{text:?}");
            let span = Span::new(0, text.len() - 1);
            let read = lines(&log(&text), chrono_tz::UTC);
            assert!(read.diagnostics.is_empty(), "{text:?}");
            assert_eq!(read.value, [Line { span, ..line }], "{text:?}");
        }
    }
    let text = line("2025-03-02", "a.md", LogStep::LongTerm).to_text();
    assert_eq!(text, "2025-03-02\ta.md\tlong-term\t-\tfalse → true\n");
}

#[test]
fn what_makes_no_sense_is_reported_and_costs_no_other_line() {
    let text = "\u{feff}# a comment\r\n\r\ndate\tnote\tstep\n2025-03-02\ta/Note.md\t1\r\nnonsense\n2025-13-40\ta.md\t1\n2025-03-02\t\t1\n\
                2025-03-02\ta/Note.md\tsoon\n2025/03/04\tA/NOTE.md\t장기기억\twell\tx\ty\tz";
    let text = text.trim_start_matches('\u{feff}');
    let (_, reviews, found) = read("첫 학습날: 2025-03-01", text, "2025-04-01");
    let steps: Vec<LogStep> = reviews.iter().map(|review| review.step).collect();
    assert_eq!(steps, [LogStep::Step(1), LogStep::LongTerm]);
    assert_eq!(found, ["review::log-line 5:1", "review::log-line 6:1", "review::log-line 7:1", "review::log-line 8:1"]);
    let garbage = "garbage\n".repeat(1000);
    assert_eq!(read("첫 학습날: 2025-03-01", &garbage, "2025-04-01").2.len(), MAX_FINDINGS);
}

#[test]
fn reviews_of_the_future_do_not_count_and_are_reported_once() {
    let text = "2025-03-02\ta/Note.md\t1\n2025-03-09\ta/Note.md\t4\n9999-12-31\ta/Note.md\t7\n";
    let yaml = "첫 학습날: 2025-03-01\n1일복습여부: true\n4일복습여부: false";
    let (entry, reviews, found) = read(yaml, text, "2025-03-05");
    assert_eq!((describe(&entry).as_str(), reviews.len()), ("due, step 4, due 2025-03-05, missed 4", 1));
    assert_eq!(found, ["review::log-future 2:1"]);
}

#[test]
fn an_undo_takes_back_the_last_review_of_its_step() {
    let text = "2025-03-02\ta.md\t1\t3\n2025-03-03\ta.md\t1\t2\n2025-03-03\ta.md\t4\t-\n2025-03-04\ta.md\t1\tundo\n\
                2025-03-04\tb.md\t1\tundo\n2025-03-05\ta.md\t1\tundo\n2025-03-06\ta.md\t1\n";
    let undone: Vec<bool> = lines(&log(text), chrono_tz::UTC).value.iter().map(|line| line.undone).collect();
    assert_eq!(undone, [true, true, false, false, false, false, false]);
}

#[test]
fn missed_steps_are_caught_up_with_the_ladders_own_pauses() {
    let yaml = |ticked: usize| {
        let boxes = [1, 4, 7, 14].iter().enumerate().map(|(at, step)| format!("{step}일복습여부: {}", at < ticked));
        format!("첫 학습날: 2025-03-01\n{}", boxes.collect::<Vec<_>>().join("\n"))
    };
    let on = |ticked, text: &str| describe(&read(&yaml(ticked), text, "2025-03-21").0);
    assert_eq!(on(1, ""), "overdue 16, step 4, due 2025-03-05, missed 4 7 14");
    let log = "2025-03-20\ta/Note.md\t1\n";
    assert_eq!(on(1, log), "upcoming, step 4, due 2025-03-23, missed 4 7 14");
    assert_eq!(on(2, log), "upcoming, step 7, due 2025-03-23, missed 7 14");
    assert_eq!(on(3, log), "upcoming, step 14, due 2025-03-27, missed 14");
    assert_eq!(on(4, log), "extra, since 2025-03-15");
    assert_eq!(on(1, &format!("{log}2025-03-21\ta/Note.md\t1\tundo\n")), on(1, ""));
    assert_eq!(on(1, "2025-03-02\ta/Note.md\t1\n"), on(1, ""), "nothing is put off that was done in time");
    assert_eq!(on(0, "2025-02-02\ta/Note.md\t1\n"), on(0, ""), "a review before the first day puts nothing off");
}

#[test]
fn a_moved_note_keeps_its_reviews_and_a_private_one_gives_none() {
    let yaml = "첫 학습날: 2025-03-01\n1일복습여부: true\n4일복습여부: false";
    for (path, counts) in [
        ("a/Note.md", 1),
        ("A/note.MD", 1),
        ("old folder/Note.md", 1),
        ("private/Note.md", 0),
        ("a/Other.md", 0),
        ("/Note.md", 1),
        ("../../Note.md", 1),
    ] {
        let (entry, reviews, found) = read(yaml, &format!("2025-03-20\t{path}\t1\n"), "2025-03-21");
        assert_eq!((reviews.len(), found.len()), (counts, 0), "{path}");
        assert_eq!(entry.due, Some(day(if counts == 1 { "2025-03-23" } else { "2025-03-05" })), "{path}");
    }
}

#[test]
fn reviews_of_unlisted_notes_put_off_their_own_note_and_are_counted_nowhere() {
    let yaml = "첫 학습날: 2025-03-01\n1일복습여부: true\n4일복습여부: false\nunlisted: true";
    let (entry, reviews, _) = read(yaml, "2025-03-20\ta/Note.md\t1\n", "2025-03-21");
    assert_eq!((entry.due, reviews.len()), (Some(day("2025-03-23")), 0));
}
