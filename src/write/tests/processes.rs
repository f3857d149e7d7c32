//! Builds in processes of their own: killed, out of space, with a narrow umask, without rights.
//!
//! A test starts itself again; an environment variable marks the second process as the build.

use std::os::unix::process::CommandExt;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use super::*;

const FOLDER: &str = "KBGEN_TEST_FOLDER";
const VERSION: &str = "KBGEN_TEST_VERSION";

/// In the second process: builds a version of a site and ends. In the first: nothing.
fn build_if_child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let version = std::env::var(VERSION).unwrap();
    // A write past the limit is to fail, not to kill.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default()).unwrap();
    let files = version_of_site(&version);
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let result =
        open(place_in(Path::new(&folder)), Arc::default()).and_then(|slot| slot.publish(&site(&files), &|_| {}));
    match result {
        Ok(_) => std::process::exit(0),
        Err(failure) => {
            eprintln!("{}", failure.diagnostic.message);
            std::process::exit(3)
        }
    }
}

/// A few dozen pages; half of them differ from version to version, and each version has some of its own.
fn version_of_site(version: &str) -> BTreeMap<String, String> {
    let shared = (0..100).map(|ix| (format!("same/{ix}/index.html"), "same".repeat(100)));
    let changed = (0..100).map(|ix| (format!("changed/{ix}/index.html"), version.repeat(100)));
    let own = (0..50).map(|ix| (format!("only-{version}/{ix}/index.html"), "own".to_owned()));
    let large = [("large.bin".to_owned(), version.repeat(100_000))];
    shared.chain(changed).chain(own).chain(large).collect()
}

/// This very test in another process.
fn child(test: &str, home: &Home, version: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("write::tests::processes::{test}"), "--nocapture"])
        .env(FOLDER, home.folder.path().canonicalize().unwrap())
        .env(VERSION, version);
    command
}

/// The same, started by a shell that runs a command first.
fn child_after(shell: &str, test: &str, home: &Home, version: &str) -> Output {
    let child = child(test, home, version);
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{shell}; exec \"$0\" \"$@\"")).arg(child.get_program()).args(child.get_args());
    command.envs(child.get_envs().filter_map(|(key, value)| Some((key, value?))));
    command.output().unwrap()
}

fn build(test: &str, home: &Home, version: &str) -> Duration {
    let start = Instant::now();
    let output = child(test, home, version).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    start.elapsed()
}

#[test]
fn a_build_killed_at_any_instant_leaves_one_whole_site() {
    build_if_child();
    let test = "a_build_killed_at_any_instant_leaves_one_whole_site";
    let home = Home::new();
    build(test, &home, "a");
    home.write("CNAME", "example.org");
    let whole = build(test, &home, "b");
    let versions = ["a", "b"].map(|version| {
        let mut files = version_of_site(version);
        files.insert("CNAME".to_owned(), "example.org".to_owned());
        files
    });
    let (mut seen, mut killed) = ([0; 2], 0);
    for round in 0..200 {
        let mut child = child(test, &home, ["a", "b"][round % 2]).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * 3 / 2 * (round as u32 * 7 % 200) / 200);
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let now = home.tree();
        let version = versions.iter().position(|version| *version == now);
        seen[version.unwrap_or_else(|| panic!("round {round}: a mixture of {} files", now.len()))] += 1;
    }
    assert!(killed > 0 && seen.iter().all(|&count| count > 0), "killed {killed}, seen {seen:?}");
    build(test, &home, "a");
    build(test, &home, "b");
    assert_eq!(home.tree(), versions[1]);
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_killed_build_beside_a_foreign_folder_is_mended_by_the_next() {
    build_if_child();
    let test = "a_killed_build_beside_a_foreign_folder_is_mended_by_the_next";
    let home = Home::new();
    build(test, &home, "a");
    home.write(".git/HEAD", "ref");
    let whole = build(test, &home, "b");
    for round in 0..40 {
        let mut child = child(test, &home, ["a", "b"][round % 2]).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * (round as u32 * 7 % 40) / 40);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(std::fs::read_to_string(home.out(".git/HEAD")).unwrap(), "ref");
        if round % 5 == 4 {
            build(test, &home, "b");
            let mut expected = version_of_site("b");
            expected.insert(".git/HEAD".to_owned(), "ref".to_owned());
            assert_eq!(home.tree(), expected);
            assert_eq!(home.residue(), [""; 0]);
        }
    }
}

#[test]
fn a_build_that_runs_out_of_space_leaves_the_old_site() {
    build_if_child();
    let test = "a_build_that_runs_out_of_space_leaves_the_old_site";
    let home = Home::new();
    build(test, &home, "a");
    let output = child_after("ulimit -f 64", test, &home, "b");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.contains("no space left to write") && message.contains("large.bin"), "{message}");
    assert_eq!(home.tree(), version_of_site("a"));
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn a_narrow_umask_does_not_hide_the_site_from_a_web_server() {
    build_if_child();
    let test = "a_narrow_umask_does_not_hide_the_site_from_a_web_server";
    let home = Home::new();
    for version in ["a", "b"] {
        let output = child_after("umask 077", test, &home, version);
        assert!(output.status.success());
        for entry in walkdir::WalkDir::new(&home.place.out) {
            let meta = entry.unwrap().metadata().unwrap();
            assert_eq!(meta.mode() & 0o777, if meta.is_dir() { 0o755 } else { 0o644 });
        }
    }
}

#[test]
fn an_output_that_may_not_be_written_is_an_error_before_any_work() {
    build_if_child();
    let test = "an_output_that_may_not_be_written_is_an_error_before_any_work";
    let home = Home::new();
    build(test, &home, "a");
    set_rights(&home.place.out, 0o555);
    let output = as_nobody(child(test, &home, "b"), &home);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.contains("cannot write to") && message.contains("/out: "), "{message}");
    assert_eq!(home.tree(), version_of_site("a"));
    assert_eq!(home.residue(), [""; 0]);
    set_rights(&home.place.out, 0o755);
}

#[test]
fn where_nothing_can_be_built_beside_the_output_it_is_built_inside() {
    build_if_child();
    let test = "where_nothing_can_be_built_beside_the_output_it_is_built_inside";
    let home = Home::new();
    std::fs::create_dir(&home.place.out).unwrap();
    if is_roots(&home) {
        std::os::unix::fs::chown(&home.place.out, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    for version in ["a", "b"] {
        let output = as_nobody(child(test, &home, version), &home);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(home.tree(), version_of_site(version));
        assert_eq!(home.residue(), [""; 0]);
    }
}

#[test]
fn a_mount_point_is_written_to_file_by_file() {
    build_if_child();
    assert!(!crate::platform::is_same_mount(Path::new("/proc"), Path::new("/")), "/proc is a mount point");
    let test = "a_mount_point_is_written_to_file_by_file";
    let home = Home::new();
    std::fs::create_dir(&home.place.out).unwrap();
    let copy = home.folder.path().join("copy");
    let child = child(test, &home, "a");
    let script = format!(
        "mount -t tmpfs none \"$OUT\" && \"$0\" \"$@\" && {VERSION}=b \"$0\" \"$@\" && cp -a \"$OUT\" \"$COPY\""
    );
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &script])
        .arg(child.get_program())
        .args(child.get_args())
        .envs(child.get_envs().filter_map(|(key, value)| Some((key, value?))))
        .env("OUT", &home.place.out)
        .env("COPY", &copy)
        .output();
    // Few systems let a test mount something.
    if output.is_ok_and(|output| output.status.success()) {
        let mut files = tree(&copy);
        files.remove(manifest::NAME);
        assert_eq!(files, version_of_site("b"));
    }
}

const NOBODY: u32 = 65534;

/// Whether the folder's owner, who runs the test, is root.
fn is_roots(home: &Home) -> bool {
    home.folder.path().metadata().unwrap().uid() == 0
}

fn set_rights(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

/// Runs a build that may write to the cache and not beside the output. Root may write anywhere, so it is nobody's then.
fn as_nobody(mut command: Command, home: &Home) -> Output {
    let cache = home.folder.path().join("cache");
    std::fs::create_dir_all(&cache).unwrap();
    walkdir::WalkDir::new(&cache).into_iter().for_each(|entry| set_rights(entry.unwrap().path(), 0o777));
    if is_roots(home) {
        command.uid(NOBODY).gid(NOBODY);
    }
    set_rights(home.folder.path(), 0o555);
    let output = command.output().unwrap();
    set_rights(home.folder.path(), 0o755);
    output
}
