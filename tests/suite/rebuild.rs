//! After an edit the preview server serves, byte for byte, the site of a build from scratch.
#![expect(clippy::disallowed_methods, reason = "tests make and remove files")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kbgen::config::{Declared, Dirs, Flags};
use kbgen::date::Clock;
use kbgen::diag::Diagnostic;
use kbgen::path::VaultPath;
use kbgen::pipeline::{Build, Loaded, Purpose, load};
use kbgen::rendered::Body;
use proptest::prelude::*;

use super::support::Vault;

const NOTES: &[(&str, &str)] = &[
    ("Home.md", "# Home\n\n[[A#Two]] and [[A#^b1]] and [[B]] and [[Third|3]] and [[Gone]]\n\n![[A#One]] ![[p.png]]\n"),
    (
        "A.md",
        "---\naliases: [First]\ntags: [x/y]\n---\n[[Topic]] [[B]]\n\n# One\n\ntext ^b1\n\n## Two\n\n[[B#Deep]] #tag\n",
    ),
    (
        "B.md",
        "---\nfirst_study: 2024-10-20\nreview_1day: false\nsubject: S\n---\n# Deep\n\n[[First]] [[a]] ![[Home]]\n",
    ),
    ("sub/A.md", "[[../B#Deep]] [[C]]\n"),
    ("Board.canvas", BOARD),
    ("T.base", "views:\n  - type: table\n    name: All\n    order: [file.name, subject]\n"),
    ("Link.md", "[[Board.canvas]] ![[T.base]]\n"),
    ("sub/C.md", "---\nTitle: 다\n---\n[[A]] [[B#Nope]] #Tag\n"),
];

/// A card that links, one that shows a note, and an arrow between them.
const BOARD: &str = r##"{"nodes":[
    {"id":"1","type":"text","text":"[[B#Deep]] and [[Gone]] #x","x":0,"y":0,"width":200,"height":100},
    {"id":"2","type":"file","file":"A.md","subpath":"#One","x":300,"y":0,"width":200,"height":100}],
    "edges":[{"id":"e","fromNode":"1","toNode":"2"}]}"##;

/// The new text of one file; `None`: it is removed.
const EDITS: &[(&str, &[Option<&str>])] = &[
    (
        "A.md",
        &[
            Some("# One\n\n## Three\n\nno block\n"),
            Some("---\naliases: [Third]\n---\n# Two\n\nx ^b1\n\n# One\n"),
            Some("---\npublish: false\n---\n# One\n"),
            Some("---\npublish: what\n---\n"),
            Some("---\npermalink: /b/\ntags: [x]\n---\n# One\n\n## Two\n"),
            None,
        ],
    ),
    (
        "B.md",
        &[
            Some("# Deeper\n\n<a id=\"Deep\"></a>[[Home]]\n"),
            Some("---\nfirst_study: 2024-10-20\nreview_1day: true\ncover: p.png\n---\n# Deep\n\n[[New]]\n"),
            Some("---\nunlisted: true\n---\n# Deep\n\n[[A]] #tag\n"),
            None,
        ],
    ),
    ("New.md", &[Some("[[A#Two]] [[First]] #x/z\n"), Some("---\naliases: [First]\n---\n"), None]),
    ("sub/B.md", &[Some("# Deep\n\nnearer\n"), None]),
    ("Topic.md", &[Some(""), Some("# Text\n"), None]),
    (
        "Link.md",
        &[Some("![[Board.canvas]]\n"), Some("nothing\n"), Some("---\npublish: false\n---\n[[Board.canvas]]\n"), None],
    ),
    (
        "Board.canvas",
        &[
            Some(r#"{"nodes":[{"id":"1","type":"text","text":"[[A]]","x":0,"y":0,"width":9,"height":9}]}"#),
            Some("{"),
            None,
        ],
    ),
    ("T.base", &[Some("views:\n  - type: list\n    name: L\n    order: [file.name]\n"), Some(": :"), None]),
    ("x.md", &[Some("about x\n"), None]),
];

fn loaded(vault: &Path) -> Loaded {
    let dirs = Dirs { vault: vault.to_owned(), config: vault.to_owned(), work: vault.to_owned() };
    let declared = Declared::read(None, &Flags::default(), dirs).expect("a valid config").value;
    let clock = Clock::Day("2024-10-27".parse().expect("a day"));
    load(declared, clock).unwrap_or_else(|failure| panic!("{failure:?}"))
}

/// Every file's bytes, and all diagnostics.
fn made(build: &Build) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let mut noticed = build.diagnostics.clone();
    let mut body =
        |path| match build.rendered.body(path).expect("a planned file").expect("a sound theme").take(&mut noticed) {
            Body::Bytes(bytes) => bytes,
            Body::File(file) => std::fs::read(file).expect("an attachment"),
        };
    let files = build.rendered.paths().into_iter().map(|path| (path.as_str().to_owned(), body(path))).collect();
    (files, noticed)
}

fn assert_same(build: &Build, vault: &Path, what: &str) {
    let (found, noticed) = made(build);
    let (expected, anew) = made(&loaded(vault).build(Purpose::WholeSite));
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&found), paths(&expected), "{what}");
    for (path, bytes) in &found {
        assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(&expected[path]), "{path} {what}");
    }
    assert_eq!(noticed, anew, "{what}");
}

/// A vault, and the preview of it.
struct Preview {
    folder: Vault,
    loaded: Loaded,
    last: Build,
}

impl Preview {
    fn start() -> Self {
        let folder = Vault::new(NOTES);
        std::fs::write(folder.path("vault/p.png"), png(40, 30)).expect("a file");
        let loaded = loaded(&folder.path("vault"));
        let last = loaded.build(Purpose::Preview);
        Self { folder, loaded, last }
    }

    fn edit(&mut self, path: &str, text: Option<&str>) {
        match text {
            Some(text) => self.folder.write(path, text),
            None => drop(std::fs::remove_file(self.folder.path("vault").join(path))),
        }
        self.again(&[path], &[]);
    }

    fn again(&mut self, notes: &[&str], touched: &[&str]) {
        let paths = |list: &[&str]| list.iter().copied().map(VaultPath::new).collect::<BTreeSet<_>>();
        self.loaded.reread(&paths(notes), paths(touched)).expect("the vault is readable");
        self.last = self.loaded.build(Purpose::NextPreview(&self.last));
    }

    fn check(&self, what: &str) {
        assert_same(&self.last, &self.folder.path("vault"), what);
    }
}

/// The head of a PNG of this size, the only part that is read.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes
}

#[test]
fn every_single_edit_ends_in_the_site_that_a_build_makes() {
    for (path, states) in EDITS {
        let mut preview = Preview::start();
        for text in *states {
            preview.edit(path, *text);
            preview.check(&format!("after {path} became {text:?}"));
        }
    }
}

#[test]
fn an_attachment_with_new_bytes_has_its_new_size_on_the_page() {
    let mut preview = Preview::start();
    std::fs::write(preview.folder.path("vault/p.png"), png(80, 20)).expect("a file");
    preview.again(&[], &["p.png"]);
    preview.check("after p.png changed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_row_of_edits_ends_in_the_site_that_a_build_makes(
        edits in prop::collection::vec((0..EDITS.len(), any::<prop::sample::Index>()), 1..8)
    ) {
        let mut preview = Preview::start();
        for (file, state) in &edits {
            let (path, states) = EDITS[*file];
            preview.edit(path, *state.get(states));
        }
        preview.check(&format!("after {edits:?}"));
    }
}
