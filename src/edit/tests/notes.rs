//! The changes made by a review.

use super::*;

#[test]
fn the_seed_goes_into_long_term_memory_by_two_values() {
    let bench = Bench::new("2024-10-27", &[("06 - Full Notes/Argo CD.md", SEED)]);
    bench.done("argo cd", Done { grade: Some(3), ..Done::default() }).unwrap();
    let expected = SEED.replace("🧠장기기억: false", "🧠장기기억: true").replace("복습: 추가 복습", "복습: 장기기억");
    assert_eq!(bench.text("06 - Full Notes/Argo CD.md"), expected);
    // The box alone is a byte shorter, the board's new column another.
    assert_eq!((SEED.len(), expected.len()), (4278, 4276));
    let line = "2024-10-27\t06 - Full Notes/Argo CD.md\tlong-term\t3\tfalse → true\t{";
    assert!(bench.log().starts_with(line), "{}", bench.log());
    assert_eq!(bench.text(".kbgen/.gitattributes"), "reviews.tsv merge=union\n");
    assert_eq!(bench.build().schedule.count(crate::review::State::Retired), 1);
    bench.undo().unwrap();
    assert_eq!(bench.text("06 - Full Notes/Argo CD.md"), SEED);
    let log = bench.log();
    assert_eq!(log.lines().last().unwrap(), "2024-10-27\t06 - Full Notes/Argo CD.md\tlong-term\tundo\ttrue → false");
}

#[test]
fn a_box_is_ticked_in_its_own_spelling_and_nothing_else_changes() {
    for (before, after) in [
        ("false", "true"),
        ("\"false\"", "\"true\""),
        ("'false'", "'true'"),
        ("False", "True"),
        ("FALSE", "TRUE"),
        ("no", "yes"),
        ("\"No\"", "\"Yes\""),
        ("0", "1"),
        ("'0'", "'1'"),
        ("false # not yet", "true # not yet"),
        ("false   ", "true   "),
        ("  false", "  true"),
        ("\"\"", "\"true\""),
        ("null", "true"),
        ("~", "true"),
    ] {
        let text = |value: &str| note(&format!("4일복습여부: true\n7일복습여부: {value}\n14일복습여부: false"));
        assert_eq!(ticked(&text(before)), text(after), "{before}");
    }
}

#[test]
fn an_empty_value_is_filled_in_behind_its_colon() {
    for (before, after) in [
        ("7일복습여부:", "7일복습여부: true"),
        ("7일복습여부: ", "7일복습여부: true"),
        ("7일복습여부:  ", "7일복습여부: true "),
        ("7일복습여부: # soon", "7일복습여부: true # soon"),
        ("7일복습여부:   # soon", "7일복습여부: true  # soon"),
        ("\"7일복습여부\" :", "\"7일복습여부\" : true"),
    ] {
        let text = |line: &str| note(&format!("4일복습여부: true\n{line}\n14일복습여부: false"));
        assert_eq!(ticked(&text(before)), text(after), "{before}");
    }
}

#[test]
fn line_ends_marks_and_missing_line_ends_stay() {
    let lf = note("4일복습여부: true\n7일복습여부: \"false\" # soon\n복습: '7일 복습'\n14일복습여부: false");
    let expected = lf.replace("\"false\"", "\"true\"").replace("'7일 복습'", "'14일 복습'");
    let styles: [&dyn Fn(&str) -> String; 5] = [
        &|text| text.to_owned(),
        &|text| text.replace('\n', "\r\n"),
        &|text| format!("\u{feff}{}", text.replace('\n', "\r\n")),
        &|text| text.trim_end().to_owned(),
        &|text| text.replace('\n', "\r"),
    ];
    for style in styles {
        assert_eq!(ticked(&style(&lf)), style(&expected));
        let fence_at_the_end = style("---\n첫 학습날: 2025-03-01\n7일복습여부: false\n---");
        assert_eq!(ticked(&fence_at_the_end), fence_at_the_end.replace("false", "true"));
    }
}

#[test]
fn properties_in_braces_are_edited_too() {
    for (before, after) in [
        (
            "{first_studied: 2025-03-01, review_7day: false, review_14day: false}",
            "{first_studied: 2025-03-01, review_7day: true, review_14day: false}",
        ),
        (
            "{\n  \"first_studied\": \"2025-03-01\",\n  \"review_7day\": \"2025-03-08\",\n  \"review_14day\": null\n}",
            "{\n  \"first_studied\": \"2025-03-01\",\n  \"review_7day\": \"2025-03-08\",\n  \"review_14day\": \"2025-03-09\"\n}",
        ),
        (
            "{\"first_studied\": \"2025-03-01\", \"review_7day\": true}",
            "{\"first_studied\": \"2025-03-01\", \"review_7day\": true, \"long_term\": true}",
        ),
        ("{first_studied: 2025-03-01, tags: [a]}", "{first_studied: 2025-03-01, tags: [a], review_1day: true}"),
    ] {
        let text = |yaml: &str| format!("---\n{yaml}\n---\nwords in English\n");
        assert_eq!(ticked(&text(before)), text(after), "{before}");
    }
}

#[test]
fn a_missing_box_is_added_after_the_ladder_in_the_vaults_own_spelling() {
    let add = |files: &[(&str, &str)]| {
        let bench = Bench::new("2025-03-09", files);
        bench.done("Note.md", Done::default()).unwrap();
        bench.text("Note.md")
    };
    let korean = "---\n첫 학습날: 2025-03-01\n# 끝\n---\n본문은 한국어로 씁니다\n";
    assert_eq!(add(&[("Note.md", korean)]), korean.replace("# 끝\n", "# 끝\n1일복습여부: true\n"));
    let english = "---\nfirst_studied: 2025-03-01\n---\nthe body is in English\n";
    assert_eq!(add(&[("Note.md", english)]), english.replace("03-01\n", "03-01\nreview_1day: true\n"));
    let ladder =
        "---\r\nlong: |\r\n  a\r\n7일복습여부: true # done\r\n첫 학습날: 2025-03-01\r\n---\r\n본문은 한국어로 씁니다";
    let others = [
        ("a.md", "---\n🧠장기기억: true\n---\n"),
        ("b.md", "---\n🧠장기기억: true\n---\n"),
        ("c.md", "---\n장기기억: true\n---\n"),
    ];
    let files: Vec<(&str, &str)> = others.into_iter().chain([("Note.md", ladder)]).collect();
    assert_eq!(add(&files), ladder.replace("# done\r\n", "# done\r\n🧠장기기억: true\r\n"));
    let indented = "---\n  first_studied: 2025-03-01\n  review_7day: true\n---\nthe body is in English\n";
    assert_eq!(add(&[("Note.md", indented)]), indented.replace("day: true\n", "day: true\n  long_term: true\n"));
    let odd = [
        ("a.md", "---\n\"a: 7일복습여부\": x\n---\n"),
        ("kbgen.toml", "[review.keys]\nlong_term = [\"lt: done\"]"),
        ("b.md", "---\n\"LT: done\": true\n---\n"),
        ("Note.md", ladder),
    ];
    assert_eq!(add(&odd), ladder.replace("# done\r\n", "# done\r\n\"LT: done\": true\r\n"));
}

#[test]
fn a_ladder_of_days_gets_the_day_as_it_writes_days() {
    for (sample, new) in [
        ("2025-03-02", "2025-03-09"),
        ("2025/03/02", "2025/03/09"),
        ("2025.03.02", "2025.03.09"),
        ("\"2025-03-02\"", "\"2025-03-09\""),
        ("\"@2025년 3월 2일\"", "\"@2025년 3월 9일\""),
        ("2025-03-02T10:00:00", "2025-03-09"),
    ] {
        for open in ["", " null", " false"] {
            let text = |value: &str| note(&format!("1일복습여부: {sample}\n4일복습여부:{value}\n7일복습여부:"));
            assert_eq!(ticked(&text(open)), text(&format!(" {new}")), "{sample} {open}");
        }
    }
    let end = note("1일복습여부: 2025-03-02\n장기기억:");
    assert_eq!(ticked(&end), end.replace("장기기억:", "장기기억: 2025-03-09"));
    let flag = note("1일복습여부: 2025-03-02\n장기기억: false");
    assert_eq!(ticked(&flag), flag.replace("false", "true"));
    // A note that has not begun follows the vault's style.
    let bench =
        Bench::new("2025-03-09", &[("a.md", &note("1일복습여부: 2025-03-02")), ("b.md", &note("1일복습여부:"))]);
    bench.done("b", Done::default()).unwrap();
    assert_eq!(bench.text("b.md"), note("1일복습여부: 2025-03-09"));
}

#[test]
fn the_board_moves_to_the_next_step_in_its_own_spelling() {
    for (ladder, before, after) in [
        ("1일복습여부: false\n4일복습여부: false", "1일 복습", "4일 복습"),
        ("1일복습여부: false\n4일복습여부: false", "🟥1일복습", "🟥4일복습"),
        ("1일복습여부: false\n4일복습여부: false", "\"review 1\"", "\"review 4\""),
        ("1일복습여부: false\n4일복습여부: false", "[1일 복습]", "[4일 복습]"),
        ("1일복습여부: false\n4일복습여부: false", "4일 복습", "4일 복습"),
        ("1일복습여부: false\n4일복습여부: false", "진행 중", "진행 중"),
        ("1일복습여부: false\n4일복습여부: false", "", ""),
        ("1일복습여부: true\n4일복습여부: false", "4일 복습", "추가 복습"),
        ("1일복습여부: true\n4일복습여부: false", "review 4", "extra"),
        ("1일복습여부: true\n장기기억: false", "추가 복습", "장기기억"),
        ("1일복습여부: true\nlong_term: no", "extra", "long-term"),
    ] {
        let before = note(&format!("{ladder}\n복습: {before}"));
        let ticked = ticked(&before);
        assert!(ticked.contains(&format!("\n복습: {after}\n")), "{before:?}: {ticked:?}");
    }
    let custom = ("a.md", "---\n복습: 🟧4일 복습\n---\n");
    let bench = Bench::new(
        "2025-03-09",
        &[custom, ("Note.md", &note("1일복습여부: false\n4일복습여부: false\n복습: 🟥1일 복습"))],
    );
    bench.done("Note.md", Done::default()).unwrap();
    assert!(bench.text("Note.md").contains("복습: 🟧4일 복습\n"));
}

#[test]
fn every_box_of_a_step_is_ticked_and_a_ticked_long_term_box_is_left() {
    let twice = note("1일복습여부: false\nreview_1day: no\n4일복습여부: false");
    assert_eq!(ticked(&twice), twice.replace("1일복습여부: false", "1일복습여부: true").replace("no", "yes"));
    let disagrees = note("1일복습여부: true\n장기기억: true\n복습: 추가 복습");
    assert_eq!(ticked(&disagrees), disagrees.replace("추가 복습", "장기기억"));
}

#[test]
fn a_second_review_on_the_same_day_changes_nothing_unless_asked_for() {
    let text = note("1일복습여부: false\n4일복습여부: false\n7일복습여부: false");
    let bench = Bench::one(&text);
    let Ok(Ticked::Change(change)) = bench.done("Note", Done::default()) else { panic!("a change") };
    assert_eq!(change.next, Some((4, "2025-03-12".parse().unwrap())));
    let once = bench.text("Note.md");
    assert!(matches!(bench.done("Note", Done::default()), Ok(Ticked::Already)));
    assert_eq!((bench.text("Note.md"), bench.log().lines().count()), (once.clone(), 1));
    bench.done("Note", Done { again: true, grade: None }).unwrap();
    assert_eq!(bench.text("Note.md"), text.replacen("false", "true", 2));
    bench.undo().unwrap();
    assert_eq!(bench.text("Note.md"), once);
    bench.undo().unwrap();
    assert_eq!(bench.text("Note.md"), text);
    assert_eq!(bench.undo().unwrap_err().diagnostic.code.as_str(), "edit::nothing-to-do");
    assert!(matches!(bench.done("Note", Done::default()), Ok(Ticked::Change(_))), "what was taken back is open again");
}

#[test]
fn a_note_without_boxes_gets_one_and_the_lost_steps_are_reported() {
    let text = "---\nfirst_studied: 2025-03-01\nreview_status: review 1\n---\nin English\n";
    let bench = Bench::one(text);
    let Ok(Ticked::Change(change)) = bench.done("Note", Done::default()) else { panic!("a change") };
    assert_eq!((change.next, change.lost.as_slice()), (None, &[4, 7, 14][..]));
    let ticked = "---\nfirst_studied: 2025-03-01\nreview_status: extra\nreview_1day: true\n---\nin English\n";
    assert_eq!(bench.text("Note.md"), ticked);
    // The board agrees with the schedule.
    let build = bench.build();
    assert_eq!(build.schedule.count(crate::review::State::Extra), 1);
    assert!(build.diagnostics.iter().all(|d| d.code.as_str() != "review::board-disagrees"));
}

#[test]
fn a_first_day_is_set_where_there_is_none() {
    for (before, after) in [
        ("---\n첫 학습날:\n1일복습여부: false\n---\n", "---\n첫 학습날: 2025-03-09\n1일복습여부: false\n---\n"),
        ("---\ntags: [a]\n---\nwords in English", "---\ntags: [a]\nfirst_studied: 2025-03-09\n---\nwords in English"),
        ("---\n---\nwords in English", "---\nfirst_studied: 2025-03-09\n---\nwords in English"),
        ("---\nfirst_studied: soon\n---\n", "---\nfirst_studied: 2025-03-09\n---\n"),
        ("---\nreview_1day: false\nx: y\n---\n영어", "---\nreview_1day: false\n첫 학습날: 2025-03-09\nx: y\n---\n영어"),
    ] {
        let bench = Bench::one(before);
        bench.start("Note").unwrap();
        assert_eq!((bench.text("Note.md"), bench.log()), (after.to_owned(), String::new()), "{before:?}");
        assert_eq!(bench.start("Note").unwrap_err().diagnostic.code.as_str(), "edit::nothing-to-do");
    }
}

#[test]
fn a_note_is_found_by_path_title_or_part() {
    let files = [
        ("a/Terraform.md", "---\ntitle: 테라폼 입문\n---\n"),
        ("b/Terraform.md", ""),
        ("b/쿠버네티스.md", ""),
        ("b/쿠버네티스 심화.md", ""),
        ("c/private.md", "---\npublish: false\n---\n"),
    ];
    let site = Bench::new("2025-03-09", &files).build().site;
    let path = |name: &str| match find(&site, name) {
        Ok(id) => site.note(id).path().to_string(),
        Err(refusal) => refusal.diagnostic.code.as_str().to_owned(),
    };
    use unicode_normalization::UnicodeNormalization;
    let decomposed: String = "쿠버네티스".nfd().collect();
    for (name, expected) in [
        ("a/Terraform.md", "a/Terraform.md"),
        ("./A/TERRAFORM", "a/Terraform.md"),
        ("테라폼 입문", "a/Terraform.md"),
        ("입문", "a/Terraform.md"),
        ("terraform", "edit::ambiguous"),
        ("쿠버네티스", "b/쿠버네티스.md"),
        (&decomposed, "b/쿠버네티스.md"),
        ("심화", "b/쿠버네티스 심화.md"),
        ("쿠버", "edit::ambiguous"),
        ("private", "edit::no-note"),
        ("../x", "edit::no-note"),
        ("", "edit::no-note"),
    ] {
        assert_eq!(path(name), expected, "{name:?}");
    }
    let message = find(&site, "terraform").unwrap_err().diagnostic.message;
    assert!(message.contains("`a/Terraform.md`, `b/Terraform.md`"), "{message}");
}
