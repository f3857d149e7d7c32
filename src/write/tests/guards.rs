//! The folders that `--out` may name.

use std::path::PathBuf;

use super::*;
use crate::diag::codes;

fn refusal(place: Destination) -> String {
    let failure = open(place, Arc::default()).unwrap_err();
    assert_eq!((failure.kind, failure.diagnostic.code), (FailureKind::Refused, codes::OUTPUT_REFUSED));
    assert!(failure.diagnostic.help.is_some());
    failure.diagnostic.message.into_owned()
}

#[test]
fn folders_that_hold_more_than_a_site_are_refused_by_the_rule_they_break() {
    let home = Home::new();
    let root = home.folder.path().canonicalize().unwrap();
    for folder in ["home/notes", "work/sub", "config"] {
        std::fs::create_dir_all(root.join(folder)).unwrap();
    }
    std::fs::write(root.join("config/kbgen.toml"), "").unwrap();
    std::fs::write(root.join("file"), "").unwrap();
    symlink(&root, root.join("link")).unwrap();
    let place = Destination {
        config_file: Some(root.join("config/kbgen.toml")),
        home: Some(root.join("home")),
        working: Some(root.join("work")),
        ..home.place.clone()
    };
    for (out, rule) in [
        (root.join("vault"), "the vault itself"),
        (root.join("vault/../vault/."), "the vault itself"),
        (root.join("link/vault"), "the vault itself"),
        (root.clone(), "holds"),
        (root.join("vault/.."), "holds"),
        (root.join("new/../.."), "holds"),
        (PathBuf::from("/"), "root of the file system"),
        (PathBuf::from("/../"), "root of the file system"),
        (root.join("home"), "home folder"),
        (root.join("config"), "holds the configuration file"),
        (root.join("work"), "the working directory"),
        (root.join("link"), "a symbolic link"),
        (root.join("link/"), "a symbolic link"),
        (root.join("file"), "not a folder"),
        (root.join("vault/.git/x"), "`.git`"),
        (root.join("vault/.obsidian/x"), "`.obsidian`"),
    ] {
        let message = refusal(Destination { out: out.clone(), adopt: true, ..place.clone() });
        assert!(message.contains(rule), "{}: {message}", out.display());
    }
    for out in ["home/notes/site", "vault/public", "work/public", "config/public"] {
        open(Destination { out: root.join(out), ..place.clone() }, Arc::default()).unwrap();
    }
}

#[test]
fn a_folder_that_kbgen_did_not_make_is_refused_with_what_is_in_it() {
    let home = Home::new();
    for name in ["d.txt", "b.txt", "a/x", "c.txt"] {
        home.write(name, "mine");
    }
    let before = tree(&home.place.out);
    let message = refusal(home.place.clone());
    assert!(message.contains("`a/`, `b.txt`, `c.txt` and 1 more"), "{message}");
    home.write(manifest::NAME, "{\"files\": {\"../vault\": \"\"}, \"sources\": {}}");
    assert!(refusal(home.place.clone()).contains("damaged"));
    std::fs::remove_file(home.out(manifest::NAME)).unwrap();
    assert_eq!(tree(&home.place.out), before);
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_repository_is_refused_until_it_is_adopted_and_a_vault_always() {
    let home = Home::new();
    home.write(".git/HEAD", "ref");
    assert!(refusal(home.place.clone()).contains("`.git/`"));
    home.adopt(OLD).unwrap();
    home.build(NEW).unwrap();
    assert_eq!(home.tree()[".git/HEAD"], "ref");

    let home = Home::new();
    home.write(".obsidian/app.json", "{}");
    assert!(refusal(Destination { adopt: true, ..home.place.clone() }).contains("a vault"));
}

#[test]
fn adopted_files_stay_and_are_never_replaced() {
    let home = Home::new();
    home.write("mine/a.txt", "mine");
    home.write("CNAME", "example.org");
    let report = home.adopt(OLD).unwrap();
    assert_eq!(report.kept, ["CNAME", "mine/"]);
    for (path, blocked) in
        [("CNAME", "`CNAME`"), ("CNAME/index.html", "`CNAME`"), ("mine", "`mine`"), ("mine/a.txt", "`mine/a.txt`")]
    {
        let failure = home.adopt(&[(path, "page")]).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Refused);
        assert!(failure.diagnostic.message.contains(blocked), "{}", failure.diagnostic.message);
    }
    // A page may be beside an adopted file.
    home.build(&[("mine/index.html", "page")]).unwrap();
    assert_eq!(home.tree(), texts(&[("CNAME", "example.org"), ("mine/a.txt", "mine"), ("mine/index.html", "page")]));
    home.build(&[("index.html", "page")]).unwrap();
    assert_eq!(home.tree(), texts(&[("CNAME", "example.org"), ("index.html", "page"), ("mine/a.txt", "mine")]));
}

#[test]
fn an_empty_folder_is_as_good_as_none() {
    let home = Home::new();
    std::fs::create_dir(&home.place.out).unwrap();
    home.build(OLD).unwrap();
    assert_eq!(home.tree(), texts(OLD));
}

#[test]
fn a_locked_output_is_left_alone() {
    let home = Home::new();
    let slot = open(home.place.clone(), Arc::default()).unwrap();
    assert_eq!(home.build(OLD).unwrap_err().kind, FailureKind::Locked);
    slot.publish(&site(NEW), &|_| {}).unwrap();
    home.build(OLD).unwrap();
    assert_eq!(home.tree(), texts(OLD));
}

#[test]
fn a_folder_name_at_the_limit_still_has_room_beside_it() {
    let mut home = Home::new();
    home.place.out = home.folder.path().join("가".repeat(85));
    home.build(OLD).unwrap();
    home.build(NEW).unwrap();
    assert_eq!(home.tree(), texts(NEW));
}
