//! The publish gate: `publish`, `draft` and `unlisted`, the modes, and the diagnostics for notes left out.

use super::{build, page, published};
use crate::support::{Vault, files};

#[test]
fn a_flag_that_is_no_boolean_keeps_the_note_private_and_is_an_error() {
    let values = [
        "yes",
        "\"ture\"",
        "1",
        "0",
        "[true]",
        "[]",
        "null",
        "~",
        "",
        "{a: true}",
        "on",
        "2024-10-27",
        "true false",
        "TRUE!",
    ];
    for flag in ["publish", "draft", "unlisted", "Publish", "\"draft\""] {
        for value in values {
            let vault =
                Vault::new(&[("a.md", "fine"), ("b.md", &format!("---\ntitle: x\n{flag}: {value}\n---\nsecret"))]);
            let run = build(&vault, &[]);
            assert_eq!(run.code, 1, "{flag}: {value}\n{}", run.stderr);
            let column = if value.is_empty() { 1 } else { flag.len() + 3 };
            let place = format!("--> b.md:3:{column}\n");
            assert!(
                run.stderr.starts_with("error[publish::flag]: ") && run.stderr.contains(&place),
                "{flag}: {value}: {}",
                run.stderr
            );
            assert!(!published(&vault, "b/index.html") && published(&vault, "a/index.html"), "{flag}: {value}");
        }
    }
}

#[test]
fn properties_that_cannot_be_read_and_may_hold_a_flag_keep_the_note_private() {
    for block in [
        "publish: false\ntitle: \"open",
        "publish:false",
        "publish： false\ntitle: x",
        "title: x\n publish: false",
        "draft: true\ndraft: true",
        "publish: false\npublish: true",
        "publish: *yes",
        "publish: !!bool false",
        "a: &x 1\nunlisted: true",
        "{\"publish\": false,",
        "{title: a, publish: false",
        "? publish\n: - false",
        "- publish: false",
        "\tpublish: false",
    ] {
        let vault = Vault::new(&[("b.md", &format!("---\n{block}\n---\nsecret"))]);
        let run = build(&vault, &[]);
        assert_eq!(run.code, 1, "{block}\n{}", run.stderr);
        assert!(run.stderr.starts_with("error[publish::flag]: ") && run.stderr.contains("--> b.md:"), "{}", run.stderr);
        assert!(!published(&vault, "b/index.html"), "{block}");
    }
}

#[test]
fn a_flag_is_read_however_it_is_spelled() {
    for (block, public) in [
        ("publish: false", false),
        ("publish: \"false\"", false),
        ("publish: 'False'", false),
        ("PUBLISH: FALSE", false),
        ("publish : false # not yet", false),
        ("{\"publish\": false}", false),
        ("draft: true", false),
        ("draft: \"true\"", false),
        ("publish: true\ndraft: true", false),
        ("publish: true", true),
        ("draft: false", true),
        ("# publish: false", true),
        ("republish: false", true),
    ] {
        for text in [format!("---\n{block}\n---\nbody"), format!("\u{feff}---\r\n{block}\r\n---\r\nbody")] {
            let vault = Vault::new(&[("b.md", &text)]);
            let run = build(&vault, &[]);
            assert_eq!((run.code, published(&vault, "b/index.html")), (0, public), "{text:?}: {}", run.stderr);
        }
    }
}

#[test]
fn in_opt_in_mode_only_what_says_so_is_published() {
    let vault = Vault::new(&[
        ("kbgen.toml", "[publish]\nmode = \"opt-in\"\n"),
        ("said.md", "---\npublish: true\n---\n[[unsaid]] ![[unsaid]]"),
        ("unsaid.md", "![[picture.png]] secret\n\n%%\nunclosed secret"),
        ("unlisted.md", "---\nunlisted: true\n---\n"),
        ("draft.md", "---\npublish: true\ndraft: true\n---\n"),
        ("picture.png", "png"),
    ]);
    let run = build(&vault, &["--drafts"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pages: Vec<String> =
        files(&vault.path("public")).into_iter().filter(|file| file.ends_with("/index.html")).collect();
    assert_eq!(
        pages,
        [
            "404/index.html",
            "draft/index.html",
            "graph/index.html",
            "orphans/index.html",
            "random/index.html",
            "said/index.html",
            "search/index.html",
            "unlisted/index.html"
        ]
    );
    assert!(!run.stderr.contains("unsaid.md") && !run.stderr.contains("secret"), "{}", run.stderr);
    assert!(!page(&vault, "said/index.html").contains("secret"));
}

#[test]
fn drafts_are_published_on_demand_and_private_notes_never() {
    let vault = Vault::new(&[
        ("draft.md", "---\ndraft: true\n---\n[x](javascript:secret)"),
        ("no.md", "---\ndraft: true\npublish: false\n---\n"),
        ("bad.md", "---\ndraft: true\npublish: maybe\n---\n"),
        ("hidden.md", "---\ndraft: true\nunlisted: true\n---\n"),
    ]);
    let run = build(&vault, &[]);
    assert!(!published(&vault, "draft/index.html") && !run.stderr.contains("secret"), "{}", run.stderr);
    let run = build(&vault, &["--drafts"]);
    assert_eq!(run.code, 1, "bad.md is an error: {}", run.stderr);
    let there = ["draft", "no", "bad", "hidden"].map(|note| published(&vault, &format!("{note}/index.html")));
    assert_eq!(there, [true, false, false, true]);
    assert!(run.stderr.contains("warning[link::scheme]"), "its warnings are told now: {}", run.stderr);
    assert!(!page(&vault, "sitemap.xml").contains("hidden"));
    build(&vault, &[]);
    assert!(!published(&vault, "draft/index.html"), "gone with the next build");
}

#[test]
fn an_error_in_a_note_that_is_not_published_tells_its_place_and_no_text() {
    for text in [
        "---\n{\"a\": \"secret\", \"publish\": \"ture\"}\n---\n",
        "---\npublish: false\nx: y: secret\n---\n",
        "---\ndraft: true\nsecret: 1\nsecret: 2\n---\n",
        "---\ndraft: true\nx: {secret: 1, secret: 2}\n---\n",
        "---\npublish: \"secret\n---\n",
    ] {
        let vault = Vault::new(&[("a.md", text)]);
        for args in [&["build", "vault"][..], &["check", "vault"], &["check", "vault", "--format", "json"]] {
            let run = vault.run(args);
            assert_eq!(run.code, 1, "{text}: {}", run.stderr);
            let told = run.stdout + &run.stderr;
            assert!(told.contains("publish::flag") && !told.contains("secret"), "{text}: {told}");
        }
    }
}

#[test]
fn no_suggestion_names_what_is_private() {
    let vault = Vault::new(&[
        ("a.md", "![[meeting phota.png]] [[Secret plam]] [[Draft plam]] ![[twin.png]]"),
        ("Secret plan.md", "---\npublish: false\n---\n![[meeting photo.png]]"),
        ("Draft plan.md", "---\ndraft: true\n---\n"),
        ("meeting photo.png", "png"),
        ("aa/twin.png", "png"),
        ("zz/twin.png", "png"),
    ]);
    let run = build(&vault, &["-v"]);
    for private in ["meeting photo", "Secret plan", "Draft plan", "zz/twin.png"] {
        assert!(!run.stderr.contains(private), "{private}: {}", run.stderr);
    }
    assert!(run.stderr.contains("aa/twin.png"), "{}", run.stderr);
}

#[test]
fn an_unclosed_comment_is_reported_without_what_it_hides() {
    let vault = Vault::new(&[("a.md", "shown\n\n%%secret\nmore")]);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.starts_with("warning[comment::unclosed]: ") && run.stderr.contains("--> a.md:3:1\n"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
}
