//! The documentation lists every command, option and file that exists, and no others.

use std::collections::BTreeSet;
use std::path::Path;

use kbgen::diag::codes;

#[test]
fn every_diagnostic_has_a_paragraph_and_every_paragraph_a_diagnostic() {
    let text = read("docs/diagnostics.md");
    let documented: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let unique: BTreeSet<&str> = documented.iter().copied().collect();
    assert_eq!(unique.len(), documented.len(), "a code is documented twice");
    let existing: BTreeSet<&str> = codes::ALL.iter().map(|code| code.as_str()).collect();
    let missing: Vec<_> = existing.difference(&unique).collect();
    let invented: Vec<_> = unique.difference(&existing).collect();
    assert!(missing.is_empty() && invented.is_empty(), "undocumented: {missing:?}; gone: {invented:?}");
}

#[test]
fn a_diagnostics_paragraph_tells_its_usual_severity() {
    let text = read("docs/diagnostics.md");
    for code in codes::ALL {
        let heading = format!("### `{}`\n\n", code.as_str());
        let Some((_, paragraph)) = text.split_once(&heading) else { continue };
        let severity = code.severity().name();
        let start = format!("*{}.* ", severity[..1].to_uppercase() + &severity[1..]);
        assert!(paragraph.starts_with(&start), "{} must begin with {start}", code.as_str());
    }
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents =
        vec!["README.md".into(), "CONTRIBUTING.md".into(), "ARCHITECTURE.md".into(), "CHANGELOG.md".into()];
    let docs = std::fs::read_dir(root.join("docs")).expect("there is a docs folder");
    let names = docs.map(|entry| entry.expect("docs can be listed").file_name().to_string_lossy().into_owned());
    documents.extend(names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")));
    let mut broken = Vec::new();
    for document in &documents {
        let folder = Path::new(document).parent().expect("a file has a folder");
        for target in link_targets(&read(document)) {
            let path = target.split('#').next().unwrap_or_default();
            if !path.is_empty() && !root.join(folder).join(path).exists() {
                broken.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The destinations of a Markdown text's links within the repository.
fn link_targets(markdown: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Parser, Tag};
    let links = Parser::new(markdown).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    links.filter(|url| !url.contains("://") && !url.starts_with("mailto:")).collect()
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
