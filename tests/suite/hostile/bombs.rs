//! Small notes and attachments that are expensive to process.

use std::time::{Duration, Instant};

use super::{build, check, read, size};
use crate::support::{Run, Vault, files};

/// The time for an unoptimised program to do the work of one second of a release build.
const LONG: Duration = Duration::from_secs(30);

#[expect(clippy::disallowed_methods, reason = "the test is about time")]
fn timed(vault: &Vault) -> Run {
    let start = Instant::now();
    let run = build(vault);
    let took = start.elapsed();
    assert!(took < LONG, "{took:?}: {}", run.stderr.chars().take(500).collect::<String>());
    run
}

/// Builds the note beside a harmless one, which must be there afterwards.
fn build_bomb(text: &str) -> (Vault, Run) {
    let vault = Vault::new(&[("bomb.md", text), ("fine.md", "text")]);
    let run = timed(&vault);
    assert!(vault.path("public/fine/index.html").is_file(), "{}", run.stderr);
    assert!(run.stderr.len() < 1 << 20, "a log is read by people");
    for file in files(&vault.path("public")) {
        assert!(size(&vault, &file) < 5 << 20, "{file} is larger than 5 MiB");
    }
    check(&vault);
    (vault, run)
}

#[test]
fn what_nests_too_deep_is_an_error_for_its_note() {
    const N: usize = 100_000;
    for (name, text) in [
        ("quotes", "> ".repeat(N)),
        ("tight quotes", ">".repeat(N)),
        ("lists", format!("{}x", "- ".repeat(N))),
        ("numbered lists", "1. ".repeat(N)),
        ("lists by indent", (0..2_000).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect()),
        ("callouts", (1..1_000).map(|depth| format!("{}[!note] x\n", "> ".repeat(depth))).collect()),
        ("elements", "<div>".repeat(N)),
        ("inline elements", format!("x {}", "<b>".repeat(N))),
        ("elements on lines", "<div>\n\n".repeat(N / 10)),
    ] {
        let (vault, run) = build_bomb(&text);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(
            run.stderr.starts_with("error[markdown::nesting]: nesting > 100") && run.stderr.contains("--> bomb.md:"),
            "{name}: {}",
            run.stderr
        );
        assert!(!vault.path("public/bomb").exists(), "{name}");
    }
}

#[test]
fn openers_without_end_cost_no_more_than_their_length() {
    const N: usize = 100_000;
    for opener in [
        "[",
        "![",
        "[[",
        "![[",
        "*",
        "**",
        "_",
        "~~",
        "==",
        "`",
        "%%",
        "$",
        "$$",
        "^[",
        "[^",
        "<",
        "<!--",
        "<a ",
        "</div>",
        "(",
        "[](",
        "\\",
        "&",
        "#",
        "#a",
        "|",
        "| ",
        "http://",
        "www.",
        "*a_ ",
        "[a](b",
        "![a][",
        ":",
        "<?",
        "<![CDATA[",
        "%%\n",
        "```\n",
        "$$\n",
        "> ```\n",
        "[a]: b\n",
        "- [ ] ",
        "^a ",
        "==a",
        "\"",
        "--",
        "\u{200b}",
        "\t",
    ] {
        let (_, run) = build_bomb(&opener.repeat(N / opener.len()));
        assert!(run.code == 0 || run.code == 1, "{opener:?}: {}", run.stderr);
    }
}

#[test]
fn many_links_to_one_note_cost_no_more_than_their_length() {
    for line in ["![[fine]]\n", "[[fine]] ", "- [[fine]]\n", "[[fine]]\n\n"] {
        build_bomb(&line.repeat(300_000 / line.len()));
    }
}

#[test]
fn a_page_that_would_be_huge_is_an_error_for_its_note() {
    const N: usize = 100_000;
    let columns = format!("{}|\n{}|\n", "|a".repeat(5_000), "|-".repeat(5_000));
    for (name, text) in [
        ("columns", columns),
        ("footnotes", format!("{}\n\n[^1]: x\n", "[^1]".repeat(N))),
        ("definitions", (0..N).map(|ix| format!("[^{ix}]: x\n\n[^{ix}]\n\n")).collect()),
    ] {
        let (_, run) = build_bomb(&text);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(run.stderr.starts_with("error[markdown::budget]: "), "{name}: {}", run.stderr);
    }
}

#[test]
fn tables_and_references_that_multiply_keep_within_the_limit() {
    build_bomb(&format!("{}\n\n[a]: /{}\n", "[a]".repeat(100_000), "x".repeat(1_000)));
    let head = format!("{}|\n{}|\n", "|a".repeat(900), "|-".repeat(900));
    for rows in [2_000, 20_000] {
        build_bomb(&format!("{head}{}", "|a\n".repeat(rows)));
    }
}

#[test]
fn embeds_that_meet_themselves_or_multiply_end_in_links() {
    let vault = Vault::new(&[
        ("a.md", "in a ![[b]]"),
        ("b.md", "in b\n\n![[a]]"),
        ("self.md", "me\n\n![[self]]\n\n![[self#H]]\n\n# H\n\n![[self#H]]"),
    ]);
    let run = timed(&vault);
    assert!(run.code == 0 && run.stderr.contains("warning[embed::cycle]: an embed shows itself: "), "{}", run.stderr);
    check(&vault);
    let names: Vec<(String, String)> = (0..9)
        .map(|level| {
            (
                format!("n{level}.md"),
                format!("{}{}", "words ".repeat(200), format!("\n\n![[n{}]]", level + 1).repeat(10)),
            )
        })
        .collect();
    let notes: Vec<(&str, &str)> = names.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let vault = Vault::new(&notes);
    let run = timed(&vault);
    assert!(run.code == 0 && run.stderr.contains("warning[embed::budget]: "), "{}", run.stderr);
    for file in files(&vault.path("public")) {
        assert!(size(&vault, &file) < 5 << 20, "{file}");
    }
}

#[test]
fn hostile_properties_are_refused_and_the_body_is_published() {
    for (yaml, code) in [
        ("a: &x 1\nb: *x", "frontmatter::yaml"),
        ("a: !!binary x", "frontmatter::yaml"),
        ("a: {b: 1}\n<<: {c: 1}", "frontmatter::yaml"),
        ("a:\n\t- b", "frontmatter::yaml"),
        ("a: 1\na: 2", "frontmatter::yaml"),
        ("a: 1\n...\nb: 2", "frontmatter::yaml"),
        ("just words", "frontmatter::yaml"),
        ("[1, 2]", "frontmatter::yaml"),
    ] {
        let (vault, run) = build_bomb(&format!("---\n{yaml}\n---\nthe body"));
        assert_eq!(run.code, 0, "{yaml}: {}", run.stderr);
        assert!(
            run.stderr.starts_with(&format!("warning[{code}]: ")) && run.stderr.contains("--> bomb.md:"),
            "{yaml}: {}",
            run.stderr
        );
        assert!(read(&vault, "bomb/index.html").contains("the body"), "{yaml}");
    }
    let (vault, run) = build_bomb("---\ntitle: x\n\nthe body");
    assert!(run.code == 0 && run.stderr.starts_with("warning[frontmatter::unterminated]: "), "{}", run.stderr);
    assert!(read(&vault, "bomb/index.html").contains("the body"));
}

#[test]
fn properties_over_a_limit_are_an_error_for_their_note() {
    let aliases: String =
        (1..20).map(|ix| format!("a{ix}: &a{ix} [{}]\n", format!("*a{},", ix - 1).repeat(9))).collect();
    for yaml in [
        format!("a0: &a0 x\n{aliases}"),
        format!("a: {}", "[".repeat(50_000)),
        format!("a: {}1{}", "[".repeat(1_000), "]".repeat(1_000)),
        (0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        format!("a: {}", "x".repeat(1 << 20)),
    ] {
        let (vault, run) = build_bomb(&format!("---\n{yaml}\n---\nthe body"));
        let shown: String = yaml.chars().take(40).collect();
        assert_eq!(run.code, 1, "{shown}: {}", run.stderr);
        assert!(
            run.stderr.starts_with("error[frontmatter::limit]: ") && run.stderr.contains("--> bomb.md:"),
            "{shown}: {}",
            run.stderr
        );
        assert!(!vault.path("public/bomb").exists(), "{shown}");
    }
}

#[test]
fn fences_that_cost_too_much_are_shown_plain() {
    for (language, code, warned) in [
        ("make", format!("{}\n", "$(".repeat(30_000)), false),
        ("js", "/".repeat(2_000), false),
        ("js", format!("{}\n", "`${".repeat(600)), false),
        ("cs", "$\"{".repeat(600), false),
        ("c", "x".repeat(1 << 20), true),
        ("js", "var a = 1;\n".repeat(10_000), true),
        ("no-such-language", "text".to_owned(), false),
        ("{{7*7}}", "text".to_owned(), false),
    ] {
        let (vault, run) = build_bomb(&format!("```{language}\n{code}\n```\n"));
        assert_eq!(run.code, 0, "{language}: {}", run.stderr);
        assert!(!warned || run.stderr.starts_with("warning[code::too-large]: "), "{language}: {}", run.stderr);
        assert!(read(&vault, "bomb/index.html").contains("<code"), "{language}");
    }
}

/// Parts that make an SVG active, by name.
const ACTIVE: &[(&str, &str)] = &[
    ("script", "<script>alert(1)</script>"),
    ("event", "<path onclick=\"alert(1)\"/>"),
    ("foreign", "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><b>x</b></body></foreignObject>"),
    ("link", "<a href=\"javascript:alert(1)\"><path/></a>"),
    ("external", "<image href=\"https://evil.example/x.png\"/>"),
    ("prefixed", "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>"),
    ("animated", "<a><set attributeName=\"href\" to=\"javascript:alert(1)\"/></a>"),
];

#[test]
fn pictures_are_never_decoded_and_active_ones_not_published() {
    let vault = Vault::new(&[]);
    let mut note = String::new();
    let mut add = |name: &str, bytes: &[u8]| {
        super::write_bytes(&vault, name, bytes);
        note.push_str(&format!("![[{name}]]\n\n"));
    };
    let header = [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
        &100_000_u32.to_be_bytes(),
        &100_000_u32.to_be_bytes(),
        b"\x08\x06\0\0\0",
    ]
    .concat();
    add("bomb.png", &header);
    for (name, start) in [
        ("jpg", &b"\xff\xd8\xff\xe0\0"[..]),
        ("gif", b"GIF89a"),
        ("webp", b"RIFF\xff\xff\xff\xffWEBPVP8 "),
        ("avif", b"\0\0\0\x20ftypavif\0\0"),
        ("bmp", b"BM\xff\xff\xff\xff"),
        ("png", b"\x89PNG"),
    ] {
        add(&format!("cut.{name}"), start);
        add(&format!("garbage.{name}"), &[start, &[0xa5; 500]].concat());
    }
    add("page.png", b"<html><script>alert(1)</script></html>");
    add("plain.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\"><path d=\"M0 0\"/></svg>");
    for (name, inside) in ACTIVE {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>"
        );
        add(&format!("{name}.svg"), svg.as_bytes());
    }
    let entities: String =
        (1..12).map(|ix| format!("<!ENTITY e{ix} \"{}\">", format!("&e{};", ix - 1).repeat(10))).collect();
    add(
        "entities.svg",
        format!("<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY e0 \"x\">{entities}]><svg>&e11;</svg>").as_bytes(),
    );
    vault.write("note.md", &note);
    let run = timed(&vault);
    assert_eq!(run.code, 0, "{}", run.stderr);
    check(&vault);
    let article = read(&vault, "note/index.html");
    assert!(!article.contains("100000"), "a claim of that size is not believed");
    let out = files(&vault.path("public/files"));
    assert!(out.contains(&"plain.svg".to_owned()) && out.contains(&"page.png".to_owned()), "{out:?}");
    for (name, _) in ACTIVE {
        assert!(!out.contains(&format!("{name}.svg")), "{name}: {out:?}");
    }
    assert!(!out.contains(&"entities.svg".to_owned()), "{out:?}");
    assert!(!article.contains("<svg"), "never inlined");
    assert_eq!(vault.run(&["build", "vault", "--strict"]).code, 1);
}
