//! The due page, from outside: the ticking of each note, and pages of thousands of them.

use std::collections::BTreeSet;

use super::support::Vault;

#[test]
fn each_note_says_how_it_is_ticked_off() {
    let vault = Vault::new(&[
        ("it's.md", "---\n⭕첫 학습날: 2024-10-20\n❤1일복습여부: true\n🧡4일복습여부: false\n---\n"),
        ("extra.md", "---\nfirst_study: 2024-10-01\nreview_1: true\nlong_term: false\n---\n"),
        ("config.md", "---\nfirst_study: 2024-10-01\n---\n"),
        ("retired.md", "---\nfirst_study: 2024-10-01\nreview_1: true\nlong_term: true\n---\n"),
        ("card.md", "---\nsr-due: 2024-10-01\nsr-interval: 1\nsr-ease: 250\n---\n"),
    ]);
    let page = vault.build(&[]).page("/due/");
    let tick = |title: &str| {
        let row = page
            .0
            .select(&scraper::Selector::parse(".kb-entry").expect("a selector"))
            .find(|row| row.text().any(|text| text == title));
        let codes = scraper::Selector::parse(".kb-tick code").expect("a selector");
        let row = row.unwrap_or_else(|| panic!("no row {title}"));
        row.select(&codes).map(|code| code.text().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(tick("it's"), ["🧡4일복습여부", r"kbgen done 'it'\''s.md'"]);
    assert_eq!(tick("extra"), ["long_term", "kbgen done 'extra.md'"]);
    assert_eq!(tick("config"), ["kbgen done 'config.md'"], "the note has no such property yet");
    assert!(tick("retired").is_empty() && tick("card").is_empty());
}

#[test]
fn an_extra_review_with_a_date_is_told_on_the_note() {
    let vault = Vault::new(&[
        ("kbgen.toml", "[review]\nextra = \"10d\"\n"),
        ("a.md", "---\nfirst_study: 2024-10-01\nreview_1: true\n---\n"),
    ]);
    let page = vault.build(&[]).page("/a/");
    assert_eq!(page.attrs(".kb-review .kb-next", "datetime"), ["2024-11-01"]);
    vault.write("kbgen.toml", "");
    assert!(!vault.build(&[]).page("/a/").has(".kb-next"));
}

#[test]
fn two_thousand_due_notes_are_a_page_of_300_kb_and_the_rest_as_data() {
    let vault = Vault::new(&[("kbgen.toml", "[site]\nlanguage = \"ko\"\n")]);
    for number in 0..2000 {
        let day = 1 + number % 25;
        vault.write(
            &format!("06 - Full Notes/쿠버네티스 노트 {number:04}.md"),
            &format!(
                "---\n⭕첫 학습날: 2024-10-{day:02}\n❤1일복습여부: true\n🧡4일복습여부: {}\n💛7일복습여부: false\n\
                 💚14일복습여부: false\n⭕과목: 과목 {}\n⭕학습정도: 하\n---\n[[DevOps]] [[주제 {}]]\n",
                number % 3 == 0,
                number % 7,
                number % 40,
            ),
        );
    }
    let site = vault.build(&["--base-url", "https://x.test/repo/"]);
    let html = site.text("due/index.html");
    assert!(html.len() <= 300 << 10, "{} bytes", html.len());
    let page = site.page("/due/");
    let review = site.json("review.json");
    let all = review["notes"].as_array().expect("a list").len();
    let shown: BTreeSet<String> = page.texts(".kb-entry-title").into_iter().collect();
    let rest = site.json("due/rest.json");
    let rest = rest["notes"].as_array().expect("a list");
    let others: BTreeSet<String> =
        rest.iter().map(|note| note["title"].as_str().expect("a title").to_owned()).collect();
    assert_eq!((shown.len(), shown.len() + others.len()), (150, all), "every note is in one of the two");
    assert!(shown.is_disjoint(&others));
    let numbers: u64 = page.texts(".kb-group h2 .kb-n").iter().map(|n| n.parse::<u64>().expect("a number")).sum();
    assert_eq!(numbers as usize, all, "the headings count all");
    let [first, ..] = &rest[..] else { panic!("no rest") };
    assert_eq!(first["plan"], "step");
    assert!(first["href"].as_str().expect("an address").starts_with("/repo/06-full-notes/"));
    assert!(first["property"].is_string() && first["dots"].as_array().is_some_and(|dots| dots.len() == 4));
    assert_eq!(page.texts(".kb-filters select[data-filter=subject] option").len(), 8);

    vault.write("kbgen.toml", "[review]\npublish = \"counts\"\n");
    let site = vault.build(&[]);
    assert!(!site.has("due/rest.json") && !site.text("due/index.html").contains("노트 0001"));
}
