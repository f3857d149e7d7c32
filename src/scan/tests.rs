//! Vaults on disk, and the results of scanning them.

use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::*;
use crate::diag::Severity;

/// A vault in its own folder, with room beside it for files that must stay untouched.
struct TestVault {
    home: tempfile::TempDir,
    rules: ScanRules,
}

impl TestVault {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("vault");
        std::fs::create_dir(&root).unwrap();
        let rules = ScanRules { root, exclude: Vec::new(), out: None, git_dates: false };
        let vault = Self { home, rules };
        for (path, text) in files {
            vault.write(path, text);
        }
        vault
    }

    fn exclude(mut self, pattern: &str) -> Self {
        self.rules.exclude.push(pattern.to_owned());
        self
    }

    fn disk(&self, path: &str) -> PathBuf {
        self.rules.root.join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let disk = self.disk(path);
        std::fs::create_dir_all(disk.parent().unwrap()).unwrap();
        std::fs::write(disk, bytes).unwrap();
    }

    fn scan(&self) -> Outcome<Vault> {
        scan(&self.rules).unwrap()
    }
}

fn notes(vault: &Vault) -> Vec<&str> {
    vault.notes.iter().map(|note| note.source.path.as_str()).collect()
}

fn assets(vault: &Vault) -> Vec<&str> {
    vault.assets.iter().map(|asset| asset.path.as_str()).collect()
}

fn names(paths: &[VaultPath]) -> Vec<&str> {
    paths.iter().map(VaultPath::as_str).collect()
}

/// `path code` of each diagnostic.
fn findings(diagnostics: &[Diagnostic]) -> Vec<String> {
    let path = |d: &Diagnostic| d.place.as_ref().map_or_else(String::new, |place| place.path.to_string());
    diagnostics.iter().map(|d| format!("{} {}", path(d), d.code.as_str())).collect()
}

#[test]
fn notes_and_attachments_come_in_the_byte_order_of_their_paths() {
    let vault = TestVault::new(&[
        ("b.md", "B"),
        ("a/z.md", ""),
        ("a.md", ""),
        ("가.MD", ""),
        ("a-b.md", ""),
        ("a/i.png", "12"),
    ]);
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["a-b.md", "a.md", "a/z.md", "b.md", "가.MD"]);
    assert_eq!(outcome.value.assets[0].size, 2);
    assert_eq!(&*outcome.value.notes[3].source.text, "B");
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn an_empty_vault_is_a_vault_and_a_missing_one_is_not() {
    assert_eq!(notes(&TestVault::new(&[]).scan().value), [""; 0]);
    let mut vault = TestVault::new(&[("a.md", "")]);
    for root in ["missing", "a.md"] {
        let rules = ScanRules { root: vault.disk(root), ..vault.rules.clone() };
        let error = scan(&rules).unwrap_err();
        assert_eq!(error.code, codes::VAULT_UNREADABLE);
        assert!(error.message.contains(root), "{}", error.message);
    }
    // A hidden folder on the way to the vault hides nothing.
    let hidden = vault.home.path().join(".notes");
    std::fs::rename(&vault.rules.root, &hidden).unwrap();
    vault.rules.root = hidden;
    assert_eq!(notes(&vault.scan().value), ["a.md"]);
}

#[test]
fn what_other_tools_leave_in_a_vault_is_no_part_of_it() {
    let vault = TestVault::new(&[
        ("a.md", ""),
        (".obsidian/workspace.json", "{}"),
        (".obsidian/templates.json", "{\"folder\": \"양식\"}"),
        (".trash/b.md", ""),
        (".git/c.md", ""),
        ("양식/d.md", ""),
        ("x.sync-conflict.md", ""),
        ("x.sync-conflict-20240101-120000-ABCDEF.md", ""),
        (".DS_Store", ""),
        ("Thumbs.db", ""),
        ("a.md~", ""),
        ("~$a.docx", ""),
        ("kbgen.toml", ""),
        ("sub/kbgen.toml", ""),
        ("old-site/.kbgen-manifest.json", "{}"),
        ("old-site/files/i.png", ""),
        ("Templates/kept.md", ""),
    ]);
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["Templates/kept.md", "a.md"]);
    assert_eq!(assets(&outcome.value), ["sub/kbgen.toml"]);
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn a_templates_folder_stored_decomposed_is_found() {
    let decomposed = "\u{110b}\u{1163}\u{11bc}\u{1109}\u{1175}\u{11a8}/a.md";
    let vault = TestVault::new(&[(".obsidian/templates.json", "{\"folder\": \"/양식/\"}"), (decomposed, "")]);
    assert_eq!(notes(&vault.scan().value), [""; 0]);
    let vault = TestVault::new(&[(decomposed, "")]).exclude("양식/");
    assert_eq!(notes(&vault.scan().value), [""; 0]);
}

#[test]
fn the_output_folder_is_no_part_of_the_vault() {
    let mut vault = TestVault::new(&[("a.md", ""), ("public/b.md", ""), ("notes/public/c.md", "")]);
    let elsewhere = vault.home.path().join("link");
    symlink(&vault.rules.root, &elsewhere).unwrap();
    vault.rules.out = Some(elsewhere.join("public"));
    assert_eq!(notes(&vault.scan().value), ["a.md", "notes/public/c.md"]);
}

#[test]
fn exclusion_wins_with_a_finding_where_a_note_has_a_publish_flag() {
    let vault = TestVault::new(&[
        ("a.md", ""),
        ("private/b.md", "---\npublish: true\n---\n"),
        ("private/keep/c.md", "---\npublish: false\n---\n"),
        ("private/keep/d.md", "---\nx: 1\n---\npublish: true\n"),
        ("private/i.png", ""),
    ])
    .exclude("private/")
    .exclude("!private/keep/*");
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["a.md"]);
    assert_eq!(assets(&outcome.value), [""; 0]);
    assert_eq!(names(&outcome.value.excluded_but_public), ["private/b.md"]);
    assert_eq!(findings(&outcome.diagnostics), ["private/b.md publish::excluded"]);
}

#[test]
fn an_exclude_pattern_that_cannot_be_understood_stops_the_scan() {
    let error = scan(&TestVault::new(&[]).exclude("a[").rules).unwrap_err();
    assert_eq!(error.code, codes::CONFIG_BAD_VALUE);
    assert!(error.message.contains("`a[`"), "{}", error.message);
}

#[test]
fn links_out_of_the_vault_are_not_followed() {
    let vault =
        TestVault::new(&[("a.md", ""), (".obsidian/secret.md", "secret"), ("hidden/h.md", "secret")]).exclude("hidden");
    let outside = vault.home.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("secret.md"), "secret").unwrap();
    std::fs::write(outside.join("secret.png"), "secret").unwrap();
    for (target, link) in [
        (outside.join("secret.md"), "note.md"),
        (outside.join("secret.png"), "image.png"),
        (outside.clone(), "folder"),
        (vault.disk(".obsidian/secret.md"), "settings.md"),
        (vault.disk("hidden/h.md"), "excluded.md"),
        (vault.disk("nowhere"), "dangling.md"),
        (vault.disk("loop.md"), "loop.md"),
        (vault.disk("a.md"), "inside.md"),
        (vault.rules.root.clone(), "self"),
    ] {
        symlink(target, vault.disk(link)).unwrap();
    }
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["a.md", "inside.md"]);
    assert_eq!(assets(&outcome.value), [""; 0]);
    assert_eq!(names(&outcome.value.unreadable), ["dangling.md", "excluded.md", "loop.md", "note.md", "settings.md"]);
    let linked = ["dangling.md", "excluded.md", "folder", "image.png", "loop.md", "note.md", "self", "settings.md"];
    assert_eq!(findings(&outcome.diagnostics), linked.map(|path| format!("{path} file::symlink")));
    let infos: Vec<_> = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Info).collect();
    assert_eq!(infos.len(), 1, "only the link to a folder of the vault itself is harmless");
    assert!(!format!("{:?}", outcome.value).contains("secret\""));
}

#[test]
fn a_note_below_a_linked_folder_cannot_be_looked_up() {
    let vault = TestVault::new(&[("real/a.md", "")]);
    let outside = vault.home.path().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("secret.md"), "secret").unwrap();
    symlink(&outside, vault.disk("folder")).unwrap();
    let look_up = |path| reread(&vault.rules, &ObsidianSettings::default(), &VaultPath::new(path)).unwrap().value;
    assert!(matches!(look_up("folder/secret.md"), Reading::Absent));
    assert!(matches!(look_up("../outside/secret.md"), Reading::Absent));
    assert!(matches!(look_up("real/a.md"), Reading::Note(_)));
}

#[test]
fn pipes_and_sockets_are_never_opened() {
    let vault = TestVault::new(&[("a.md", "")]);
    for name in ["pipe.md", "pipe.png"] {
        let made = Command::new("mkfifo").arg(vault.disk(name)).status().unwrap();
        assert!(made.success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(vault.disk("socket")).unwrap();
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["a.md"]);
    assert_eq!(names(&outcome.value.unreadable), ["pipe.md"]);
    let special = ["pipe.md", "pipe.png", "socket"];
    assert_eq!(findings(&outcome.diagnostics), special.map(|path| format!("{path} file::special")));
    assert_eq!(
        crate::platform::open_regular(&vault.disk("pipe.md")).unwrap_err().kind(),
        std::io::ErrorKind::InvalidInput
    );
}

#[test]
fn names_that_lie_or_cannot_be_linked_are_reported() {
    let vault = TestVault::new(&[
        ("a?b#c%d.md", ""),
        ("a^b.md", ""),
        ("a|b.md", ""),
        ("[책] 제목.md", ""),
        ("a .md", ""),
        ("b..md", ""),
        ("CON.md", ""),
        ("🟩.md", ""),
        ("gpj\u{202e}cod.md", ""),
        ("a#b.png", ""),
    ]);
    let outcome = vault.scan();
    assert_eq!(outcome.value.notes.len(), 9);
    let named = ["a .md", "a?b#c%d.md", "a^b.md", "a|b.md", "b..md", "gpj\u{202e}cod.md"];
    assert_eq!(findings(&outcome.diagnostics), named.map(|path| format!("{path} file::name")));
    let bidi = &outcome.diagnostics[5].message;
    assert!(bidi.contains("gpj\\u{202e}cod.md"), "{bidi}");
}

#[test]
fn a_file_that_is_not_text_is_an_error_with_its_place_and_the_rest_is_read() {
    let vault = TestVault::new(&[("a.md", "")]);
    vault.write("cp949.md", b"# \xea\xb0\x80\r\nab\xb0\xa1\n");
    vault.write("nul.md", b"a\0b");
    vault.write("utf16.md", b"\xff\xfea\0");
    vault.write("binary.md", [&[b'x'; 4000][..], b"\xff"].concat());
    std::fs::write(vault.rules.root.join(std::ffi::OsStr::from_bytes(b"\xb0\xa1.md")), "").unwrap();
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["a.md"]);
    assert_eq!(names(&outcome.value.unreadable), ["binary.md", "cp949.md", "nul.md", "utf16.md"]);
    let broken = ["\\xb0\\xa1.md", "binary.md", "cp949.md", "nul.md", "utf16.md"];
    assert_eq!(findings(&outcome.diagnostics), broken.map(|path| format!("{path} file::not-utf8")));
    assert!(outcome.diagnostics.iter().all(|d| d.severity == Severity::Error && d.help.is_some()));
    let cp949 = &outcome.diagnostics[2];
    let excerpt = cp949.place.as_ref().unwrap().excerpt().unwrap();
    assert_eq!((excerpt.position.line, excerpt.position.column, excerpt.line.as_str()), (2, 3, "ab"));
    assert!(cp949.message.contains("byte 9"), "{}", cp949.message);
}

#[test]
fn a_note_over_the_limit_is_an_error_and_an_attachment_is_not() {
    let vault = TestVault::new(&[]);
    vault.write("fits.md", vec![b'a'; NOTE_LIMIT as usize]);
    vault.write("large.md", vec![b'a'; NOTE_LIMIT as usize + 1]);
    vault.write("large.bin", vec![b'a'; NOTE_LIMIT as usize + 1]);
    let outcome = vault.scan();
    assert_eq!(notes(&outcome.value), ["fits.md"]);
    assert_eq!(findings(&outcome.diagnostics), ["large.md file::too-large"]);
    assert_eq!(outcome.value.assets[0].size, NOTE_LIMIT + 1);
}

#[test]
fn obsidians_settings_decide_what_is_quiet_and_how_lines_break() {
    let vault = TestVault::new(&[
        (
            ".obsidian/app.json",
            "\u{feff}{\"strictLineBreaks\": true, \"attachmentFolderPath\": \"./files\", \"userIgnoreFilters\": [\"Archive/\"]}",
        ),
        (".obsidian/types.json", "{\"types\": {\"⭕과목\": \"multitext\", \"Due\": \"date\"}}"),
        ("Archive/a.md", ""),
        ("b.md", ""),
    ]);
    let outcome = vault.scan();
    let settings = &outcome.value.obsidian;
    assert_eq!(settings.strict_line_breaks, Some(true));
    assert_eq!(settings.attachment_folder.as_deref(), Some("./files"));
    assert_eq!(settings.property_types["due"], "date");
    assert_eq!(outcome.value.notes.iter().map(|note| note.quiet).collect::<Vec<_>>(), [true, false]);
    assert_eq!(outcome.diagnostics, []);
}

#[test]
fn settings_that_cannot_be_read_are_as_good_as_absent() {
    let vault = TestVault::new(&[(".obsidian/app.json", "{"), (".obsidian/types.json", "[]"), ("a.md", "")]);
    let outcome = vault.scan();
    assert_eq!(outcome.value.obsidian, ObsidianSettings::default());
    assert_eq!(findings(&outcome.diagnostics), [".obsidian/app.json vault::obsidian-settings"]);
}

#[test]
fn a_theme_folder_is_a_theme_only_where_it_holds_one() {
    let vault = TestVault::new(&[("theme/a.md", ""), ("theme/photo.png", "")]);
    assert_eq!(assets(&vault.scan().value), ["theme/photo.png"]);

    vault.write("theme/custom.css", "a{}");
    vault.write("theme/README.md", "how to change this theme");
    vault.write("sub/theme/custom.css", "b{}");
    let outcome = vault.scan();
    assert_eq!(outcome.value.theme.keys().collect::<Vec<_>>(), ["custom.css", "photo.png"]);
    assert_eq!(&*outcome.value.theme["custom.css"], b"a{}");
    assert_eq!(assets(&outcome.value), ["sub/theme/custom.css"]);
    assert_eq!(notes(&outcome.value), ["theme/a.md"]);

    std::fs::write(vault.disk("theme/README.md"), b"\xff\xff").unwrap();
    let outcome = vault.scan();
    assert!(outcome.diagnostics.is_empty() && outcome.value.unreadable.is_empty(), "{:?}", outcome.diagnostics);
}

#[test]
fn a_note_is_read_again_under_the_rules_of_the_scan() {
    let vault = TestVault::new(&[("a.md", "one\r\n"), ("private/b.md", ""), (".c.md", "")]).exclude("private");
    let settings = ObsidianSettings { ignore_filters: vec!["a".to_owned()], ..ObsidianSettings::default() };
    let read = |path: &str| reread(&vault.rules, &settings, &VaultPath::new(path)).unwrap();
    match read("a.md").value {
        Reading::Note(note) => assert_eq!((&*note.source.text, note.quiet), ("one\n", true)),
        other => panic!("{other:?}"),
    }
    for path in ["private/b.md", ".c.md", "gone.md", "kbgen.toml"] {
        assert!(matches!(read(path).value, Reading::Absent), "{path}");
    }
    vault.write("a.md", b"\xff");
    let outcome = read("a.md");
    assert!(matches!(outcome.value, Reading::Withheld));
    assert_eq!(findings(&outcome.diagnostics), ["a.md file::not-utf8"]);
}

/// Runs git in a folder, without the settings of whoever runs the tests.
fn git(folder: &Path, args: &[&str]) {
    let status = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_COMMITTER_DATE", "2024-10-14T23:30:00+0900")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "git {args:?}");
}

#[test]
fn git_has_the_day_of_the_last_change_and_a_shallow_clone_has_none() {
    let mut vault = TestVault::new(&[("한글 노트.md", "1"), ("not-in-git.md", "")]);
    vault.rules.git_dates = true;
    assert_eq!(findings(&vault.scan().diagnostics), [" vault::git-dates"]);

    let root = vault.rules.root.clone();
    git(&root, &["init"]);
    git(&root, &["add", "한글 노트.md"]);
    git(&root, &["commit", "-m", "one"]);
    let outcome = vault.scan();
    assert_eq!(outcome.diagnostics, []);
    let expected = BTreeMap::from([(VaultPath::new("한글 노트.md"), "2024-10-14".parse().unwrap())]);
    assert_eq!(outcome.value.git_dates, expected);

    git(&root, &["commit", "--allow-empty", "-m", "two"]);
    let clone = vault.home.path().join("clone");
    git(vault.home.path(), &["clone", "--depth", "1", &format!("file://{}", root.display()), "clone"]);
    vault.rules.root = clone;
    let outcome = vault.scan();
    assert_eq!(findings(&outcome.diagnostics), [" vault::git-dates"]);
    assert!(outcome.value.git_dates.is_empty());
}
