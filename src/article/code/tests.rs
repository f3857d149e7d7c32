//! The output of highlighting, and the code it refuses.

use super::*;

fn html(language: &str, code: &str) -> String {
    match highlight(language, code) {
        Highlighted::Coloured(runs) => {
            let mut html = String::new();
            runs.write(&mut html, code);
            html
        }
        other => panic!("{language}: {other:?}"),
    }
}

/// The visible text: the HTML without its tags, unescaped.
fn text(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(
            part.split_once("span").map_or(part, |(_, rest)| rest.split_once('>').map_or("", |(_, text)| text)),
        );
    }
    out.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn scopes_become_a_few_classes() {
    for (language, code, expected) in [
        (
            "rust",
            "let x = 0x1f; // n",
            r#"<span class="hl-keyword">let</span> x <span class="hl-operator">= </span><span class="hl-number">0x1f</span>; <span class="hl-comment">// n</span>"#,
        ),
        (
            "json",
            r#"{"a": true}"#,
            r#"{<span class="hl-property">&quot;a&quot;</span>: <span class="hl-constant">true</span>}"#,
        ),
        (
            "yaml",
            "kind: Pod # c",
            r#"<span class="hl-property">kind</span>: <span class="hl-string">Pod </span><span class="hl-comment"># c</span>"#,
        ),
        (
            "html",
            "<a href=\"x\">",
            r#"&lt;<span class="hl-tag">a </span><span class="hl-attribute">href</span>=<span class="hl-string">&quot;x&quot;</span>>"#,
        ),
        ("diff", "-a\n+b", "<span class=\"hl-deleted\">-a</span>\n<span class=\"hl-inserted\">+b</span>"),
    ] {
        assert_eq!(html(language, code), expected);
    }
}

#[test]
fn languages_are_known_by_the_names_that_people_write() {
    for name in [
        "js",
        "JavaScript",
        "ts",
        "tsx",
        "sh",
        "bash",
        "zsh",
        "shell",
        "console",
        "yml",
        "YAML",
        "k8s",
        "tf",
        "hcl",
        "terraform",
        "docker",
        "dockerfile",
        "Dockerfile",
        "py",
        "python3",
        "go",
        "golang",
        "c++",
        "c#",
        "kt",
        "toml",
        "jsonc",
        "sql",
        "make",
        "nginx",
        "ini",
        "powershell",
        "groovy",
        "html",
        "css",
        "rs",
        "java",
        "xml",
        "diff",
    ] {
        assert!(syntax(name).is_some(), "{name}");
    }
    for name in ["", "text", "plain", "txt", "없는언어", "abcde"] {
        assert!(syntax(name).is_none(), "{name}");
        assert_eq!(highlight(name, "x"), Highlighted::Plain, "{name}");
    }
}

#[test]
fn the_text_stays_and_no_span_crosses_a_line() {
    let code = "/* a\n <b> & \"c\" */\n\nconst s = `x ${y(1)}\n z`;\n";
    let html = html("js", code);
    assert_eq!(text(&html), code);
    for line in html.lines() {
        assert_eq!(line.matches("<span").count(), line.matches("</span>").count(), "{line}");
    }
}

#[test]
fn limits_count_bytes() {
    for (code, expected) in [
        ("x = 1\n".repeat(BLOCK_LIMIT / 6 + 1), false),
        ("x".repeat(LINE_LIMIT + 1), false),
        (format!("{}\n", "(".repeat(LINE_LIMIT - 1)).repeat(20), false),
        (format!("let a = {}; // some words\n", "b".repeat(60)).repeat(600), true),
        ("a".repeat(LINE_LIMIT), true),
    ] {
        assert_eq!(within_limits(&code), expected, "{} bytes", code.len());
    }
    assert_eq!(highlight("js", &"x".repeat(LINE_LIMIT + 1)), Highlighted::TooLarge);
}

#[test]
fn only_listed_classes_are_written() {
    let code = "#!/bin/sh\nif [ \"$A\" = 'b' ]; then echo ${C:-d}; fi # e\n";
    for class in html("sh", code).split("class=\"").skip(1) {
        let class = class.split('"').next().expect("a class ends");
        assert!(CLASSES.contains(&class), "{class}");
    }
}

#[test]
fn a_fence_tells_language_title_and_lines() {
    for (info, language, title, lines) in [
        ("", "", None, vec![]),
        ("rust", "rust", None, vec![]),
        ("rust {1,3-4} title=\"src/main.rs\"", "rust", Some("src/main.rs"), vec![(1, 1), (3, 4)]),
        ("js{2} title=a.js", "js", Some("a.js"), vec![(2, 2)]),
        ("{python}", "{python}", None, vec![]),
        ("yaml subtitle=\"x\" {a,9-}", "yaml", None, vec![]),
    ] {
        assert_eq!(Info::parse(info), Info { language, title, lines }, "{info}");
    }
    assert_eq!(Info::parse("rust,ignore").token(), "rust");
    assert_eq!(Info::parse("{python}").token(), "python");
}

#[test]
fn every_block_is_taken_once_whoever_comes_when() {
    for blocks in [0, 1, 15, 16, 17, 100, 1000] {
        // Each list is the order in which workers ask: one alone, two in turn, one that comes late, three at once.
        for workers in [&[0][..], &[1], &[0, 1], &[0, 0, 0, 1], &[2, 0, 1]] {
            let queue = Queue::new(blocks);
            let mut taken = vec![0; blocks];
            for range in workers.iter().cycle().map_while(|&worker| queue.take(worker)) {
                taken[range].iter_mut().for_each(|count| *count += 1);
            }
            assert_eq!(taken, vec![1; blocks], "{workers:?}");
        }
    }
}
