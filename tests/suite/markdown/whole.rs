//! Properties of any note: it is read and rendered, the output is HTML5 without an error, every link
//! is where its span says, and the time grows linearly with its length.

use std::path::Path;
use std::time::{Duration, Instant};

use kbgen::article::math::mathml;
use proptest::prelude::*;
use scraper::Html;

use super::one_note;
use super::vault::TestVault;

/// The tokens of the dialect.
const WORDS: &[&str] = &[
    "[[",
    "]]",
    "![[",
    "|",
    "[[Note]]",
    "![[Note]]",
    "![[vec.svg|50]]",
    "![[doc.pdf]]",
    "![[Cycle]]",
    "[x](y)",
    "![x](y)",
    "#tag",
    "^id",
    "[^1]",
    "[^1]: ",
    "^[",
    "]",
    "%%",
    "$",
    "$$",
    "==",
    "**",
    "*",
    "_",
    "~~",
    "`",
    "```",
    "> ",
    "> [!note] ",
    "> [!tip]- ",
    "- ",
    "- [ ] ",
    "1. ",
    "# ",
    "---",
    "| a | b |\n|--|--|\n",
    "\\",
    "\n",
    "\n\n",
    "\n    ",
    "\t",
    " ",
    "가",
    "핵심(core)",
    "는",
    "a",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<a href=\"x\">",
    "</a>",
    "<a name=\"q\">",
    "<img src=\"img/vec.svg\">",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<ul>",
    "<li>",
    "</ul>",
    "<h2>",
    "</h2>",
    "<br>",
    "<hr>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<span style=\"color:red\">",
    "</span>",
    "&amp;",
    "https://a.b/c",
    "<https://d.e>",
    "접기",
    "🟩",
    "\u{fe0f}",
];

fn errors(html: &str) -> Vec<String> {
    let page =
        format!("<!doctype html><html><head><title>t</title></head><body><article>{html}</article></body></html>");
    Html::parse_document(&page).errors.iter().map(ToString::to_string).collect()
}

/// The fuzzer's seeds and findings: `fuzz/`, which the published package leaves out.
#[test]
fn the_corpus_of_the_fuzzer_is_harmless() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    if !corpus.exists() {
        return;
    }
    let mut seen = 0;
    for kind in ["note", "formula"] {
        for file in std::fs::read_dir(corpus.join(kind)).expect("the corpus").flatten() {
            let text = String::from_utf8_lossy(&std::fs::read(file.path()).expect("a file")).into_owned();
            let html = match kind {
                "note" => one_note::html(&text),
                _ => mathml(&text, true).ok(),
            };
            assert!(html.is_none_or(|html| errors(&html).is_empty()), "{}", file.path().display());
            seen += 1;
        }
    }
    assert!(seen >= 10, "the corpus was read");
}

fn note() -> impl Strategy<Value = String> {
    let word = prop_oneof![9 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => "\\PC{1,4}"];
    prop::collection::vec(word, 1..40).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_note_becomes_html_without_an_error(text in note()) {
        let html = TestVault::new("Home.md", &text, false).article("Home.md");
        let errors = errors(&html);
        prop_assert!(errors.is_empty(), "{errors:?}\n{html}");
    }

    #[test]
    fn every_span_slices_to_what_it_names(text in note()) {
        let vault = TestVault::new("Home.md", &text, false);
        for slice in vault.link_slices("Home.md") {
            let whole = ["[", "![", "<", "h"].iter().any(|start| slice.to_lowercase().starts_with(start));
            prop_assert!(whole, "{slice:?}");
        }
        for slice in vault.tag_slices("Home.md") {
            prop_assert!(slice.starts_with('#'), "{slice:?}");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn time(text: &str) -> Duration {
    let best = (0..3).map(|_| {
        let start = Instant::now();
        TestVault::new("Home.md", text, false).article("Home.md");
        start.elapsed()
    });
    best.min().unwrap_or_default()
}

/// Eight times the text may take eight times as long; sixty-four times would be the square of it. The limit is between.
#[test]
fn time_grows_with_the_length_of_a_note() {
    for literal in
        ["[[", "![[", "%%", "==", "> ", "- ", "|", "$", "[", "*a ", "`", "^[", "[[a]] ", "$a$ ", "**가(나)**는 "]
    {
        // Containers within one another end at the limit; on lines of their own they don't.
        let line = format!("{}\n", literal.repeat(20));
        let text = |lines: usize| line.repeat(lines);
        let (short, long) = (time(&text(50)), time(&text(400)));
        assert!(long < short * 30 + Duration::from_millis(50), "{literal:?}: {short:?}, then {long:?}");
    }
}
