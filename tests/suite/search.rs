//! The search index and its page, from outside: the notes in them, the base path, and the shards of a large vault.

use std::collections::BTreeSet;

use super::support::{Site, Vault};

/// The content of the index: its terms in full, and its other files as they are.
fn index_of(site: &Site) -> String {
    let files = site.files.keys().filter(|path| path.starts_with("search/") && !path.ends_with(".html"));
    files.map(|path| if path.ends_with(".txt") { terms(site.text(path)) } else { site.text(path).to_owned() }).collect()
}

/// The terms of a shard; each line begins with the number of characters it takes from the one above.
fn terms(shard: &str) -> String {
    let mut term = String::new();
    let mut all = String::new();
    for line in shard.lines().skip(1) {
        let mut head = line.split('\t').next().expect("a term").chars();
        let shared = u32::from(head.next().expect("a number")) - 0x20;
        term = term.chars().take(shared as usize).chain(head).collect();
        all += &format!("{term}\n");
    }
    all
}

#[test]
fn only_listed_notes_are_searched_and_indexed() {
    let vault = Vault::new(&[
        ("Open.md", "공개낱말 openword"),
        ("Unlisted.md", "---\nunlisted: true\naliases: [quietalias]\n---\nquietword 조용낱말"),
        ("Private.md", "---\npublish: false\n---\nsecretword 비밀낱말"),
        ("archive/Forgotten.md", "ignoredword 무시낱말"),
        (".obsidian/app.json", "{\"userIgnoreFilters\": [\"archive/\"]}"),
    ]);
    let site = vault.build(&[]);
    let index = index_of(&site);
    assert!(index.contains("공개낱말") && index.contains("openword"));
    for word in ["quiet", "조용", "Unlisted", "secret", "비밀", "Private", "ignored", "무시", "Forgotten", "archive"]
    {
        assert!(!index.contains(&word.to_lowercase()) && !index.contains(word), "{word} is in the index");
        assert!(!site.text("search/index.html").contains(word), "{word} is in the list of titles");
    }
}

#[test]
fn what_a_note_does_not_show_is_not_searched() {
    let vault = Vault::new(&[(
        "Note.md",
        "---\nsecret_property: propertyword\n---\nshown %% commentword %% <!-- htmlword --> ![[Other]]\n\n<p hidden>text</p>",
    )]);
    let index = index_of(&vault.build(&[]));
    assert!(index.contains("shown"));
    for word in ["propertyword", "commentword", "htmlword"] {
        assert!(!index.contains(word), "{word}");
    }
}

#[test]
fn addresses_in_the_index_do_not_know_the_base_path() {
    let files = [("폴더/노트.md", "#주제 글"), ("b.md", "text")];
    let root = Vault::new(&files).build(&[]);
    let below = Vault::new(&files).build(&["--base-url", "https://x.test/repo/"]);
    assert_eq!(root.text("search/notes/0.json"), below.text("search/notes/0.json"));
    let notes = &root.json("search/notes/0.json")["notes"];
    assert_eq!(notes[1], serde_json::json!(["노트", "폴더/노트/", ["주제"], "폴더"]));
    let page = below.page("/search/");
    assert_eq!(page.attrs(".kb-title-list a", "href"), ["/repo/폴더/노트/", "/repo/b/"]);
    assert_eq!(below.page("/b/").attrs("a.kb-search", "href"), ["/repo/search/"]);
    assert_eq!(page.attrs(".kb-titles .kb-total a", "href"), ["/repo/tags/"]);
}

#[test]
fn every_file_of_the_index_says_which_index_it_is_of() {
    let vault = Vault::new(&[("a.md", "하나"), ("b.md", "둘")]);
    let site = vault.build(&[]);
    let build = site.json("search/index.json")["build"].as_str().expect("a build").to_owned();
    assert_eq!(site.json("search/notes/0.json")["build"], build.as_str());
    assert!(site.text("search/terms/0.txt").starts_with(&format!("{build}\n")));
    vault.write("b.md", "셋");
    assert_ne!(vault.build(&[]).json("search/index.json")["build"], build.as_str());
}

#[test]
fn a_switch_takes_search_away() {
    let vault = Vault::new(&[("a.md", "text"), ("kbgen.toml", "[search]\nenabled = false\n")]);
    let site = vault.build(&[]);
    assert!(index_of(&site).is_empty());
    assert!(!site.page("/a/").has(".kb-search"));
}

#[test]
fn titles_stand_on_one_page_or_on_one_for_each_initial() {
    let titles = |notes: usize| {
        let mut files: Vec<(String, &str)> = (0..notes).map(|n| (format!("가{n}.md"), "x")).collect();
        files.extend([("나무.md".to_owned(), "x"), ("Tree.md".to_owned(), "x"), ("3.md".to_owned(), "x")]);
        let vault = Vault::new(&[("kbgen.toml", "[site]\nlanguage = \"ko\"\n")]);
        files.iter().for_each(|(path, text)| vault.write(path, text));
        vault.build(&[])
    };
    let small = titles(20);
    let page = small.page("/search/");
    assert_eq!(page.texts(".kb-initials a"), ["0–9", "ㄱ", "ㄴ", "T"]);
    assert_eq!(page.attrs(".kb-initials a", "href"), ["#0-9", "#ㄱ", "#ㄴ", "#t"]);
    assert_eq!(page.texts(".kb-titles h2"), ["0–9", "ㄱ", "ㄴ", "T"]);
    assert_eq!(page.texts(".kb-title-list a")[..4], ["3", "가0", "가1", "가2"]);
    assert!(!small.has("search/ㄱ/index.html"));

    let large = titles(401);
    let page = large.page("/search/");
    assert_eq!(page.attrs(".kb-initials a", "href"), ["/search/0-9/", "/search/ㄱ/", "/search/ㄴ/", "/search/t/"]);
    assert!(!page.has(".kb-title-list"));
    let pages = ["/search/ㄱ/", "/search/ㄱ/page/2/", "/search/ㄱ/page/3/"];
    let sizes: Vec<usize> = pages.iter().map(|url| large.page(url).texts(".kb-title-list a").len()).collect();
    assert_eq!(sizes, [200, 200, 1]);
    let all: BTreeSet<String> = pages.iter().flat_map(|url| large.page(url).texts(".kb-title-list a")).collect();
    assert_eq!(all.len(), 401);
    assert_eq!(large.page(pages[1]).texts(".kb-initials a[aria-current=page]"), ["ㄱ"]);
    assert_eq!(large.page(pages[1]).attrs(".kb-crumbs a", "href"), ["/", "/search/"]);
}
