//! Titles, aliases, tags, headings, file names: everything that a page shows outside a note's own text.

use super::{build, check, read};
use crate::support::{Vault, files};

const NASTY: &[&str] = &[
    "\"><img src=x onerror=alert(1)>",
    "'><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "{{ config }}{% raw %}{# x #}",
    "&lt;script&gt;&amp;&#60;",
    "<script>",
    "\\\"</script>\\u003c",
    "a\u{202e}b\u{7}c\u{2028}d",
    "javascript:alert(1)",
    "${alert(1)}`",
    "<!ENTITY x SYSTEM \"file:///etc/passwd\">&x;",
];

/// As a double-quoted YAML text.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

#[test]
fn hostile_properties_are_text_in_every_file() {
    for nasty in NASTY {
        let value = quoted(nasty);
        let list = format!("[{value}]");
        // To YAML this one ends a line, which a key cannot hold.
        let key = value.replace('\u{2028}', "");
        let text = format!(
            "---\ntitle: {value}\naliases: {list}\ntags: {list}\nsubject: {value}\nbook: {list}\ndescription: {value}\n\
             lang: {value}\ncssclasses: {list}\npermalink: {value}\ncover: {value}\nimage: {value}\ncreated: 2024-10-01\n\
             updated: {value}\n{key}: {value}\nfirst_study: 2024-10-14\nreview_1day: false\nreview_status: {value}\n\
             difficulty: {value}\n---\n[[{nasty}]]\n\n# {nasty}\n\n#{nasty} {nasty} ^{nasty}\n\n[[#{nasty}]] ![[{nasty}]]\n\n\
             > [!{nasty}] {nasty}\n> x\n\n```{nasty}\n{nasty}\n```\n\n![{nasty}](x.png \"{nasty}\") [^{nasty}]\n\n[^{nasty}]: {nasty}\n"
        );
        let config = format!(
            "[site]\ntitle = {value}\nauthor = {value}\n[properties]\nshow = [{value}, \"title\", \"tags\", \"aliases\"]\n",
            value = value.replace("\\u007", "\\u0007").replace('\u{7}', "\\u0007")
        );
        let vault = Vault::new(&[("note.md", &text), ("other.md", "[[note]] ![[note]]"), ("kbgen.toml", &config)]);
        let run = build(&vault);
        assert!(run.code == 0, "{nasty}: {}", run.stderr);
        check(&vault);
        let json: serde_json::Value = serde_json::from_str(&read(&vault, "review.json")).expect("JSON");
        assert_eq!(json["notes"][0]["title"].as_str(), Some(nasty.trim()), "{nasty}");
    }
}

#[test]
fn hostile_names_of_files_and_folders_are_text_in_every_file() {
    for nasty in NASTY {
        let name = nasty.replace('/', "∕");
        let vault = Vault::new(&[
            (
                &format!("{name}/{name}.md"),
                "---\ncreated: 2024-10-01\nfirst_study: 2024-10-14\nreview_1day: false\n---\n[[other]]",
            ),
            (&format!("{name}/second.md"), "x"),
            ("other.md", &format!("[[{name}]] ![[{name}]] ![[{name}.png]] [x](<{name}.png>)")),
            (&format!("{name}.png"), "png"),
            (&format!("files/{name}.pdf"), "pdf"),
            ("third.md", &format!("![[{name}.pdf]]")),
        ]);
        let run = build(&vault);
        assert_eq!(run.code, 0, "{nasty}: {}", run.stderr);
        check(&vault);
        for file in files(&vault.path("public")) {
            assert!(!file.contains(['<', '>', '"', '\'', '&', '\u{202e}', '\u{7}', '\\', '{', ':']), "{file}");
        }
        let told = run.stderr + &run.stdout;
        assert!(!told.contains(['\u{202e}', '\u{7}', '\u{1b}']), "a terminal is told text alone: {told:?}");
    }
}
