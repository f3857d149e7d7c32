//! Small sites written to real folders.

mod faults;
mod guards;
mod processes;

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use crate::diag::{Diagnostic, codes};
use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use super::*;
use crate::diag::Outcome;
use crate::path::{OutPath, UrlPath, VaultPath};
use crate::rendered::Body;

/// A vault, a cache and an output side by side, in a folder of their own.
pub(super) struct Home {
    pub folder: tempfile::TempDir,
    pub place: Destination,
}

impl Home {
    pub(super) fn new() -> Self {
        // In memory where there is such a folder: these tests make many thousand files.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let place = place_in(&folder.path().canonicalize().unwrap());
        std::fs::create_dir(&place.vault).unwrap();
        Self { folder, place }
    }

    fn out(&self, path: &str) -> PathBuf {
        self.place.out.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.out(path).parent().unwrap()).unwrap();
        std::fs::write(self.out(path), text).unwrap();
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<Report, Failure> {
        self.build_site(&site(files))
    }

    /// As [`Self::build`], with `--adopt`.
    fn adopt(&self, files: &[(&str, &str)]) -> Result<Report, Failure> {
        let place = Destination { adopt: true, ..self.place.clone() };
        open(place, Arc::default())?.publish(&site(files), &|_| {})
    }

    fn build_site(&self, rendered: &Rendered) -> Result<Report, Failure> {
        open(self.place.clone(), Arc::default())?.publish(rendered, &|_| {})
    }

    /// Every file of the output with its text, without the manifest, which is checked.
    pub(super) fn tree(&self) -> BTreeMap<String, String> {
        let mut files = tree(&self.place.out);
        if let Some(text) = files.remove(manifest::NAME) {
            let manifest = manifest::Manifest::parse(text.as_bytes()).unwrap();
            for (path, hash) in &manifest.files {
                assert_eq!(hash.0, blake3::hash(files[path.as_str()].as_bytes()), "{path}");
            }
        }
        files
    }

    /// Names beside the output other than vault, cache and output.
    pub(super) fn residue(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.place.out.parent().unwrap()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let within = tree(&self.place.out).into_keys().filter(|path| path.starts_with(stage_dir::WITHIN));
        names.filter(|name| !["vault", "cache", "out"].contains(&name.as_str())).chain(within).collect()
    }
}

pub(super) fn place_in(folder: &Path) -> Destination {
    Destination {
        out: folder.join("out"),
        vault: folder.join("vault"),
        config_file: None,
        home: None,
        working: None,
        locks: folder.join("cache"),
        adopt: false,
    }
}

/// Every file below a folder with its text, and every link with its target.
pub(super) fn tree(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let text = match std::fs::read_link(entry.path()) {
            Ok(target) => format!("-> {}", target.display()),
            Err(_) => std::fs::read_to_string(entry.path()).unwrap(),
        };
        (path, text)
    });
    files.collect()
}

pub(super) fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

pub(super) fn site(files: &[(&str, &str)]) -> Rendered {
    let mut rendered = Rendered::new(BTreeMap::new);
    for (path, text) in files {
        let bytes = text.as_bytes().to_vec();
        rendered.add(OutPath::new(*path), Box::new(move || Ok(Outcome::clean(Body::Bytes(bytes.clone())))));
    }
    rendered
}

const OLD: &[(&str, &str)] = &[("index.html", "old"), ("a/index.html", "a"), ("gone/b/index.html", "b"), ("x", "file")];
const NEW: &[(&str, &str)] = &[("index.html", "new"), ("a/index.html", "a"), ("c/index.html", "c"), ("x/y", "folder")];

#[test]
fn a_build_makes_the_folder_and_all_above_it() {
    let mut home = Home::new();
    home.place.out = home.folder.path().join("new/deep/out");
    let report = home.build(OLD).unwrap();
    assert_eq!((report.written, report.unchanged, report.removed), (4, 0, 0));
    assert_eq!(home.tree(), texts(OLD));
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_second_build_replaces_what_changed_and_removes_what_is_gone() {
    let home = Home::new();
    home.build(OLD).unwrap();
    let kept = home.out("a/index.html").metadata().unwrap().ino();
    let report = home.build(NEW).unwrap();
    assert_eq!((report.written, report.unchanged, report.removed), (3, 1, 2));
    assert_eq!(home.tree(), texts(NEW));
    assert_eq!(home.out("a/index.html").metadata().unwrap().ino(), kept, "an unchanged file stays the same file");
    assert!(!home.out("gone").exists());
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let home = Home::new();
    home.write("CNAME", "example.org");
    home.adopt(OLD).unwrap();
    let state =
        |path: &str| home.out(path).metadata().map(|meta| (meta.ino(), meta.mtime_nsec(), meta.ctime_nsec())).unwrap();
    let before = ["", "a", "a/index.html", manifest::NAME].map(state);
    let report = home.build(OLD).unwrap();
    assert_eq!((report.written, report.unchanged, report.kept.as_slice()), (0, 4, &["CNAME".to_owned()][..]));
    assert_eq!(["", "a", "a/index.html", manifest::NAME].map(state), before);
}

#[test]
fn a_page_that_was_edited_or_deleted_by_hand_is_written_again() {
    let home = Home::new();
    home.build(OLD).unwrap();
    home.write("index.html", "OLD");
    std::fs::remove_file(home.out("a/index.html")).unwrap();
    std::fs::set_permissions(home.out("x"), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(home.build(OLD).unwrap().written, 3);
    assert_eq!(home.tree(), texts(OLD));
    assert_eq!(home.out("x").metadata().unwrap().mode() & 0o777, 0o644);
}

#[test]
fn foreign_files_stay_wherever_they_are() {
    let home = Home::new();
    home.build(OLD).unwrap();
    home.write("CNAME", "example.org");
    home.write("gone/b/mine.txt", "mine");
    symlink("/nowhere", home.out("link")).unwrap();
    let report = home.build(NEW).unwrap();
    assert_eq!(report.kept, ["CNAME", "gone/b/mine.txt", "link"]);
    assert_eq!(report.one_by_one, None);
    let mut expected = texts(NEW);
    expected.extend(texts(&[("CNAME", "example.org"), ("gone/b/mine.txt", "mine"), ("link", "-> /nowhere")]));
    assert_eq!(home.tree(), expected);
    let note = report.diagnostics.iter().find(|d| d.code == codes::OUTPUT_FOREIGN_KEPT).unwrap();
    assert!(note.message.contains("`CNAME` and 2 more"), "{}", note.message);
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_foreign_folder_is_never_moved_so_the_files_beside_it_are_replaced_one_by_one() {
    let home = Home::new();
    home.build(OLD).unwrap();
    home.write(".git/HEAD", "ref");
    let folder = home.out(".git").metadata().unwrap().ino();
    let report = home.build(NEW).unwrap();
    assert!(report.one_by_one.unwrap().contains(".git/"));
    assert_eq!(report.kept, [".git/"]);
    assert!(report.diagnostics.iter().any(|d| d.code == codes::OUTPUT_ONE_BY_ONE));
    let mut expected = texts(NEW);
    expected.extend(texts(&[(".git/HEAD", "ref")]));
    assert_eq!(home.tree(), expected);
    assert_eq!(home.out(".git").metadata().unwrap().ino(), folder);
    assert!(!home.out("gone").exists());
    // And back, where a file must take a folder's place.
    home.build(OLD).unwrap();
    assert_eq!(home.tree().len(), OLD.len() + 1);
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_foreign_file_that_comes_while_the_site_is_built_is_not_lost() {
    let home = Home::new();
    home.build(OLD).unwrap();
    let staged = open(home.place.clone(), Arc::default()).unwrap().stage(&site(NEW), &|_| {}).unwrap();
    home.write("late.txt", "late");
    staged.commit().unwrap();
    assert_eq!(std::fs::read_to_string(home.out("late.txt")).unwrap(), "late");
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_link_in_place_of_a_folder_leads_no_deletion_outside() {
    let home = Home::new();
    home.build(OLD).unwrap();
    let outside = home.place.vault.join("docs");
    std::fs::create_dir_all(outside.join("b")).unwrap();
    std::fs::write(outside.join("b/index.html"), "theirs").unwrap();
    std::fs::remove_dir_all(home.out("gone")).unwrap();
    symlink(&outside, home.out("gone")).unwrap();
    let report = home.build(NEW).unwrap();
    assert_eq!(report.kept, ["gone"]);
    assert_eq!(std::fs::read_to_string(outside.join("b/index.html")).unwrap(), "theirs");
    assert_eq!(home.build(OLD).unwrap_err().kind, FailureKind::Refused, "`gone` is in the way of a page");
}

#[test]
fn a_file_of_the_vault_is_copied_and_one_that_cannot_be_read_is_left_out() {
    let home = Home::new();
    let image = home.place.vault.join("i.png");
    std::fs::write(&image, "one").unwrap();
    let rendered = || {
        let sources = ["i.png", "gone.png"].map(|name| (VaultPath::new(name), UrlPath::new(format!("/files/{name}"))));
        let mut rendered = Rendered::new(move || BTreeMap::from(sources.clone()));
        for name in ["i.png", "gone.png"] {
            let disk = home.place.vault.join(name);
            let maker = Box::new(move || Ok(Outcome::clean(Body::File(disk.clone()))));
            rendered.add(OutPath::new(format!("files/{name}")), maker);
        }
        rendered
    };
    let report = home.build_site(&rendered()).unwrap();
    let [missing] = report.diagnostics.as_slice() else { panic!("{:?}", report.diagnostics) };
    assert_eq!(missing.code, codes::FILE_UNREADABLE);
    assert_eq!(missing.place.as_ref().unwrap().path.as_str(), "gone.png");
    assert_eq!(home.tree(), texts(&[("files/i.png", "one")]));
    let manifest = std::fs::read_to_string(home.out(manifest::NAME)).unwrap();
    assert!(manifest.contains("\"i.png\": \"/files/i.png\"") && !manifest.contains("gone.png"), "{manifest}");

    assert_eq!(home.build_site(&rendered()).unwrap().unchanged, 1);
    std::fs::write(&image, "two").unwrap();
    assert_eq!(home.build_site(&rendered()).unwrap().written, 1);
    assert_eq!(home.tree(), texts(&[("files/i.png", "two")]));
}

#[test]
fn the_first_failing_template_in_path_order_is_told_and_nothing_is_written() {
    let home = Home::new();
    home.build(OLD).unwrap();
    let mut rendered = site(NEW);
    for path in ["m/index.html", "d/index.html", "z/index.html"] {
        let maker = move || Err(Box::new(Diagnostic::new(codes::THEME_TEMPLATE, path)));
        rendered.add(OutPath::new(path), Box::new(maker));
    }
    let failure = home.build_site(&rendered).unwrap_err();
    assert_eq!((failure.kind, &*failure.diagnostic.message), (FailureKind::Template, "d/index.html"));
    assert_eq!(home.tree(), texts(OLD));
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn what_was_noticed_while_rendering_comes_in_path_order() {
    let home = Home::new();
    let mut rendered = Rendered::new(BTreeMap::new);
    for ix in (0..50).rev() {
        let path = OutPath::new(format!("{ix:02}.txt"));
        let diagnostic = Diagnostic::new(codes::LINK_MISSING, format!("{ix:02}"));
        let maker = move || Ok(Outcome::new(Body::Bytes(Vec::new()), vec![diagnostic.clone()]));
        rendered.add(path, Box::new(maker));
    }
    let staged = open(home.place.clone(), Arc::default()).unwrap().stage(&rendered, &|_| {}).unwrap();
    let messages: Vec<_> = staged.diagnostics().iter().map(|d| d.message.clone()).collect();
    assert_eq!(messages, (0..50).map(|ix| format!("{ix:02}")).collect::<Vec<_>>());
    drop(staged);
    assert!(!home.place.out.exists(), "a site that is not committed leaves nothing");
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn an_interrupted_build_leaves_the_old_site() {
    let home = Home::new();
    home.build(OLD).unwrap();
    let interrupt = Arc::new(AtomicBool::new(false));
    let slot = open(home.place.clone(), interrupt.clone()).unwrap();
    let failure = slot.publish(&site(NEW), &|_| interrupt.store(true, Ordering::Relaxed)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Interrupted);
    assert_eq!(home.tree(), texts(OLD));
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn two_builds_write_the_same_bytes() {
    let (a, b) = (Home::new(), Home::new());
    a.build(OLD).unwrap();
    a.build(NEW).unwrap();
    b.build(NEW).unwrap();
    assert_eq!(tree(&a.place.out), tree(&b.place.out));
}
