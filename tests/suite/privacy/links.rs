//! The parts that a public note may show of its targets: links, embeds, comments, attachments, properties.

use super::{article, build, page, published};
use crate::support::{Vault, files};

/// Every syntax that can lead to the note `Target` or to a part of it.
const WAYS: &[&str] = &[
    "[[Target]]",
    "[[Target|shown]]",
    "[[target]]",
    "[[folder/Target]]",
    "[[Target.md]]",
    "[[Target#Heading]]",
    "[[Target#Heading|shown]]",
    "[[Target#^block]]",
    "![[Target]]",
    "![[Target|shown]]",
    "![[Target#Heading]]",
    "![[Target#^block]]",
    "text ![[Target]] text",
    "[shown](Target.md)",
    "[shown](Target)",
    "[shown](<folder/Target.md#Heading>)",
    "![shown](Target.md)",
    "[ref]\n\n[ref]: Target.md",
    "<a href=\"Target.md\">shown</a>",
    "<img src=\"Target.md\">",
    "<iframe src=\"Target.md\"></iframe>",
    "| [[Target]] | ![[Target]] |\n|---|---|",
    "> [!note] [[Target]]\n> ![[Target]]",
    "## [[Target]]",
    "[[An alias]]",
    "^[see [[Target]]]",
    "[[Target]] [[Other]]",
];

const PRIVATE: &str = "folder/Target.md";

#[test]
fn a_link_to_a_private_note_looks_like_one_to_no_note_at_all() {
    for flags in ["publish: false", "draft: true", "publish: maybe"] {
        let text = format!(
            "---\n{flags}\ntitle: Secret title\naliases: [An alias]\ntags: [secret]\n---\nsecret\n\n## Heading\n\nsecret ^block\n\n[[way 0]]\n"
        );
        let ways: Vec<(String, &str)> =
            WAYS.iter().enumerate().map(|(ix, way)| (format!("way {ix}.md"), *way)).collect();
        let mut vault: Vec<(&str, &str)> = ways.iter().map(|(path, way)| (path.as_str(), *way)).collect();
        let without = Vault::new(&vault);
        vault.push((PRIVATE, &text));
        let with = Vault::new(&vault);
        build(&without, &[]);
        build(&with, &[]);
        // Not only the articles: no byte of the site reveals that such a note exists.
        assert_eq!(files(&with.path("public")), files(&without.path("public")), "{flags}");
        for file in files(&without.path("public")) {
            assert_eq!(page(&with, &file), page(&without, &file), "{flags}: {file}");
        }
    }
}

#[test]
fn strict_stops_at_a_link_to_a_private_note() {
    let vault = Vault::new(&[("a.md", "see ![[b]]"), ("b.md", "---\npublish: false\n---\n")]);
    assert_eq!((build(&vault, &[]).code, build(&vault, &["--strict"]).code), (0, 1));
}

#[test]
fn an_attachment_in_an_excluded_folder_is_missing_like_any_other() {
    let note =
        ("a.md", "![[secret.png]] [x](private/secret.png) ![](private/secret.png) <img src=\"private/secret.png\">");
    let config = ("kbgen.toml", "[build]\nexclude = [\"private/\"]\n");
    let (with, without) = (Vault::new(&[note, config, ("private/secret.png", "bytes")]), Vault::new(&[note, config]));
    build(&with, &[]);
    build(&without, &[]);
    assert_eq!(article(&with, "a/index.html"), article(&without, "a/index.html"));
    assert!(!files(&with.path("public")).iter().any(|file| file.contains("secret")));
}

#[test]
fn an_embed_of_a_missing_part_embeds_nothing() {
    for (embed, code) in [("![[b#Nowhere]]", "link::heading-missing"), ("![[b#^nowhere]]", "link::block-missing")] {
        let vault =
            Vault::new(&[("a.md", &format!("before\n\n{embed}\n\nafter")), ("b.md", "whole\n\n## Heading\n\ntext")]);
        let run = build(&vault, &[]);
        assert!(run.code == 0 && run.stderr.starts_with(&format!("warning[{code}]: ")), "{}", run.stderr);
        let article = article(&vault, "a/index.html");
        assert!(!article.contains("whole") && !article.contains("Heading"), "{article}");
        assert!(article.contains("before") && article.contains("after"), "{article}");
        assert_eq!(build(&vault, &["--strict"]).code, 1);
    }
}

#[test]
fn comments_are_hidden_everywhere_and_shown_in_code() {
    let body = "%%hidden%% first %%hidden%%\n\n%%\nhidden\n\n```sh\nhidden\n```\n\n[[hidden]] #hidden\n%% tail\n\n\
                `%%shown 1%%`\n\n```\n%%shown 2%%\n```\n\n## H %%hidden%% ^[x %%hidden%%]\n\n| a %%hidden%% |\n|---|\n| b |\n\n\
                > %%\n> hidden\n> %%\n\n<!-- hidden -->\n\n%%\nhidden to the end\n\n```\nhidden\n";
    let vault = Vault::new(&[
        ("a.md", &format!("---\ncreated: 2024-10-01\n---\n{body}")),
        ("b.md", "![[a]]\n\n![[a#H]]\n\nlink to [[a]] %%hidden%% here"),
        ("hidden.md", "---\ntitle: found\n---\n"),
    ]);
    let run = build(&vault, &[]);
    assert!(run.code == 0 && run.stderr.starts_with("warning[comment::unclosed]: "), "{}", run.stderr);
    for file in ["a/index.html", "b/index.html", "feed.xml", "index.html"] {
        let text = page(&vault, file).replace("/hidden/", "");
        let text = text.replace(" hidden>", "").replace(" hidden=\"\"", "");
        assert!(!text.contains("hidden"), "{file}: {text}");
    }
    for shown in ["first", "tail", "%%shown 1%%", "%%shown 2%%", "<td>b</td>"] {
        assert!(article(&vault, "a/index.html").contains(shown), "{shown}");
    }
    assert!(page(&vault, "feed.xml").contains("first"), "the feed has the note's first words");
    assert!(!page(&vault, "hidden/index.html").contains("href=\"/a/\""), "a link in a comment is no backlink");
    assert!(!published(&vault, "tags/hidden/index.html"), "nor is a tag in one a topic");
}

#[test]
fn an_attachment_is_published_because_a_public_note_shows_it() {
    let vault = Vault::new(&[
        (
            "a.md",
            "---\nimage: cover.png\nsource: \"[[by-property.png]]\"\n---\n![[both.png]] %%![[by-comment.png]]%% `![[by-code.png]]`\n\n<!-- ![[by-html.png]] -->\n\n```\n![[by-fence.png]]\n```\n\n<template><img src=\"by-template.png\"></template>",
        ),
        ("private.md", "---\npublish: false\ncover: by-private-cover.png\n---\n![[both.png]] ![[by-private.png]]"),
        ("draft.md", "---\ndraft: true\n---\n![[by-draft.png]]"),
        ("unlisted.md", "---\nunlisted: true\n---\n![[by-unlisted.png]]"),
        ("board.canvas", "{\"nodes\": [{\"type\": \"file\", \"file\": \"by-canvas.png\"}]}"),
    ]);
    for name in [
        "cover",
        "both",
        "by-property",
        "by-comment",
        "by-code",
        "by-html",
        "by-fence",
        "by-template",
        "by-private-cover",
        "by-private",
        "by-draft",
        "by-unlisted",
        "by-canvas",
        "by-nobody",
    ] {
        vault.write(&format!("{name}.png"), "png");
    }
    assert_eq!(build(&vault, &[]).code, 0);
    assert_eq!(files(&vault.path("public/files")), ["both.png", "by-unlisted.png", "cover.png"]);
}

#[test]
fn only_properties_on_the_allow_list_are_shown() {
    let note = "---\ntitle: T\naliases: [Other name]\ncreated: 2024-10-01\nsalary: secret 1\nreviewer: [secret 2]\nnested: {a: secret 3}\n# secret 4\n---\nbody";
    let vault = Vault::new(&[("a.md", note)]);
    build(&vault, &[]);
    for file in files(&vault.path("public")) {
        assert!(!page(&vault, &file).contains("secret") && !page(&vault, &file).contains("salary"), "{file}");
    }
    assert!(page(&vault, "a/index.html").contains("Other name"));
    vault.write("kbgen.toml", "[properties]\nshow = [\"Salary\"]\n");
    build(&vault, &[]);
    let text = page(&vault, "a/index.html");
    assert!(text.contains("secret 1") && !text.contains("secret 2") && !text.contains("Other name"), "{text}");
}

#[test]
fn comments_are_hidden_in_raw_html_and_behind_code_too() {
    for text in [
        "1. <pre>\n%%\nhidden line\nmore hidden\n%%\nshown",
        "- <pre>\n%%\nhidden line\n\n[[hidden]]",
        "- <div>\n%%\n<b title=\"hidden\">hidden</b>\n%%\nshown",
        "- ```\n  code\n%%\nhidden line\nmore hidden\n%%\nshown",
        "- ```\n  code\n%%\nhidden line",
        "-     code\n%%\nhidden line\n%%\n      shown",
        "1. a\n\n%%\n    hidden line\n%%\n   shown",
        "> ```\n> code\n\n%%\nhidden line\n%%\n> shown",
        "    code\n%%\n    hidden line\n%%\n    shown",
        "[^1]: ```\n    code\n%%\nhidden line\n%%\nshown[^1]",
        "<div>\nx\n%%\nhidden line\n%%\nshown\n</div>",
        "<div>\nx\n%%\nhidden line\n\nmore hidden\n%%\nshown\n</div>",
        "<div>\nx\n%%\nhidden <b title=\"hidden\">hidden</b>\n%% shown\n</div>",
        "<div>\n%% hidden <b>hidden</b> %% shown\n</div>",
        "<div>\nx\n%%\nhidden line\n\nmore hidden\n</div>\n\nhidden",
        "<pre>\n%%\n<b>hidden</b>\nmore hidden\n%%\nshown\n</pre>",
        "> <div>\n> %%\n> hidden line\n> %%\n> shown\n> </div>",
        "<b>\n%%\nhidden line\n%%\n</b>",
        "<details><summary>shown</summary>\n\n%%\nhidden line\n%%\n\n</details>",
        "1. <script>\n%%\n🟩",
    ] {
        let vault = Vault::new(&[("a.md", text), ("hidden.md", "---\ntitle: found\n---\n")]);
        let run = build(&vault, &[]);
        assert_eq!(run.code, 0, "{text:?}: {}", run.stderr);
        let article = article(&vault, "a/index.html");
        assert!(!article.contains("idden") && !article.contains("dden"), "{text:?}: {article}");
        assert!(!text.contains("shown") || article.contains("shown"), "{text:?}: {article}");
    }
}
