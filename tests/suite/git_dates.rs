//! Days from git: one process, only where the config asks for it, and the same days wherever notes show one.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests run git and make files")]

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use super::support::{Site, Vault, run};

/// Runs git in the vault as on that day, without the settings of whoever runs the tests.
fn git(vault: &Vault, day: &str, args: &[&str]) {
    let status = Command::new("git")
        .current_dir(vault.path("vault"))
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00+0900"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.expect("git runs").success(), "git {args:?}");
}

/// Builds with a `git` that logs each call; returns the site and the calls.
fn build(vault: &Vault) -> (Site, Vec<String>) {
    let path = std::env::var("PATH").expect("a PATH");
    let real = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|path| path.is_file());
    let real = real.expect("git is installed");
    let (bin, calls) = (vault.path("bin"), vault.path("calls"));
    std::fs::create_dir_all(&bin).expect("a folder");
    let script = format!("#!/bin/sh\necho \"$*\" >> '{}'\nexec '{}' \"$@\"\n", calls.display(), real.display());
    std::fs::write(bin.join("git"), script).expect("a file");
    std::fs::set_permissions(bin.join("git"), std::fs::Permissions::from_mode(0o755)).expect("a mode");
    let path = format!("{}:{path}", bin.display());
    let built = run(vault.command(&["build", "vault", "--date", "2024-10-27"]).env("PATH", path));
    assert_eq!(built.code, 0, "{}", built.stderr);
    let lines = std::fs::read_to_string(&calls).unwrap_or_default();
    (Site::read(&vault.path("public")), lines.lines().map(str::to_owned).collect())
}

#[test]
fn git_is_asked_once_and_only_where_the_config_says_so() {
    let vault = Vault::new(&[
        ("old.md", "text"),
        ("new.md", "text"),
        ("own.md", "---\nupdated: 2024-01-02\n---\n"),
        ("made.md", "---\ncreated: 2020-01-01\n---\n"),
        ("uncommitted.md", "text"),
    ]);
    git(&vault, "2024-03-01", &["init"]);
    git(&vault, "2024-03-01", &["add", "old.md", "new.md", "own.md", "made.md"]);
    git(&vault, "2024-03-01", &["commit", "-m", "one"]);
    vault.write("new.md", "more");
    git(&vault, "2024-05-01", &["commit", "-am", "two"]);

    let (without, calls) = build(&vault);
    assert_eq!(calls, Vec::<String>::new());
    assert_eq!(without.page("/recent/").texts(".kb-recent section a"), ["own", "made"]);

    vault.write("kbgen.toml", "[site]\ngit_dates = true\n");
    let (with, calls) = build(&vault);
    assert!(calls.len() == 1 && calls[0].contains(" log "), "{calls:?}");
    let page = with.page("/recent/");
    assert_eq!(page.texts(".kb-recent section a"), ["new", "made", "old", "own"]);
    assert_eq!(page.attrs(".kb-recent time", "datetime"), ["2024-05-01", "2024-03-01", "2024-03-01", "2024-01-02"]);
    assert_eq!(with.page("/old/").attrs(".kb-dates time", "datetime"), ["2024-03-01"]);
    assert!(!with.page("/uncommitted/").has(".kb-dates"));
    assert!(with.text("feed.xml").contains("2024-05-01T00:00:00Z") && with.text("sitemap.xml").contains("2024-05-01"));
}
