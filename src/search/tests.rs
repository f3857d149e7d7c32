//! The index as a reader's browser sees it: the notes that a query finds, their classes, and that only the notes
//! determine the index.

use proptest::prelude::*;

use super::word::{joined, runs, words};
use super::*;
use crate::testing::{TestSite, site_with};

/// The reader's script's decoding of a shard, in short.
fn read(shard: &str) -> Vec<(String, Vec<(usize, u32)>)> {
    let number = |c: char| if u32::from(c) < 0xd800 { u32::from(c) - 0x20 } else { u32::from(c) - 0x820 };
    let mut before = String::new();
    let mut terms = Vec::new();
    for line in shard.lines().skip(1) {
        let (head, lists) = line.split_once('\t').expect("a tab");
        let mut head = head.chars();
        let shared = number(head.next().expect("a number")) as usize;
        before = before.chars().take(shared).chain(head).collect();
        let mut lists = lists.chars().map(number);
        let mut postings = Vec::new();
        while let Some(class) = lists.next() {
            let count = lists.next().expect("a count");
            let distances = lists.by_ref().take(count as usize);
            postings.extend(distances.scan(0, |note, distance| {
                *note += distance;
                Some((class as usize, *note))
            }));
        }
        terms.push((before.clone(), postings));
    }
    terms
}

struct SearchFixture {
    index: SearchIndex,
    titles: Vec<String>,
}

impl SearchFixture {
    fn of(test: &TestSite) -> Self {
        let index = SearchIndex::of(&test.site, test.config.search, NonZeroUsize::new(2).unwrap());
        Self { index, titles: searched(&test.site).map(|(_, note)| note.title.clone()).collect() }
    }

    /// The best class of each note with a term of this beginning, by title.
    fn beginning(&self, text: &str) -> BTreeMap<&str, usize> {
        let mut found = BTreeMap::new();
        for (term, postings) in read(&self.index.shard(terms::shard_of(text, self.index.shape.shards))) {
            for (class, note) in postings.into_iter().filter(|_| term.starts_with(text)) {
                let best = found.entry(self.titles[note as usize].as_str()).or_insert(class);
                *best = class.min(*best);
            }
        }
        found
    }

    /// The notes that a query of one word finds.
    fn notes(&self, query: &str) -> Vec<&str> {
        let word = words(runs(query).next().expect("a word")).remove(0);
        let looks = std::iter::once(&*word.text).chain(word.stem());
        let mut found: Vec<&str> = looks.flat_map(|look| self.beginning(look).into_keys()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn built(files: &[(&str, &str)]) -> SearchFixture {
    SearchFixture::of(&site_with("", files))
}

#[test]
fn a_korean_word_is_found_with_particles_and_within_compounds() {
    let found = built(&[
        ("a.md", "비 오는 서울은 아름답다."),
        ("b.md", "**서울**에서는 쿠버네티스클러스터를 쓴다."),
        ("c.md", "Ｋｕｂｅｒｎｅｔｅｓ의 소유권"),
        ("d.md", "\u{1109}\u{1165}\u{110b}\u{116e}\u{11af} \u{1112}\u{1175}\u{11b8}\u{110b}\u{1166}서"),
        ("e.md", "시스템성능평가와 東京都"),
        ("f.md", "```\nlet 서울 = 1;\n```\n\n%% 숨은 말 %%"),
    ]);
    assert_eq!(found.notes("서울"), ["a", "b", "d", "f"]);
    assert_eq!(found.notes("서울에서"), ["a", "b", "d", "f"]);
    assert_eq!(found.notes("클러스터"), ["b"]);
    assert_eq!(found.notes("클러스터를"), ["b"]);
    assert_eq!(found.notes("kube"), ["c"]);
    assert_eq!(found.notes("힙"), ["d"], "a syllable with a particle");
    assert_eq!((found.notes("평가"), found.notes("성능")), (vec!["e"], vec!["e"]));
    assert_eq!(found.beginning("京都").len(), 1);
    assert!(found.notes("숨은").is_empty(), "a comment is not shown and not found");
    let best = found.beginning("서울");
    assert!(best["a"] < best["f"], "text before code");
}

#[test]
fn the_place_of_a_word_decides_its_class() {
    let found = built(&[
        ("1 title.md", "---\ntitle: Argo CD\n---\n"),
        ("2 alias.md", "---\naliases: [Argo]\n---\n"),
        ("3 heading.md", "## Argo\n"),
        ("4 topic.md", "#argo/cd text"),
        ("5 often.md", "argo argo argo argo"),
        ("6 once.md", "argo"),
        ("7 code.md", "```\nargo\n```"),
    ]);
    let mut classes: Vec<(usize, &str)> =
        found.beginning("argo").into_iter().map(|(title, class)| (class, title)).collect();
    classes.sort_unstable();
    let order: Vec<&str> = classes.iter().map(|(_, title)| *title).collect();
    assert_eq!(order, ["Argo CD", "2 alias", "3 heading", "4 topic", "5 often", "6 once", "7 code"]);
    assert_eq!(found.beginning("=argocd").into_keys().collect::<Vec<_>>(), ["Argo CD"]);
    assert_eq!(found.beginning("#argo").into_keys().collect::<Vec<_>>(), ["4 topic"]);
}

#[test]
fn initial_consonants_are_there_where_the_config_asks_for_them() {
    let files = [("서울 여행.md", "## 소유권\n본문")];
    let with = SearchFixture::of(&site_with("[search]\nchoseong = true\n", &files));
    for query in ["ㅅㅇ", "ㅇㅎ", "ㅅㅇㄱ", "=ㅅㅇㅇ"] {
        assert_eq!(with.beginning(query).len(), 1, "{query}");
    }
    assert!(with.beginning("ㅂㅁ").is_empty(), "not for the text");
    assert!(built(&files).beginning("ㅅㅇ").is_empty());
}

#[test]
fn notes_outside_of_lists_are_not_searched() {
    let found = built(&[
        ("a.md", "word"),
        ("b.md", "---\nunlisted: true\n---\nword"),
        ("c.md", "---\npublish: false\n---\nword"),
    ]);
    assert_eq!(found.titles, ["a"]);
    assert_eq!(found.notes("word"), ["a"]);
}

#[test]
fn the_number_of_threads_changes_nothing_and_every_change_the_build() {
    let files: Vec<(String, String)> = (0..150)
        .map(|n| (format!("{n}.md"), format!("낱말{n}은 word{} 클러스터에서 {}", n % 7, "길게 ".repeat(300))))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let test = site_with("", &files);
    let all = |threads: usize| {
        let index = SearchIndex::of(&test.site, test.config.search, NonZeroUsize::new(threads).unwrap());
        (0..index.shape.shards)
            .map(|ix| index.shard(ix))
            .chain((0..index.shape.shelves).map(|ix| index.shelf(ix)))
            .collect()
    };
    let one: Vec<String> = all(1);
    assert_eq!((one.len(), &one), (8 + 3, &all(7)));
    let mut changed = files.clone();
    changed[70].1 = "낱말70은";
    assert_ne!(SearchFixture::of(&site_with("", &changed)).index.build, SearchFixture::of(&test).index.build);
    changed = files.clone();
    changed[70].0 = "x.md";
    assert_ne!(SearchFixture::of(&site_with("", &changed)).index.build, SearchFixture::of(&test).index.build);
}

#[test]
fn the_files_depend_on_the_number_and_the_length_of_notes_alone() {
    let kb = 1 << 10;
    for (notes, bytes, shards, shelves) in [
        (0, 0, 1, 0),
        (1, 5 * kb, 1, 1),
        (13, 65 * kb, 2, 1),
        (65, 10 * kb, 1, 2),
        (1000, 5000 * kb, 128, 16),
        (10_000, 54_000 * kb, 1024, 157),
    ] {
        assert_eq!(Shape::of_size(notes, bytes), Shape { notes, shards, shelves });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every word of a note finds the note in every inflected form, and so does each end of two syllables and each
    /// beginning.
    #[test]
    fn every_word_of_a_note_finds_it(
        stems in proptest::collection::vec("[가-힣]{2,6}", 1..6),
        latin in proptest::collection::vec("[a-zA-Z]{2,9}", 1..4),
        particle in proptest::sample::select(vec!["은", "에서는", "으로", "의", "까지", "들에게", ""]),
    ) {
        let text: String = stems.iter().map(|stem| format!("{stem}{particle} ")).chain(latin.iter().map(|word| format!("{word} "))).collect();
        let found = built(&[("note.md", &text), ("other.md", "nothing 아무것")]);
        // A word that itself ends like a particle may be cut shorter: `가가로의` is taken for `가가` and `로의`.
        let is_cut_at = |stem: &str, bent: &str| words(bent)[0].stem().unwrap_or(bent) == stem;
        for stem in stems.iter().filter(|stem| is_cut_at(stem, &format!("{stem}{particle}"))) {
            for other in ["", "는", "에서", "처럼"] {
                let query = format!("{stem}{other}");
                prop_assert!(!is_cut_at(stem, &query) || found.notes(&query).contains(&"note"), "{query} in {text}");
            }
            // The end of a word that looks like a particle is not one.
            let plain = words(stem)[0].stem().is_none();
            for (at, _) in stem.char_indices() {
                let end = &stem[at..];
                prop_assert!(!plain || end.chars().count() < 2 || found.notes(end).contains(&"note"), "{end} in {text}");
            }
        }
        for word in &latin {
            for upto in 2..=word.len() {
                let query = if upto == 2 && word.len() > 2 { format!("{}*", &word[..2]) } else { word[..upto].to_owned() };
                prop_assert!(found.beginning(&query.to_lowercase()).contains_key("note"));
            }
        }
        let whole = format!("={}", joined("note"));
        prop_assert!(found.beginning(&whole).contains_key("note"));
    }
}
