//! Random notes: a review and its undo are the identity, and a review changes only the necessary lines.

use proptest::prelude::*;

use super::*;

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("❤1일복습여부".to_owned()),
        Just("\"1일 복습 여부\"".to_owned()),
        Just("review_1day".to_owned()),
        Just("'review-1'".to_owned()),
    ]
}

fn open() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["false", "\"false\"", "'No'", "0", "", "null", "~", "FALSE", "\"\""])
}

/// Lines with another meaning.
fn other() -> impl Strategy<Value = String> {
    let lines = [
        "title: \"a: b # c\"",
        "tags: [a, 'b, c']",
        "aliases:\n  - x\n  - \"y: z\"",
        "long: |\n  text\n   more: false\n\n  end",
        "folded: >-\n  a\n  b",
        "# a comment: false",
        "\"quoted key\": 'it''s'",
        "empty:",
        "nested:\n  a: false\n  b: [1, 2]",
        "번호: 010",
        "date: 2024-10-01",
        "url: https://a.b/c#d",
        "🛑오늘: \"⏰오늘 : 2024/10/27\"",
        "plain: several words\n  over two lines",
    ];
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    proptest::sample::subsequence(lines, 0..7).prop_shuffle().prop_map(|lines| lines.join("\n"))
}

prop_compose! {
    fn any_note()(
        before in other(), key in key(), open in open(), comment in prop::bool::ANY, board in prop::sample::select(vec!["", "복습: 1일 복습", "복습: \"4일 복습\" # x", "review_status: 'review 1'"]),
        missing in prop::bool::weighted(0.2), blank in prop::bool::ANY, end in prop::sample::select(vec!["\n", "\r\n", "\r"]), mark in prop::bool::ANY, last in prop::bool::ANY, body in "[a-z가-힣: \\-\n]{0,40}",
    ) -> String {
        let mut lines = vec![before, "첫 학습날: 2025-03-01".to_owned()];
        if !missing {
            lines.push(format!("{key}:{}{open}{}", if open.is_empty() { "" } else { " " }, if comment { "  # c" } else { "" }));
            lines.push("4일복습여부: false".to_owned());
        }
        lines.push(board.to_owned());
        lines.retain(|line| blank || !line.is_empty());
        let text = format!("---\n{}\n---\n{body}{}", lines.join("\n"), if last { "\n" } else { "" });
        format!("{}{}", if mark { "\u{feff}" } else { "" }, text.replace('\n', end))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_review_and_its_undo_are_the_identity_on_bytes(text in any_note()) {
        let bench = Bench::one(&text);
        let before = bench.build();
        let ticked = bench.done("Note", Done::default());
        prop_assert!(matches!(ticked, Ok(Ticked::Change(_))), "{text:?}: {ticked:?}");
        let after = bench.text("Note.md");
        let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").lines().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(&text), lines(&after));
        let added = new.len() - old.len();
        let differ = match added {
            0 => old.iter().zip(&new).filter(|(old, new)| old != new).count(),
            _ => new.iter().filter(|line| !old.contains(line)).count(),
        };
        prop_assert!(added <= 1 && (1..=2).contains(&differ), "{text:?} -> {after:?}");
        let build = bench.build();
        let properties = |build: &Build| build.site.notes[0].parsed.properties.entries().map(|property| (property.key.into_owned(), format!("{:?}", property.value))).collect::<Vec<_>>();
        let (old, new) = (properties(&before), properties(&build));
        let changed = old.iter().filter(|old| !new.iter().any(|new| new == *old)).count();
        prop_assert!(changed + added <= 2 && new.len() == old.len() + added, "{text:?} -> {after:?}");
        let entry = build.schedule.of(NoteId(0)).unwrap();
        prop_assert!(entry.ladder.iter().any(|rung| rung.step == 1 && rung.done), "{text:?} -> {after:?}");
        bench.undo().unwrap();
        prop_assert_eq!(bench.text("Note.md"), text);
    }
}
