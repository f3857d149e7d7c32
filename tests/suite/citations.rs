//! A rule has a name, and the code cites it by that name: every name that is cited is defined in `docs/design`, or is the
//! id of a case in the fixtures. `docs/design/README.md` has the convention.
//!
//! Citations are looked for in whole files, code included: no identifier looks like the name of a rule.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

const CITING: &[&str] = &["benches", "fuzz", "src", "tests", "themes"];

/// Folders of data and of tools' output, and this file, whose own test makes names up.
const NOT_READ: &[&str] =
    &["fuzz/corpus", "fuzz/target", "tests/browser/node_modules", "tests/fixtures", "tests/suite/citations.rs"];

const FIXTURES: &[&str] = &["markdown/cases.jsonl", "markdown/combinations.jsonl", "properties/cases.jsonl"];

/// The form of a name: a promise or a row, a rule of one document, a case.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[PR][0-9]|T[0-9]{2}|[ACDRS]-[A-Z]{2,}|[A-Z]{2,3}-[0-9]{2,3})\b").expect("a constant pattern")
});

/// A name in bold at the start of a paragraph, a list item or a table row defines it.
static DEFINITION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^(?:[-*] |\| )?\*\*([A-Z0-9-]+)\*\*").expect("a constant pattern"));

/// The case ids of the fixtures.
static CASE_ID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?m)^\{"id": "([^"]+)""#).expect("a constant pattern"));

/// A Markdown file that a comment names, and whether a place in it follows.
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([\w./-]*\w\.md)\b((?:'s)?,? (?:§|sections? |[PRT]?[0-9]))?").expect("a constant pattern")
});

/// Standards that are written like a case.
const STANDARDS: &[&str] = &["CRC-", "SHA-", "UTF-"];

#[test]
fn every_rule_that_is_cited_is_defined() {
    let known = known_names();
    let mut unknown = Vec::new();
    for (path, text) in citing_files() {
        for (number, line) in text.lines().enumerate() {
            let missing = cited(line).into_iter().filter(|name| !known.contains(*name));
            unknown.extend(missing.map(|name| format!("{}:{}: {name}", path.display(), number + 1)));
        }
    }
    assert!(unknown.is_empty(), "neither in docs/design nor a case of the fixtures:\n{}", unknown.join("\n"));
}

#[test]
fn no_comment_cites_a_place_that_is_not_in_the_repository() {
    let documents = documents();
    let mut wrong = Vec::new();
    for (path, text) in citing_files() {
        let marks = comment_marks(&path);
        for (number, line) in text.lines().enumerate() {
            let comment = comment_of(line, marks);
            wrong.extend(foreign(comment, &documents).map(|why| format!("{}:{}: {why}", path.display(), number + 1)));
        }
    }
    assert!(wrong.is_empty(), "cite a rule by its name, a document by its path:\n{}", wrong.join("\n"));
}

#[test]
fn every_name_is_defined_once() {
    let mut seen = BTreeSet::new();
    for (path, text) in design() {
        for name in defined(&text) {
            assert_eq!(cited(name), [name], "{}: {name} is not written like a name", path.display());
            assert!(seen.insert(name.to_owned()), "{}: {name} is defined a second time", path.display());
        }
    }
    assert!(seen.len() > 100, "the names were read");
}

#[test]
fn the_reader_of_this_test_tells_names_from_what_looks_like_them() {
    assert_eq!(cited("// P7, R5 and rows T18-T31; WL-44 (D-LOOKUP)"), ["P7", "R5", "T18", "T31", "WL-44", "D-LOOKUP"]);
    assert_eq!(cited("T00:00:00Z UTF-16 SHA-256 P256 X-WR-CALNAME [A-Z] T5 R3a"), [""; 0]);
    assert_eq!(defined("**P7** x\n- **R5**: y\n| **T01** | z **T02**\n**Not** **D-A**"), ["P7", "R5", "T01"]);

    let known = known_names();
    assert!(["P7", "R5", "T01", "WL-44", "WL-000"].iter().all(|name| known.contains(*name)));
    assert!(["P0", "R9", "T99", "WL-99", "QQ-01", "D-NOWHERE"].iter().all(|name| cited(name) == [*name]));
    assert!(["P0", "R9", "T99", "WL-99", "QQ-01", "D-NOWHERE"].iter().all(|name| !known.contains(*name)));

    let documents = documents();
    let found = |line: &str| foreign(comment_of(line, &["//"]), &documents).count();
    assert_eq!(found("/// The rows (docs/design/review.md) of README.md; Home.md in a vault."), 0);
    assert_eq!(found("let note = \"review.md\"; let url = \"https://a.b/review.md 4\";"), 0);
    for line in ["// safety.md", "// rules.md section 4", "// rules.md's T44", "// rules.md P7", "// docs/design/no.md"]
    {
        assert_eq!(found(line), 1, "{line}");
    }
}

/// The names of rules in a line.
fn cited(line: &str) -> Vec<&str> {
    let is_clock = |end: usize| {
        let mut rest = line[end..].chars();
        rest.next() == Some(':') && rest.next().is_some_and(|c| c.is_ascii_digit())
    };
    let names = NAME.find_iter(line).filter(|found| !is_clock(found.end())).map(|found| found.as_str());
    names.filter(|name| !STANDARDS.iter().any(|standard| name.starts_with(standard))).collect()
}

/// The names that a document defines.
fn defined(text: &str) -> Vec<&str> {
    DEFINITION.captures_iter(text).map(|found| found.get(1).expect("the pattern has a group").as_str()).collect()
}

/// The reasons why a comment's mentions of documents cannot be followed.
fn foreign(comment: &str, documents: &BTreeSet<String>) -> impl Iterator<Item = String> {
    DOCUMENT.captures_iter(comment).filter_map(|found| {
        let path = &found[1];
        if found.get(2).is_some() {
            return Some(format!("a place within {path}"));
        }
        let is_gone = path.starts_with("docs/") && !root().join(path).is_file();
        (is_gone || documents.contains(path)).then(|| path.to_owned())
    })
}

/// A line's comment, or nothing.
fn comment_of<'a>(line: &'a str, marks: &[&str]) -> &'a str {
    let starts = marks.iter().flat_map(|mark| line.match_indices(mark));
    let start = starts.map(|(at, _)| at).filter(|&at| !line[..at].ends_with(':')).min();
    start.map_or("", |start| &line[start..])
}

fn comment_marks(path: &Path) -> &'static [&'static str] {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs" | "js" | "mjs") => &["//"],
        Some("css") => &["/*"],
        Some("html") => &["{#", "<!--"],
        Some("md") => &[],
        _ => &["#"],
    }
}

/// Every name that may be cited.
fn known_names() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (_, text) in design() {
        names.extend(defined(&text).into_iter().map(str::to_owned));
    }
    for fixture in FIXTURES {
        let text = read(&root().join("tests/fixtures").join(fixture));
        names.extend(CASE_ID.captures_iter(&text).map(|found| found[1].to_owned()));
    }
    names
}

/// The names of the files in `docs`, which are ambiguous without their folder.
fn documents() -> BTreeSet<String> {
    let names = files("docs").into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    names.filter(|name| name.ends_with(".md") && name != "README.md").collect()
}

fn design() -> Vec<(PathBuf, String)> {
    let paths = files("docs/design").into_iter();
    paths.map(|path| (path.clone(), read(&root().join(path)))).collect()
}

fn citing_files() -> Vec<(PathBuf, String)> {
    const READ: &[&str] = &["css", "html", "js", "md", "mjs", "py", "rs", "sh", "toml"];
    let paths = CITING.iter().flat_map(|folder| files(folder));
    let wanted = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| READ.contains(&extension))
            && !NOT_READ.iter().any(|not| path.starts_with(not))
    };
    paths.filter(wanted).map(|path| (path.clone(), read(&root().join(path)))).collect()
}

/// Every file below a folder of the repository, by its path from the root, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter();
    let files =
        entries.map(|entry| entry.expect("the folder can be listed")).filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.path().strip_prefix(root()).expect("listed below the root").to_owned()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text of the repository can be read")
}
