//! Omissions from indexes: unlisted notes, and the review state where the config keeps it private.

use super::{build, page, published};
use crate::support::{Vault, files};

#[test]
fn an_unlisted_note_has_a_page_and_is_in_no_index() {
    let vault = Vault::new(&[
        (
            "secret/Quiet.md",
            "---\nunlisted: true\ntitle: Quiet title\naliases: [quiet-alias]\ntags: [quiet-tag, Shared]\nsubject: quiet-subject\nfirst_study: 2024-10-14\nreview_1day: false\ncreated: 2024-10-26\ndescription: quiet-text\n---\n[[Quiet topic]] [[Loud]]\n\nSee [[Loud]].\n",
        ),
        ("Quiet topic.md", "---\nunlisted: true\ntitle: Quiet topic title\n---\nquiet-text"),
        ("Loud.md", "---\ntags: [Shared]\nfirst_study: 2024-10-14\nreview_1day: false\n---\nbody"),
        ("Loud/Loud.md", "---\nunlisted: true\ntitle: Quiet folder title\n---\nquiet-text"),
        ("Loud/Other.md", "body"),
        ("Home.md", "---\nunlisted: true\ntitle: Quiet home title\n---\nquiet-text"),
    ]);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("1 overdue, 0 due"), "{}", run.stdout);
    let own = ["secret/quiet/index.html", "quiet-topic/index.html", "home/index.html", "quiet-alias/index.html"];
    for file in own {
        let text = page(&vault, file);
        assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"), "{file}");
    }
    // The manifest names every file, as it must: by it alone kbgen knows what it may delete.
    let others = files(&vault.path("public")).into_iter().filter(|file| file != ".kbgen-manifest.json");
    for file in others.filter(|file| !page(&vault, file).contains("content=\"noindex\"")) {
        let text = page(&vault, &file).to_lowercase();
        for word in ["quiet", "secret"] {
            assert!(!text.contains(word) && !file.contains(word), "{word} in {file}");
        }
    }
    assert!(page(&vault, "review.json").contains("\"Loud\""));
}

const REVIEW: &str = "---\nfirst_study: 2024-10-14\nreview_1day: false\nreview_4day: false\nlong_term: false\ndifficulty: low\n---\n#Topic body";

#[test]
fn no_review_state_is_published_where_the_config_says_none() {
    let plain = Vault::new(&[("Note.md", "#Topic body")]);
    let vault = Vault::new(&[("Note.md", REVIEW), ("kbgen.toml", "[review]\npublish = \"none\"\n")]);
    assert_eq!((build(&plain, &[]).code, build(&vault, &[]).code), (0, 0));
    assert_eq!(files(&vault.path("public")), files(&plain.path("public")));
    for file in files(&plain.path("public")) {
        assert_eq!(page(&vault, &file), page(&plain, &file), "{file} is that of a note without reviews");
    }
}

#[test]
fn shared_pages_have_no_titles_where_the_config_says_counts() {
    let vault = Vault::new(&[("folder/Studied.md", REVIEW), ("kbgen.toml", "[review]\npublish = \"counts\"\n")]);
    assert_eq!(build(&vault, &[]).code, 0);
    for file in ["review.json", "due/index.html"] {
        let text = page(&vault, file);
        assert!(!text.contains("Studied") && !text.contains("/studied/"), "{file}: {text}");
    }
    assert!(page(&vault, "review.json").contains("\"overdue\": 1"));
    assert!(published(&vault, "folder/studied/index.html"));
}
