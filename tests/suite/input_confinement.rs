//! Nothing outside the vault is read, and no name or byte in it stops the rest (rows T18-T31, T52 and T55 of the test
//! table; the walk itself is tested beside the scanner).

#![expect(clippy::disallowed_methods, reason = "vaults are made on purpose of what a vault should not hold")]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use super::support::{Run, Vault, files};

const SECRET: &str = "cafe-0451-secret";

/// Builds, and asserts that the vault was neither changed nor its secret published.
fn build(vault: &Vault, args: &[&str]) -> Run {
    let before = state(vault);
    let run = vault.run(&[&["build", "vault", "--date", "2024-10-27"], args].concat());
    assert_eq!(state(vault), before, "a build changes nothing in the vault");
    for path in files(&vault.path("")).into_iter().filter(|path| path.starts_with("public/")) {
        let bytes = std::fs::read(vault.path(&path)).expect("a file of the site");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(SECRET), "{path} tells the secret");
        let home = vault.path("").display().to_string();
        assert!(!text.contains(home.trim_end_matches('/')), "{path} names a folder of this machine");
    }
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run
}

/// Paths, times and sizes of everything in the vault.
fn state(vault: &Vault) -> Vec<(PathBuf, i64, i64, u64)> {
    let entries = walkdir::WalkDir::new(vault.path("vault")).sort_by_file_name().into_iter().map(|entry| {
        let entry = entry.expect("the vault can be listed");
        let meta = entry.metadata().expect("metadata");
        (entry.into_path(), meta.mtime(), meta.mtime_nsec(), meta.len())
    });
    entries.collect()
}

/// The lines `severity[code]: message` of a run, without the message.
fn codes(run: &Run) -> Vec<String> {
    let heads = run.stderr.lines().filter_map(|line| line.split_once("]: ")).map(|(head, _)| format!("{head}]"));
    heads.filter(|head| head.starts_with("error[") || head.starts_with("warning[")).collect()
}

fn page(vault: &Vault, path: &str) -> String {
    std::fs::read_to_string(vault.path("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn links_out_of_the_vault_are_neither_read_nor_copied() {
    let vault = Vault::new(&[("A.md", "![[image.png]] ![[folder/inner]] [[note]]\n")]);
    vault.write("../outside/secret.md", SECRET);
    for (target, link) in [("outside/secret.md", "note.md"), ("outside/secret.md", "image.png"), ("outside", "folder")]
    {
        symlink(vault.path(target), vault.path("vault").join(link)).expect("a link");
    }
    vault.write("../outside/inner.md", SECRET);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let links = codes(&run).into_iter().filter(|code| code == "warning[file::symlink]").count();
    assert_eq!(links, 3, "{}", run.stderr);
    assert_eq!(build(&vault, &["--strict"]).code, 1);
}

#[test]
fn loops_pipes_and_sockets_are_passed_by() {
    let vault = Vault::new(&[("A.md", "text\n")]);
    symlink(vault.path("vault/loop.md"), vault.path("vault/loop.md")).expect("a link");
    symlink(vault.path("vault"), vault.path("vault/around")).expect("a link");
    for pipe in ["pipe.md", "pipe.png"] {
        assert!(Command::new("mkfifo").arg(vault.path("vault").join(pipe)).status().expect("mkfifo").success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(vault.path("vault/socket")).expect("a socket");
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let special = codes(&run).into_iter().filter(|code| code == "warning[file::special]").count();
    assert_eq!(special, 3, "{}", run.stderr);
    assert!(page(&vault, "a/index.html").contains("text"));
}

#[test]
fn targets_outside_the_vault_do_not_resolve() {
    let text = "![[../../secret.md]]\n\n![](../../../etc/passwd)\n\n![](file:///etc/passwd)\n\n![[C:\\x]]\n\n\
                ![[\\\\host\\x]]\n\n![](%2e%2e/%2e%2e/secret.md)\n\n[[../secret]]\n";
    let vault = Vault::new(&[("sub/A.md", text)]);
    vault.write("../secret.md", SECRET);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(codes(&run).len() >= 6, "{}", run.stderr);
    assert!(!page(&vault, "sub/a/index.html").contains("root:"));
    assert_eq!(build(&vault, &["--strict"]).code, 1);
}

#[test]
fn a_permalink_cannot_lead_out_of_the_site() {
    for permalink in ["../../x", "a/../b", "'a\\b'", "''", "'.'"] {
        let vault = Vault::new(&[("A.md", &format!("---\npermalink: {permalink}\n---\ntext\n"))]);
        let run = build(&vault, &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(codes(&run), ["warning[permalink::invalid]"], "{permalink}");
        assert!(run.stderr.contains("A.md:2:"), "{}", run.stderr);
        assert!(page(&vault, "a/index.html").contains("text"));
    }
    let vault = Vault::new(&[("A.md", "---\npermalink: /b/c\n---\ntext\n")]);
    assert_eq!(codes(&build(&vault, &["--strict"])), [""; 0]);
    assert!(page(&vault, "b/c/index.html").contains("text"));
}

#[test]
fn two_notes_with_one_address_both_get_a_page() {
    let vault = Vault::new(&[("a b.md", "first\n"), ("a-b.md", "second\n")]);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(codes(&run), ["warning[slug::collision]"]);
    assert!(run.stderr.contains("a b.md") && run.stderr.contains("a-b.md"), "{}", run.stderr);
    assert!(page(&vault, "a-b/index.html").contains("first"));
    let manifest: serde_json::Value = serde_json::from_str(&page(&vault, ".kbgen-manifest.json")).expect("JSON");
    let other = manifest["sources"]["a-b.md"].as_str().expect("a URL").trim_matches('/').to_owned();
    assert!(other.starts_with("a-b-") && page(&vault, &format!("{other}/index.html")).contains("second"));
}

#[test]
fn names_at_the_limits_make_safe_addresses() {
    let long = "가".repeat(84);
    let vault = Vault::new(&[
        (&format!("{long}.md"), "long\n"),
        ("CON.md", "con\n"),
        ("a?b#c%d.md", "marks\n"),
        ("🟩.md", "emoji\n"),
        ("gpj\u{202e}cod.md", "bidi\n"),
        ("dot..md", "dot\n"),
        ("\u{1112}\u{1161}\u{11ab}.md", "decomposed\n"),
        ("Links.md", &format!("[[{long}]] [[한]] [[CON]] [[🟩]]\n")),
    ]);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(codes(&run), ["warning[file::name]"; 3], "{}", run.stderr);
    assert!(!run.stderr.contains('\u{202e}'), "the terminal is not lied to either");
    for path in files(&vault.path("public")) {
        assert!(path.split('/').all(|part| part.len() <= 211), "{path}");
        assert!(!path.contains(['?', '#', '%', '\u{202e}', '🟩']), "{path}");
    }
    assert!(page(&vault, "한/index.html").contains("decomposed"));
}

#[test]
fn what_is_no_text_is_an_error_and_the_rest_is_built() {
    let vault = Vault::new(&[("A.md", "text\n")]);
    let write = |name: &[u8], bytes: &[u8]| {
        std::fs::write(vault.path("vault").join(OsStr::from_bytes(name)), bytes).expect("a file");
    };
    write(b"cp949.md", b"# \xea\xb0\x80\nab\xb0\xa1\n");
    write(b"utf16.md", b"\xff\xfea\0");
    write(b"nul.md", b"a\0b");
    write(b"\xb0\xa1.md", b"");
    write(b"large.md", &vec![b'a'; (8 << 20) + 1]);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let mut found = codes(&run);
    found.sort();
    let mut expected = vec!["error[file::not-utf8]"; 4];
    expected.push("error[file::too-large]");
    assert_eq!(found, expected, "{}", run.stderr);
    assert!(run.stderr.contains("cp949.md:2:3") && run.stderr.contains("UTF-16"), "{}", run.stderr);
    assert!(page(&vault, "a/index.html").contains("text"));
    assert_eq!(build(&vault, &["--keep-going"]).code, 0);
}

#[test]
fn files_without_much_in_them_are_built() {
    assert_eq!(build(&Vault::new(&[]), &[]).code, 0);
    let vault = Vault::new(&[
        ("empty.md", ""),
        ("only.md", "---\ntitle: Only\n---"),
        ("crlf.md", "\u{feff}---\r\ntitle: Windows\r\n---\r\none\r\n[[missing]]\r\n"),
        ("cr.md", "one\rtwo [[gone]]"),
    ]);
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("crlf.md:5:1") && run.stderr.contains("cr.md:2:5"), "{}", run.stderr);
    assert!(page(&vault, "crlf/index.html").contains("Windows"));
}

#[test]
fn what_other_tools_leave_in_a_vault_is_not_published() {
    let vault = Vault::new(&[("A.md", "![[workspace.json]] ![[x.sync-conflict]] [[t]]\n")]);
    for path in [
        ".obsidian/workspace.json",
        ".trash/t.md",
        ".git/config",
        "양식/t.md",
        "x.sync-conflict.md",
        ".DS_Store",
        "A.md~",
        "~$A.docx",
    ] {
        vault.write(path, SECRET);
    }
    vault.write(".obsidian/templates.json", "{\"folder\": \"양식\"}");
    assert_eq!(build(&vault, &[]).code, 0);
    let published = files(&vault.path("public"));
    assert!(!published.iter().any(|path| path.contains("workspace") || path.contains("conflict")), "{published:?}");
}

#[test]
fn exclusion_wins_over_a_note_that_wants_to_be_public() {
    let note = format!("---\npublish: true\n---\n{SECRET}\n");
    let vault = Vault::new(&[("A.md", "[[B]]\n"), ("private/B.md", &note)]);
    vault.write("kbgen.toml", "[build]\nexclude = [\"private/\"]\n");
    let run = build(&vault, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(codes(&run).contains(&"warning[publish::excluded]".to_owned()), "{}", run.stderr);
    assert_eq!(build(&vault, &["--strict"]).code, 1);
}

#[test]
fn a_note_that_may_not_be_read_is_an_error_and_the_rest_is_built() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let vault = Vault::new(&[("A.md", "text\n"), ("B.md", "hidden\n")]);
    let set = |path: &str, mode| {
        std::fs::set_permissions(vault.path(path), PermissionsExt::from_mode(mode)).expect("rights");
    };
    set("vault/B.md", 0o000);
    set("", 0o777);
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kbgen"));
    command.current_dir(vault.path("")).env_clear().args(["build", "vault", "--no-cache"]);
    command.env("HOME", vault.path("home")).env("XDG_CACHE_HOME", vault.path("cache"));
    if vault.path("").metadata().expect("metadata").uid() == 0 {
        // Root may read everything, so the build runs as nobody.
        command.uid(65534).gid(65534);
    }
    let output = command.output().expect("the program starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("error[file::unreadable]: ") && stderr.contains("B.md"), "{stderr}");
    assert!(page(&vault, "a/index.html").contains("text"));
}

#[test]
fn what_is_too_large_for_kbgen_or_a_host_is_said() {
    let vault = Vault::new(&[("A.md", "[[small.bin]] [[big.bin]] [[huge.bin]]\n"), ("B.md", "")]);
    let sized = |path: &str, size: u64| {
        // A sparse file: only its size counts, and it is not read.
        let file = std::fs::File::create(vault.path("vault").join(path)).expect("a file");
        file.set_len(size).expect("a size");
    };
    for (path, size) in [("small.bin", 25 << 20), ("big.bin", (25 << 20) + (1 << 20)), ("huge.bin", 101 << 20)] {
        sized(path, size - u64::from(path == "small.bin"));
    }
    sized("B.md", (8 << 20) + 1);
    let run = vault.run(&["check", "vault", "--date", "2024-10-27"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let said = run.stdout + &run.stderr;
    for line in ["“big.bin” has 26 MiB", "Cloudflare Pages refuses", "“huge.bin” has 101 MiB", "GitHub refuses files"]
    {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("small.bin”"), "{said}");
    assert!(said.contains("error[file::too-large]: ") && said.contains("B.md"), "{said}");
}
