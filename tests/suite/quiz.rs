//! The quiz, from outside: its questions, their answers, and the data that its pages may hold.

use std::collections::BTreeSet;

use super::support::{Site, Vault};

const SHAPES: [&str; 6] = [
    "1-paragraphs",
    "2-nested-list",
    "3-lazy-continuation",
    "4-headings-and-bullets",
    "5-headings-and-rules",
    "6-alone",
];

fn note(day: &str, topics: &str, questions: &str) -> String {
    format!(
        "---\nfirst_study: {day}\nreview_1day: false\n---\n{topics}\n\n# Cue\n\n{questions}\n\n# Notes\n\n- no question?\n"
    )
}

fn ids(site: &Site) -> BTreeSet<String> {
    site.page("/quiz/").attrs("details.kb-card", "id").into_iter().collect()
}

#[test]
fn every_shape_of_question_is_a_details_element_with_its_answer() {
    let vault = Vault::new(&[("review.md", "---\nfirst_study: 2024-10-01\n---\n")]);
    let mut asked = 0;
    for shape in SHAPES {
        let fixture = |ending: &str| {
            let path = format!("{}/tests/fixtures/cue/{shape}.{ending}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).expect("a fixture")
        };
        vault.write(&format!("{shape}.md"), &fixture("md"));
        asked += fixture("txt").lines().filter(|line| line.starts_with("Q ")).count();
    }
    let page = vault.build(&[]).page("/quiz/");
    assert!(asked >= 12, "the fixtures ask {asked} questions");
    assert_eq!(page.texts("details.kb-card > summary").len(), asked);
    assert!(page.texts("details.kb-card > summary").iter().all(|text| !text.is_empty() && !text.starts_with("질문1")));
    assert!(page.texts("details.kb-card > .kb-answer").iter().all(|text| !text.is_empty()));
    assert!(!page.has("details[open]"), "answers are hidden until they are asked for");
}

#[test]
fn notes_stand_in_the_order_of_the_due_page_then_those_without_reviews() {
    let vault = Vault::new(&[
        ("a.md", "# Cue\n\n- [[late]] or **not**?\n\n    The [[late]] answer.\n"),
        ("today.md", &note("2024-10-26", "[[T]]", "- today?")),
        ("late.md", &note("2024-10-20", "[[T]]", "- late?\n    - yes\n- 질문1")),
        ("none.md", &note("2024-10-20", "", "- 질문1")),
        ("hidden.md", &note("2024-10-20", "", "- hidden?").replacen("---\n", "---\nunlisted: true\n", 1)),
        ("secret.md", &note("2024-10-20", "", "- secret?").replacen("---\n", "---\npublish: false\n", 1)),
        ("it's.md", &note("2024-10-26", "", "- quoted?")),
    ]);
    let site = vault.build(&["--base-url", "https://x.test/repo/"]);
    let page = site.page("/quiz/");
    assert_eq!(page.texts(".kb-quiz-note h2"), ["late", "it's", "today", "a"]);
    assert_eq!(page.texts(".kb-card summary"), ["late?", "quoted?", "today?", "late or not?"]);
    assert_eq!(page.attrs(".kb-quiz-note", "data-state"), ["overdue", "due", "due"]);
    assert_eq!(page.attrs(".kb-quiz-tick", "data-property"), ["review_1day"; 3]);
    let commands = ["kbgen done 'late.md'", r"kbgen done 'it'\''s.md'", "kbgen done 'today.md'"];
    assert_eq!(page.attrs(".kb-quiz-tick", "data-command"), commands);
    assert_eq!(page.attrs(".kb-card summary a, .kb-answer a", "href"), ["/repo/late/"; 2], "links work below a path");
    for text in [site.text("quiz/index.html"), site.text("quiz/topics.json")] {
        assert!(!text.contains("hidden") || !text.contains("hidden?"), "unlisted notes are in no list");
        assert!(!text.contains("secret"));
    }
    let topics = site.json("quiz/topics.json");
    assert_eq!(topics["topics"], serde_json::json!([{"name": "T", "notes": 2, "pages": [1]}]));
    assert_eq!(site.page("/tags/t/").attrs(".kb-topic-quiz a", "href"), ["/repo/quiz/?topic=T"]);
    assert!(site.text("sitemap.xml").contains("/repo/quiz/"));
}

#[test]
fn a_question_keeps_its_name_when_its_answer_or_its_place_changes() {
    let vault = Vault::new(&[("n.md", &note("2024-10-20", "", "- one?\n    - yes\n- two?\n- two?"))]);
    let before = ids(&vault.build(&[]));
    assert_eq!(before.len(), 3, "the same question twice has two names");
    vault.write("n.md", &note("2024-10-20", "", "- two?\n- two?\n    - an answer\n- one?\n    - no"));
    assert_eq!(ids(&vault.build(&[])), before);
    vault.write("n.md", &note("2024-10-20", "", "- one, really?\n- two?"));
    assert_eq!(ids(&vault.build(&[])).intersection(&before).count(), 1);
}

#[test]
fn a_quiz_of_many_notes_has_pages_of_a_bounded_size() {
    let vault = Vault::new(&[]);
    let questions =
        "- A question that is as long as usual?\n    - An answer with some words in it, and more.\n".repeat(8);
    for number in 0..100 {
        vault.write(&format!("n{number:03}.md"), &note("2024-10-20", &format!("[[T{}]]", number % 50), &questions));
    }
    let site = vault.build(&[]);
    let pages: Vec<&String> =
        site.files.keys().filter(|path| path.starts_with("quiz/") && path.ends_with(".html")).collect();
    assert_eq!(pages.len(), 4);
    for page in pages {
        assert!(site.files[page].len() <= 300 << 10, "{page}: {} bytes", site.files[page].len());
    }
    assert_eq!(site.page("/quiz/").attrs(".kb-pages a", "href"), ["/quiz/page/2/"]);
    let topics = site.json("quiz/topics.json");
    assert_eq!(topics["pages"], 4);
    assert_eq!(topics["topics"][7], serde_json::json!({"name": "T7", "notes": 2, "pages": [1, 2]}));
}

#[test]
fn counts_tell_no_state_and_none_makes_no_quiz() {
    let vault = Vault::new(&[
        ("b.md", &note("2024-10-20", "", "- late?")),
        ("a.md", &note("2025-10-20", "", "- early?")),
        ("kbgen.toml", "[review]\npublish = \"counts\"\n"),
    ]);
    let page = vault.build(&[]).page("/quiz/");
    assert_eq!(page.texts(".kb-card summary"), ["early?", "late?"], "in path order");
    assert!(!page.has(".kb-quiz-note[data-plan], .kb-quiz-tick, .kb-quiz-tools option[value=due]"));
    vault.write("kbgen.toml", "[review]\npublish = \"none\"\n");
    let site = vault.build(&[]);
    assert!(!site.files.keys().any(|path| path.starts_with("quiz/")) && !site.text("index.html").contains("/quiz/"));
}
