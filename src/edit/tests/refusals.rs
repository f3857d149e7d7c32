//! Refused reviews, with nothing written.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::*;

/// The code of a refused review of `Note`, after which the vault is unchanged.
fn refused(bench: &Bench) -> String {
    let state = |bench: &Bench| -> Vec<(String, Option<Vec<u8>>)> {
        bench.files().into_iter().map(|file| (file.clone(), std::fs::read(bench.path(&file)).ok())).collect()
    };
    let before = state(bench);
    let refusal = bench.done("Note", Done::default()).expect_err("a refusal");
    assert_eq!(state(bench), before);
    refusal.diagnostic.code.as_str().to_owned()
}

#[test]
fn what_cannot_be_edited_safely_is_refused() {
    for (text, code) in [
        ("no properties", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: false\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: false\n1일복습여부: false\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: &a false\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: *a\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: !!bool false\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: maybe\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: [false, false]\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: |\n  false\n---\n", "edit::properties"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: {a: b}\n---\n", "edit::properties"),
        ("---\n[broken\n---\n", "edit::properties"),
        ("---\ntitle: x\n---\n", "edit::nothing-to-do"),
        ("---\n첫 학습날: 2025-04-01\n---\n", "edit::nothing-to-do"),
        ("---\n1일복습여부: false\n---\n", "edit::nothing-to-do"),
        ("---\n첫 학습날: 2025-03-01\n1일복습여부: true\n장기기억: true\n---\n", "edit::nothing-to-do"),
        ("---\nsr-due: 2025-03-02\nsr-interval: 3\nsr-ease: 250\n---\n", "edit::nothing-to-do"),
    ] {
        assert_eq!(refused(&Bench::one(text)), code, "{text:?}");
    }
}

#[test]
fn links_read_only_files_and_odd_bytes_are_refused() {
    let text = note("1일복습여부: false");
    let link = Bench::new("2025-03-09", &[("real/Other.md", &text)]);
    symlink(link.path("real/Other.md"), link.path("Note.md")).unwrap();
    assert_eq!(refused(&link), "edit::no-file");
    let read_only = Bench::one(&text);
    std::fs::set_permissions(read_only.path("Note.md"), PermissionsExt::from_mode(0o444)).unwrap();
    assert_eq!(refused(&read_only), "edit::read-only");
    // A note that is not text is in no site, and so does not exist.
    let bench = Bench::one("");
    std::fs::write(bench.path("Note.md"), b"---\nreview_1day: false\n---\n\xff").unwrap();
    assert_eq!(refused(&bench), "edit::no-note");
}

#[test]
fn a_note_that_changes_between_reading_and_writing_is_left_alone() {
    let bench = Bench::one(&note("1일복습여부: false"));
    let other = note("1일복습여부: false\n제목: 새로");
    bench.with(|editor| {
        let Ok(Ticked::Change(change)) = editor.done(NoteId(0), Done::default()) else { panic!("a change") };
        std::fs::write(bench.path("Note.md"), &other).unwrap();
        assert_eq!(editor.write(&change).unwrap_err().reason, Reason::Changed);
        assert_eq!(editor.done(NoteId(0), Done::default()).unwrap_err().reason, Reason::Changed);
        std::fs::remove_file(bench.path("Note.md")).unwrap();
        assert_eq!(editor.done(NoteId(0), Done::default()).unwrap_err().reason, Reason::Missing);
        std::fs::write(bench.path("Note.md"), &other).unwrap();
    });
    assert_eq!((bench.text("Note.md"), bench.log()), (other, String::new()));
    assert!(bench.files().iter().all(|file| !file.contains("tmp")), "{:?}", bench.files());
}

#[test]
fn an_undo_of_a_note_that_changed_since_is_refused() {
    let bench = Bench::one(&note("1일복습여부: false"));
    bench.done("Note", Done::default()).unwrap();
    let changed = bench.text("Note.md") + "more\n";
    std::fs::write(bench.path("Note.md"), &changed).unwrap();
    let log = bench.log();
    assert_eq!(bench.undo().unwrap_err().reason, Reason::Changed);
    assert_eq!((bench.text("Note.md"), bench.log()), (changed, log));
    std::fs::remove_file(bench.path("Note.md")).unwrap();
    assert_eq!(bench.undo().unwrap_err().reason, Reason::Missing);
}

#[test]
fn a_hostile_log_leads_nowhere() {
    let bench = Bench::one(&note("1일복습여부: false"));
    std::fs::create_dir(bench.path(".kbgen")).unwrap();
    let outside = TempDir::new().unwrap();
    let victim = outside.path().join("victim.md");
    std::fs::write(&victim, "mine").unwrap();
    for path in [victim.display().to_string(), format!("../{}", victim.display()), "Note.md".to_owned()] {
        let line = format!(
            "2025-03-09\t{path}\t1\t-\ta → b\t{{\"before\":\"x\",\"after\":\"y\",\"back\":[[0,\"\",\"evil\"]]}}\n"
        );
        std::fs::write(bench.path(".kbgen/reviews.tsv"), line).unwrap();
        bench.undo().unwrap_err();
    }
    assert_eq!(
        (std::fs::read_to_string(&victim).unwrap().as_str(), bench.text("Note.md")),
        ("mine", note("1일복습여부: false"))
    );
    std::fs::remove_dir_all(bench.path(".kbgen")).unwrap();
    symlink(outside.path(), bench.path(".kbgen")).unwrap();
    let refusal = bench.done("Note", Done::default()).unwrap_err();
    assert_eq!(refusal.diagnostic.code.as_str(), "review::log-unreadable");
}

#[test]
fn an_interrupted_edit_is_detected_from_the_notes_bytes() {
    let text = note("1일복습여부: false");
    let bench = Bench::one(&text);
    bench.done("Note", Done::default()).unwrap();
    // Killed after the log was written and before the note was.
    std::fs::write(bench.path("Note.md"), &text).unwrap();
    std::fs::write(bench.path(".kbgen-edit.tmp"), "half").unwrap();
    assert!(matches!(bench.done("Note", Done::default()), Ok(Ticked::Change(_))));
    assert!(bench.text("Note.md").contains("1일복습여부: true"));
    assert!(!bench.files().contains(&".kbgen-edit.tmp".to_owned()));
    // Killed after an undo restored the note and before it was logged.
    std::fs::write(bench.path("Note.md"), &text).unwrap();
    bench.undo().unwrap();
    assert_eq!(bench.text("Note.md"), text);
}

#[test]
fn mode_and_owner_stay_and_a_log_without_a_line_end_goes_on() {
    let bench = Bench::one(&note("1일복습여부: false"));
    std::fs::set_permissions(bench.path("Note.md"), PermissionsExt::from_mode(0o640)).unwrap();
    std::fs::create_dir(bench.path(".kbgen")).unwrap();
    std::fs::write(bench.path(".kbgen/reviews.tsv"), "2025-03-02\tOther.md\t1\t-\tfalse → true").unwrap();
    bench.done("Note", Done::default()).unwrap();
    assert_eq!(std::fs::metadata(bench.path("Note.md")).unwrap().mode() & 0o777, 0o640);
    assert_eq!(bench.log().lines().count(), 2);
    assert!(bench.log().starts_with("2025-03-02\tOther.md\t1\t-\tfalse → true\n2025-03-09\tNote.md\t1\t"));
}
