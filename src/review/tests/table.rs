//! The decision table: its examples, and its rows against a second implementation of them.

use proptest::prelude::*;

use super::super::decide::{Facts, OwnDue, plan};
use super::*;
use crate::config::Trust;

/// First study day, boxes of 1, 4, 7 and 14, long-term, board, today, and the expected entry with its findings.
type Row =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const EXAMPLES: &[Row] = &[
    ("2024-10-01", "●●●●", "○", "추가 복습", "2024-10-15", "extra, since 2024-10-15", &[]),
    ("2024-10-01", "●●●●", "○", "추가 복습", "2026-02-01", "extra, since 2024-10-15", &[]),
    ("2024-10-01", "●●●●", "○", "추가 복습", "2024-10-14", "ahead", &[]),
    ("2025-03-01", "○○○○", "○", "1일 복습", "2025-03-01", "upcoming, step 1, due 2025-03-02", &[]),
    ("2025-03-01", "○○○○", "○", "1일 복습", "2025-03-02", "due, step 1, due 2025-03-02, missed 1", &[]),
    ("2025-03-01", "○○○○", "○", "4일 복습", "2025-03-09", "overdue 7, step 1, due 2025-03-02, missed 1 4 7", &["board-disagrees"]),
    ("2025-03-01", "●○○○", "○", "4일 복습", "2025-03-05", "due, step 4, due 2025-03-05, missed 4", &[]),
    ("2025-03-01", "○●○○", "○", "–", "2025-03-08", "due, step 7, due 2025-03-08, missed 1 7", &["gap", "no-board"]),
    ("2025-03-01", "●○○●", "○", "–", "2025-04-01", "extra, since 2025-03-15, missed 4 7", &["gap", "no-board"]),
    ("2025-03-01", "●●●●", "●", "장기기억", "2025-03-01", "retired", &[]),
    ("2025-03-01", "●●●●", "●", "장기기억", "2030-01-01", "retired", &[]),
    ("2025-03-01", "●●●●", "●", "추가 복습", "2025-04-01", "extra, since 2025-03-15", &["long-term-disagrees"]),
    ("2025-03-01", "●●●●", "○", "장기기억", "2025-04-01", "extra, since 2025-03-15", &["long-term-disagrees"]),
    ("2025-03-01", "○○○○", "●", "–", "2025-04-01", "retired, missed 1 4 7 14", &["open-boxes"]),
    ("–", "○○○○", "○", "–", "2025-04-01", "unscheduled", &["no-first-day"]),
    ("2024-13-40", "○○○○", "○", "–", "2025-04-01", "unscheduled", &["bad-date"]),
    ("2025-05-01", "○○○○", "○", "–", "2025-04-01", "not-started, due 2025-05-01", &["future-first-day"]),
    // Beyond the document's own: a board with an unknown column objects to retirement, and F is a leap day.
    ("2025-03-01", "●●●●", "●", "진행 중", "2025-04-01", "extra, since 2025-03-15", &["board-disagrees", "long-term-disagrees"]),
    ("2024-02-29", "●○○○", "○", "4일 복습", "2024-03-04", "due, step 4, due 2024-03-04, missed 4", &[]),
    ("2025-03-01", "●●●●", "●", "장기기억", "2025-02-28", "not-started, due 2025-03-01", &["future-first-day"]),
];

#[rustfmt::skip]
const TRUSTING_THE_BOARD: &[Row] = &[
    ("2025-03-01", "○○○○", "○", "4일 복습", "2025-03-09", "overdue 4, step 4, due 2025-03-05, missed 1 4 7", &["board-disagrees"]),
    ("2025-03-01", "●●●●", "○", "장기기억", "2025-04-01", "retired", &["long-term-disagrees"]),
    ("2025-03-01", "○○○○", "○", "장기기억", "2025-02-01", "not-started, due 2025-03-01", &["future-first-day", "long-term-disagrees"]),
    ("2025-03-01", "●●○○", "○", "1일 복습", "2025-03-08", "due, step 7, due 2025-03-08, missed 7", &["board-disagrees"]),
    ("2025-03-01", "○○○○", "○", "추가 복습", "2025-03-02", "due, step 1, due 2025-03-02, missed 1", &["board-disagrees"]),
    ("2025-03-01", "○○○○", "○", "5일 복습", "2025-03-02", "due, step 1, due 2025-03-02, missed 1", &["board-disagrees"]),
    ("–", "●●●●", "●", "장기기억", "2025-03-02", "unscheduled", &["no-first-day"]),
];

/// A row's properties, in Korean or English.
fn properties(row: &Row, english: bool) -> String {
    let (first, boxes, long_term, board, ..) = *row;
    let mut out = Vec::new();
    if first != "–" {
        out.push(format!("{}: {first}", if english { "first_studied" } else { "⭕첫 학습날" }));
    }
    for ((step, heart), tick) in [(1, "❤"), (4, "🧡"), (7, "💛"), (14, "💚")].into_iter().zip(boxes.chars()) {
        let ticked = tick == '●';
        out.push(match english {
            true => format!("review_{step}day: {}", if ticked { "yes" } else { "" }),
            false => format!("{heart}{step}일복습여부: {ticked}"),
        });
    }
    out.push(format!("{}: {}", if english { "long-term" } else { "🧠장기기억" }, long_term == "●"));
    let words = [("일 복습", ""), ("추가 복습", "extra"), ("장기기억", "long-term"), ("진행 중", "in progress")];
    let board = match board.strip_suffix("일 복습") {
        _ if !english => board.to_owned(),
        Some(step) => format!("review {step}"),
        None => words.iter().find(|(word, _)| *word == board).map_or("–", |(_, word)| word).to_owned(),
    };
    if board != "–" {
        out.push(format!("{}: {board}", if english { "review_status" } else { "복습" }));
    }
    out.join("\n")
}

#[test]
fn every_example_has_its_answer_and_its_findings() {
    let plain = EXAMPLES.iter().map(|row| (row, ""));
    let trusting = TRUSTING_THE_BOARD.iter().map(|row| (row, "[review]\ntrust = \"board\""));
    for (row, toml) in plain.chain(trusting) {
        for english in [false, true] {
            let (entry, found) = only(&properties(row, english), toml, row.4);
            assert_eq!(describe(&entry.expect("a review note")), row.5, "{row:?}");
            let mut codes: Vec<&str> = found.iter().map(|f| f.split(' ').next().unwrap_or_default()).collect();
            codes.sort_unstable();
            let expected: Vec<String> = row.6.iter().map(|code| format!("review::{code}")).collect();
            assert_eq!(codes, expected, "{row:?}");
        }
    }
}

#[test]
fn findings_point_at_the_property_that_is_wrong() {
    for (yaml, expected) in [
        ("첫 학습날: 2024-13-40\n1일복습여부: false", "review::bad-date 2:8"),
        ("첫 학습날: 2025-03-01\n1일복습여부: maybe\n복습: 1일 복습", "review::bad-value 3:9"),
        ("첫 학습날: 2025-03-01\n1일복습여부: false\n복습: 4일 복습", "review::board-disagrees 4:5"),
        (
            "첫 학습날: 2025-03-01\n1일복습여부: true\n장기기억: true\n복습: 추가 복습",
            "review::long-term-disagrees 5:5",
        ),
        ("첫 학습날: 2025-03-01\n1일복습여부: false\n4일복습여부: true\n복습: 추가 복습", "review::gap 3:9"),
        ("첫 학습날: 2025-03-01\n1일복습여부: false\n장기기억: true", "review::open-boxes 4:7"),
        ("첫 학습날: 2025-04-01", "review::future-first-day 2:8"),
        ("첫 학습날:\n1일복습여부: true", "review::no-first-day 2:1"),
    ] {
        assert_eq!(only(yaml, "", "2025-03-02").1, [expected], "{yaml}");
    }
}

#[test]
fn extra_reviews_have_dates_where_the_config_asks_for_them() {
    let yaml = "첫 학습날: 2025-03-01\n1일복습여부: true\n14일복습여부: true\n장기기억: false";
    for (today, expected) in [
        ("2025-03-14", "ahead"),
        ("2025-03-15", "extra, due 2025-04-14, since 2025-03-15"),
        ("2025-04-14", "extra, due 2025-04-14, since 2025-03-15"),
        ("2025-04-15", "extra, due 2025-05-14, since 2025-03-15"),
    ] {
        assert_eq!(describe(&only(yaml, "[review]\nextra = \"30d\"", today).0.unwrap()), expected, "{today}");
    }
}

/// The rows of the table as conditions, in order, each with its state: a second implementation, without early returns.
fn row(facts: &Facts<'_>, trust: Trust, today: NaiveDate) -> (u8, State) {
    let by = |due: NaiveDate| match today.cmp(&due) {
        std::cmp::Ordering::Less => State::Upcoming,
        std::cmp::Ordering::Equal => State::Due,
        std::cmp::Ordering::Greater => State::Overdue,
    };
    let steps: Vec<(u32, bool)> = facts.ladder.iter().map(|rung| (rung.step, rung.done)).collect();
    let highest = steps.iter().filter(|(_, done)| *done).map(|(step, _)| *step).max();
    let open_after = steps.iter().filter(|(step, done)| !done && highest.is_none_or(|highest| *step > highest));
    let mut next = open_after.map(|(step, _)| *step).min();
    let board_retires = trust == Trust::Board && facts.board == Some(Board::LongTerm);
    if let (Trust::Board, Some(Board::Step(named)), Some(step)) = (trust, facts.board, next)
        && named > step
        && steps.contains(&(named, false))
    {
        next = Some(named);
    }
    let at = |days: u32| facts.first.unwrap_or_default() + Duration::days(days.into());
    let last = steps.iter().map(|(step, _)| *step).max().unwrap_or(0);
    let rows = [
        (
            1,
            facts.due.is_some(),
            match facts.due {
                Some(OwnDue::On(due)) => by(due),
                _ => State::Due,
            },
        ),
        (2, facts.first.is_none(), State::Unscheduled),
        (3, today < at(0), State::NotStarted),
        (4, facts.long_term && matches!(facts.board, None | Some(Board::LongTerm)) || board_retires, State::Retired),
        (5, next.is_some(), by(at(next.unwrap_or(0)))),
        (6, today < at(last), State::Ahead),
        (7, true, State::Extra),
    ];
    let (number, _, state) = *rows.iter().find(|(_, holds, _)| *holds).expect("the last row always holds");
    (number, state)
}

prop_compose! {
    fn ladder()(boxes in proptest::collection::btree_map(0u32..60, any::<bool>(), 0..6)) -> Vec<LadderStep> {
        boxes.into_iter().map(|(step, done)| LadderStep { step, done, done_on: None, property: None }).collect()
    }
}

fn any_board() -> impl Strategy<Value = Option<Board>> {
    proptest::option::of(prop_oneof![
        (0u32..60).prop_map(Board::Step),
        Just(Board::Extra),
        Just(Board::LongTerm),
        Just(Board::Other)
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_note_is_in_the_one_state_of_the_first_row_that_holds(
        ladder in ladder(),
        long_term in any::<bool>(),
        board in any_board(),
        first in proptest::option::of(0i64..40),
        due in proptest::option::weighted(0.1, prop_oneof![Just(OwnDue::New), (0i64..80).prop_map(|d| OwnDue::On(day("2025-01-01") + Duration::days(d)))]),
        today in 0i64..120,
        trust in prop_oneof![Just(Trust::Ticks), Just(Trust::Board)],
    ) {
        let start = day("2025-01-01");
        let first = first.map(|days| start + Duration::days(days));
        let today = start + Duration::days(today);
        let facts = Facts { first, ladder: &ladder, long_term, board, due, last_review: None };
        let status = plan(&facts, trust).on(today, None);
        let (number, state) = row(&facts, trust, today);
        prop_assert_eq!(status.state, state, "row {}", number);
        prop_assert_eq!(status.days_late > 0, state == State::Overdue);
        prop_assert_eq!(status.since.is_some(), state == State::Extra);
        prop_assert_eq!(status.step.is_some(), number == 5);
        prop_assert_eq!(plan(&facts, trust).on(today, Some(30)).state, state, "extra dates change no state");
    }
}

proptest! {
    // Each case builds a vault.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn only_boxes_board_and_days_have_an_influence(
        boxes in "[●○]{4}", long_term in "[●○]", board in 0usize..4, difficulty in "(상|중|하|)", today in 1u32..29,
    ) {
        let board = ["–", "4일 복습", "추가 복습", "장기기억"][board];
        let (boxes, long_term): (&str, &str) = (&boxes, &long_term);
        let lines = [("첫 학습날", "2025-03-01".to_owned()), ("장기기억", (long_term == "●").to_string())];
        let mut yaml: Vec<String> = lines.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        for (step, tick) in [1, 4, 7, 14].iter().zip(boxes.chars()) {
            yaml.push(format!("{step}일복습여부: {}", tick == '●'));
        }
        if board != "–" {
            yaml.push(format!("복습: {board}"));
        }
        let today = format!("2025-03-{today:02}");
        let plain = only(&yaml.join("\n"), "", &today).0.unwrap();
        yaml.reverse();
        yaml.push(format!("학습정도: {difficulty}"));
        yaml.push("🛑오늘: 1999/01/01\n학습률: \"1\"\n4일후: 2000-01-01\n사이: \"3\"\n\"1일차복습여부1,0\": \"1\"".to_owned());
        let noisy = only(&yaml.join("\n"), "", &today).0.unwrap();
        prop_assert_eq!(describe(&plain), describe(&noisy));
        prop_assert_eq!(State::ALL.iter().filter(|state| **state == plain.state).count(), 1);
    }
}
