//! Comments are plain technical English: phrases that a stranger cannot grep stay rare.

use std::path::Path;

use regex::Regex;

/// Words and phrases that the field has terms for, each with the term.
const PHRASES: &[(&str, &str)] = &[
    (r"\b(stands?|stood|standing)\b", "is, is in, is at, represents"),
    (r"\b(tells?|told|telling)\b", "reports, says, returns, distinguishes"),
    (r"\b(is|are|was|were) no\b", "is not, are not"),
    (r"\b(lies?|lay|lain)\b", "is in, are below"),
    (r"\banew\b", "again"),
    (r"\bdear(er|est)?\b", "expensive"),
    (r"\bat work\b", "current"),
];

/// How many of them a thousand lines of comment may have.
const ALLOWED: usize = 20;

#[test]
fn comments_use_the_terms_of_the_field() {
    let phrases: Vec<Regex> = PHRASES.iter().map(|(phrase, _)| Regex::new(phrase).expect("a pattern")).collect();
    let (mut lines, mut found) = (0, Vec::new());
    for folder in ["src", "tests/suite", "tests/browser", "themes", "benches", "fuzz"] {
        for (path, text) in files(folder) {
            for (ix, comment) in text.lines().enumerate().filter_map(|(ix, line)| Some((ix, comment(line)?))) {
                lines += 1;
                let hits = phrases.iter().zip(PHRASES).filter(|(phrase, _)| phrase.is_match(comment));
                found.extend(hits.map(|(_, (_, term))| format!("{path}:{}: {comment} (better: {term})", ix + 1)));
            }
        }
    }
    assert!(lines > 3_000, "only {lines} lines of comment were read");
    let most = lines * ALLOWED / 1000;
    assert!(found.len() <= most, "{} in {lines} lines, {most} are allowed:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_reader_of_comments_sees_comments_alone() {
    assert_eq!(comment("    /// The row stands here."), Some(" The row stands here."));
    assert_eq!(comment("// It tells."), Some(" It tells."));
    assert_eq!(comment("/* It lies. */"), Some(" It lies. */"));
    assert_eq!(comment("{# It is no part. -#}"), Some(" It is no part. -#}"));
    assert_eq!(comment("let x = 1; // not looked at"), None);
    assert_eq!(comment("#[test]"), None);
    for (phrase, _) in PHRASES {
        Regex::new(phrase).expect("a pattern");
    }
}

/// The text of a line that is a comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["///", "//!", "//", "/*", "{#"].iter().find_map(|mark| line.strip_prefix(mark))
}

/// The sources below a folder that have comments: Rust, scripts, styles and templates.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name().into_iter();
    entries
        .filter_entry(|entry| entry.file_name() != "node_modules" && entry.file_name() != "target")
        .map(|entry| entry.expect("the source can be listed").into_path())
        .filter(|path| {
            ["rs", "js", "mjs", "css", "html"].iter().any(|kind| path.extension().is_some_and(|e| e == *kind))
        })
        .filter_map(|path| {
            let text = std::fs::read_to_string(&path).ok()?;
            Some((path.strip_prefix(root).ok()?.display().to_string(), text))
        })
        .collect()
}
