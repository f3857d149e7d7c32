//! Nothing of the user's is ever lost: where `--out` may point, what a rebuild may touch, and what a build that fails
//! leaves behind (rows T01-T17 of the test table; what needs a broken file system is tested beside the writer).

#![expect(clippy::disallowed_methods, reason = "files are made and broken on purpose")]

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::support::{Run, Vault, run};

const NOTES: &[(&str, &str)] =
    &[("A.md", "[[B]]\n\n![[i.png]]\n"), ("B.md", "text\n"), ("i.png", "bytes"), ("unused.png", "bytes")];

/// Every file below a folder with its bytes, and every link with its target.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be listed"));
    let files = entries.filter(|entry| !entry.file_type().is_dir()).map(|entry| {
        let path = entry.path().strip_prefix(folder).expect("listed below it").display().to_string();
        let target = std::fs::read_link(entry.path()).map(|target| target.display().to_string().into_bytes());
        (path, target.unwrap_or_else(|_| std::fs::read(entry.path()).expect("a file")))
    });
    files.collect()
}

/// The content of a site's manifest, checked against its files.
fn manifest(site: &Path) -> serde_json::Value {
    let text = std::fs::read(site.join(".kbgen-manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    for (path, hash) in manifest["files"].as_object().expect("an object") {
        let bytes = std::fs::read(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(hash.as_str(), Some(blake3::hash(&bytes).to_hex().as_str()), "{path}");
    }
    manifest
}

/// Names beside the vault that begin with a dot: the leftovers of a build.
fn residue(vault: &Vault) -> Vec<String> {
    let names = std::fs::read_dir(vault.path("")).expect("a folder");
    let names = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

/// Asserts that a run was refused, with a rule and a help, and that nothing but its cache is new.
fn assert_refused(run: &Run, rule: &str) {
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.starts_with("error[output::refused]: ") && run.stderr.contains(rule), "{}", run.stderr);
    assert!(run.stderr.contains("help: "), "{}", run.stderr);
}

#[test]
fn folders_that_hold_more_than_a_site_are_refused() {
    for (out, rule) in [
        (".", "holds the vault"),
        ("..", "holds the vault"),
        ("vault", "the vault itself"),
        ("vault/../vault/", "the vault itself"),
        ("/", "the root of the file system"),
        ("home", "your home folder"),
        ("home/..", "holds"),
    ] {
        let vault = Vault::new(NOTES);
        std::fs::create_dir(vault.path("home")).expect("a new folder");
        let before = tree(&vault.path("vault"));
        for adopt in [&[][..], &["--adopt"]] {
            assert_refused(&vault.run(&[&["build", "vault", "--out", out], adopt].concat()), rule);
        }
        assert_eq!(tree(&vault.path("vault")), before);
        assert_eq!(residue(&vault), [""; 0]);
    }
}

#[test]
fn the_config_may_not_name_what_the_flag_may_not() {
    let vault = Vault::new(NOTES);
    vault.write("kbgen.toml", "[build]\nout = \"..\"\n");
    assert_refused(&vault.run(&["build", "vault"]), "holds the vault");
    vault.write("kbgen.toml", "[build]\nout = \".\"\n");
    assert_refused(&vault.run(&["build", "vault"]), "the vault itself");
}

#[test]
fn a_folder_of_somebody_elses_files_is_refused_until_it_is_adopted() {
    let vault = Vault::new(NOTES);
    vault.write("../public/CNAME", "example.org");
    vault.write("../public/b/c.txt", "mine");
    let before = tree(&vault.path("public"));
    let refused = vault.run(&["build", "vault"]);
    assert_refused(&refused, "`CNAME`, `b/`");
    assert!(refused.stderr.contains("--adopt"), "{}", refused.stderr);
    assert_eq!(tree(&vault.path("public")), before);

    assert_eq!(vault.run(&["build", "vault", "--adopt"]).code, 0);
    assert_eq!(vault.run(&["build", "vault"]).code, 0);
    let after = tree(&vault.path("public"));
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    manifest(&vault.path("public"));
}

#[test]
fn a_worktree_with_a_site_in_it_keeps_its_repository() {
    let vault = Vault::new(NOTES);
    vault.write("../public/.git/HEAD", "ref");
    assert_refused(&vault.run(&["build", "vault"]), "`.git/`");
    assert_eq!(vault.run(&["build", "vault", "--adopt"]).code, 0);
    let folder = vault.path("public/.git").metadata().expect("a folder").ino();
    vault.write("B.md", "changed\n");
    let run = vault.run(&["build", "vault", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("output::one-by-one"), "{}", run.stderr);
    assert_eq!(vault.path("public/.git").metadata().expect("a folder").ino(), folder);
    assert_eq!(std::fs::read(vault.path("public/.git/HEAD")).expect("a file"), b"ref");
    manifest(&vault.path("public"));
}

#[test]
fn a_link_is_refused_and_what_it_leads_to_is_untouched() {
    let vault = Vault::new(NOTES);
    vault.write("../documents/a.txt", "mine");
    symlink(vault.path("documents"), vault.path("public")).expect("a link");
    for out in ["public", "public/"] {
        assert_refused(&vault.run(&["build", "vault", "--adopt", "--out", out]), "a symbolic link");
    }
    assert_eq!(tree(&vault.path("documents")).len(), 1);
}

#[test]
fn a_site_inside_its_vault_is_no_part_of_it() {
    let vault = Vault::new(NOTES);
    let build = || vault.run(&["build", "vault", "--out", "vault/public"]);
    assert_eq!(build().code, 0);
    let first = tree(&vault.path("vault/public"));
    assert_eq!(build().code, 0);
    assert_eq!(tree(&vault.path("vault/public")), first);
    // Nor is it when the site is built elsewhere.
    assert_eq!(vault.run(&["build", "vault"]).code, 0);
    assert_eq!(tree(&vault.path("public")), first);
}

#[test]
fn files_added_to_the_site_stay_and_are_mentioned() {
    let vault = Vault::new(NOTES);
    assert_eq!(vault.run(&["build", "vault"]).code, 0);
    vault.write("../public/CNAME", "example.org");
    vault.write("../public/my.txt", "mine");
    vault.write("B.md", "changed\n");
    let run = vault.run(&["build", "vault", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("output::foreign-kept") && run.stderr.contains("`CNAME` and 1 more"), "{}", run.stderr);
    let after = tree(&vault.path("public"));
    assert_eq!((&*after["CNAME"], &*after["my.txt"]), (&b"example.org"[..], &b"mine"[..]));
    assert!(String::from_utf8_lossy(&after["b/index.html"]).contains("changed"));
}

#[test]
fn a_note_that_is_withdrawn_takes_its_page_and_its_attachments_with_it() {
    let vault = Vault::new(NOTES);
    assert_eq!(vault.run(&["build", "vault"]).code, 0);
    let sources = manifest(&vault.path("public"))["sources"].clone();
    assert_eq!((&sources["A.md"], &sources["i.png"]), (&"/a/".into(), &"/files/i.png".into()));
    assert!(sources.get("unused.png").is_none() && !vault.path("public/files/unused.png").exists());

    vault.write("A.md", "---\npublish: false\n---\n[[B]]\n\n![[i.png]]\n");
    assert_eq!(vault.run(&["build", "vault"]).code, 0);
    assert!(!vault.path("public/a").exists() && !vault.path("public/files").exists());
    let incremental = tree(&vault.path("public"));
    assert_eq!(vault.run(&["build", "vault", "--out", "clean"]).code, 0);
    assert_eq!(incremental, tree(&vault.path("clean")), "a rebuild gives what a first build gives");
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let vault = Vault::new(NOTES);
    let state = || {
        let entries = walkdir::WalkDir::new(vault.path("public")).sort_by_file_name().into_iter();
        let meta = entries.map(|entry| entry.expect("an entry").metadata().expect("metadata"));
        meta.map(|meta| (meta.ino(), meta.mtime_nsec(), meta.ctime_nsec())).collect::<Vec<_>>()
    };
    let build = || vault.run(&["build", "vault", "--date", "2024-10-27"]);
    assert_eq!(build().code, 0);
    let before = state();
    assert_eq!(build().code, 0);
    assert_eq!(state(), before);
}

/// A vault whose build takes a while, and the two sites that it may have: with and without a change to every note.
fn slow_vault() -> (Vault, [BTreeMap<String, Vec<u8>>; 2], Duration) {
    let vault = Vault::new(&[]);
    let mut sites = Vec::new();
    let mut took = Duration::ZERO;
    for version in ["one", "two"] {
        write_version(&vault, version);
        let start = Instant::now();
        assert_eq!(vault.run(&["build", "vault", "--date", "2024-10-27"]).code, 0);
        took = start.elapsed();
        sites.push(tree(&vault.path("public")));
    }
    let [one, two]: [_; 2] = sites.try_into().expect("two sites");
    (vault, [one, two], took)
}

fn write_version(vault: &Vault, version: &str) {
    for ix in 0..100 {
        vault.write(&format!("note {ix}.md"), &format!("{version} [[note {}]]\n", (ix * 7) % 100));
    }
}

fn spawn(vault: &Vault) -> std::process::Child {
    Command::new(assert_cmd::cargo::cargo_bin!("kbgen"))
        .current_dir(vault.path(""))
        .env_clear()
        .env("HOME", vault.path("home"))
        .env("XDG_CACHE_HOME", vault.path("cache"))
        .args(["build", "vault", "--date", "2024-10-27"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

#[test]
fn a_killed_or_interrupted_build_leaves_one_whole_site() {
    let (vault, sites, took) = slow_vault();
    for round in 0u32..40 {
        let version = ["one", "two"][(round % 2) as usize];
        write_version(&vault, version);
        let before = tree(&vault.path("public"));
        let mut child = spawn(&vault);
        std::thread::sleep(took * (round * 7 % 40) / 40);
        let (signal, expected) = [("KILL", None), ("INT", Some(130)), ("TERM", Some(143))][(round % 3) as usize];
        Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().expect("kill");
        let code = child.wait().expect("it ends").code();
        let after = tree(&vault.path("public"));
        assert!(sites.contains(&after), "round {round}: a mixture of {} files", after.len());
        if code.is_some() && code != Some(0) {
            assert_eq!((code, &after), (expected, &before), "round {round}");
            // What an earlier killed build left is cleaned up by whoever gets the lock; this build leaves nothing.
            assert!(residue(&vault).is_empty() || round > 0, "round {round}");
        }
    }
    write_version(&vault, "two");
    assert_eq!(vault.run(&["build", "vault", "--date", "2024-10-27"]).code, 0);
    assert_eq!(tree(&vault.path("public")), sites[1]);
    assert_eq!(residue(&vault), [""; 0]);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let (vault, sites, _) = slow_vault();
    write_version(&vault, "one");
    let mut children: Vec<_> = (0..3).map(|_| spawn(&vault)).collect();
    let codes: Vec<_> = children.iter_mut().map(|child| child.wait().expect("it ends").code()).collect();
    assert!(codes.contains(&Some(0)) && codes.iter().all(|code| matches!(code, Some(0 | 3))), "{codes:?}");
    assert_eq!(tree(&vault.path("public")), sites[0]);
    assert_eq!(residue(&vault), [""; 0]);
}

/// The program started by a shell that sets a limit first.
fn run_after(shell: &str, vault: &Vault) -> Run {
    let kbgen = assert_cmd::cargo::cargo_bin!("kbgen").display().to_string();
    let script = format!("{shell}; exec \"{kbgen}\" build vault --date 2024-10-27");
    let mut command = assert_cmd::Command::new("sh");
    command.current_dir(vault.path("")).env("HOME", vault.path("home")).env("XDG_CACHE_HOME", vault.path("cache"));
    run(command.args(["-c", &script]))
}

#[test]
fn a_build_that_runs_out_of_space_leaves_the_old_site() {
    let vault = Vault::new(NOTES);
    assert_eq!(vault.run(&["build", "vault", "--date", "2024-10-27"]).code, 0);
    let before = tree(&vault.path("public"));
    vault.write("A.md", &format!("![[i.png]]\n\n{}", "a long text ".repeat(50_000)));
    let run = run_after("ulimit -f 256", &vault);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("error[output::io]: no space left to write "), "{}", run.stderr);
    assert_eq!(tree(&vault.path("public")), before);
    assert_eq!(residue(&vault), [""; 0]);
}

#[test]
fn a_narrow_umask_does_not_hide_the_site_from_a_web_server() {
    let vault = Vault::new(NOTES);
    assert_eq!(run_after("umask 077", &vault).code, 0);
    for entry in walkdir::WalkDir::new(vault.path("public")) {
        let meta = entry.expect("an entry").metadata().expect("metadata");
        assert_eq!(meta.mode() & 0o777, if meta.is_dir() { 0o755 } else { 0o644 });
    }
}

#[test]
fn a_read_only_folder_is_an_error_before_any_work() {
    let vault = Vault::new(NOTES);
    std::fs::create_dir(vault.path("public")).expect("a folder");
    let set = |mode| std::fs::set_permissions(vault.path("public"), PermissionsExt::from_mode(mode)).expect("rights");
    set(0o555);
    // Root may write anyway; /proc refuses even root.
    let is_root = vault.path("").metadata().expect("metadata").uid() == 0;
    let run = vault.run(&["build", "vault", "--out", if is_root { "/proc/kbgen-test" } else { "public" }]);
    set(0o755);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.starts_with("error[output::io]: cannot "), "{}", run.stderr);
    assert_eq!(residue(&vault), [""; 0]);
}
