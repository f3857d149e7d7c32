//! The build's contract: the same bytes from the same input, and only a new day changes what depends on the day.
#![expect(clippy::disallowed_methods, reason = "tests make and copy files")]

use std::collections::BTreeMap;
use std::path::Path;

use super::support::{SAMPLE, Site, Vault, files, run};

type Tree = BTreeMap<String, Vec<u8>>;

const ARGS: [&str; 4] = ["build", SAMPLE, "--date", "2024-10-27"];

/// Builds the demo vault with this environment.
fn built_with(environment: &[(&str, &str)]) -> Tree {
    let folder = Vault::new(&[]);
    let run = run(folder.command(&ARGS).envs(environment.iter().copied()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    Site::read(&folder.path("public")).files
}

fn assert_same(expected: &Tree, found: &Tree, what: &str) {
    assert_eq!(differing(expected, found), Vec::<&str>::new(), "{what}");
}

/// Paths that are in one only, or with other bytes.
fn differing<'a>(one: &'a Tree, other: &'a Tree) -> Vec<&'a str> {
    let mut paths: Vec<&str> = one.keys().chain(other.keys()).map(String::as_str).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.retain(|path| one.get(*path) != other.get(*path));
    paths
}

#[test]
fn neither_threads_nor_locale_nor_zone_nor_user_change_a_byte() {
    let expected = built_with(&[("RAYON_NUM_THREADS", "1")]);
    for environment in [
        &[("RAYON_NUM_THREADS", "16")][..],
        &[("LANG", "C"), ("LC_ALL", "C")],
        &[("LANG", "ko_KR.UTF-8"), ("LC_ALL", "ko_KR.UTF-8")],
        &[("TZ", "UTC")],
        &[("TZ", "America/Los_Angeles")],
        &[("TZ", "Asia/Seoul")],
        &[("HOME", "/nonexistent"), ("USER", "other"), ("LOGNAME", "other"), ("HOSTNAME", "elsewhere")],
        &[("NO_COLOR", "1"), ("TERM", "xterm-256color"), ("COLUMNS", "40")],
    ] {
        assert_same(&expected, &built_with(environment), &format!("{environment:?}"));
    }
}

#[test]
fn neither_place_nor_order_nor_age_of_the_files_change_a_byte() {
    let expected = built_with(&[]);
    let folder = Vault::new(&[]);
    // Another place, the files made in the other order, at other times.
    let mut paths = files(Path::new(SAMPLE));
    paths.reverse();
    for path in &paths {
        let (from, to) = (Path::new(SAMPLE).join(path), folder.path("vault").join(path));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::write(&to, std::fs::read(from).expect("a file")).expect("a file");
        let file = std::fs::File::options().append(true).open(&to).expect("a file");
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000)).expect("a time");
    }
    let built = |out: &str, args: &[&str], cwd: &str| {
        let args = [&["--date", "2024-10-27", "--out"], &[out][..], args].concat();
        let run = run(folder.command(&[&["build"], &args[..]].concat()).current_dir(folder.path(cwd)));
        assert_eq!(run.code, 0, "{}", run.stderr);
        Site::read(&folder.path(cwd).join(out)).files
    };
    assert_same(&expected, &built("../site", &["."], "vault"), "from inside the vault");
    assert_same(&expected, &built("../site", &["."], "vault"), "over the last build");
    assert_same(&expected, &built("cold", &["vault", "--no-cache"], ""), "without a cache");
    assert_same(&expected, &built("warm", &["vault", "--cache-dir", "kept"], ""), "with another cache");
    assert_same(&expected, &built("warm", &["vault", "--cache-dir", "kept"], ""), "with a warm one");
}

#[test]
fn going_back_leaves_no_trace_of_what_was_built_in_between() {
    let vault = Vault::new(&[("a.md", "[[b]] #x"), ("b.md", "text"), ("p.png", "no image")]);
    let first = vault.build(&[]).files;
    vault.write("c.md", "---\npermalink: elsewhere\n---\n[[a]] ![[p.png]] #x/y");
    vault.write("b.md", "---\npublish: false\n---\ntext");
    assert_ne!(vault.build(&[]).files, first);
    std::fs::remove_file(vault.path("vault/c.md")).expect("it is there");
    vault.write("b.md", "text");
    assert_same(&first, &vault.build(&[]).files, "after the way there and back");
}

#[test]
fn a_day_later_only_what_depends_on_the_day_differs() {
    let vault = Vault::new(&[
        ("Home.md", "# Welcome\n\n[[Learned]]"),
        ("Learned.md", "---\nfirst_study: 2024-10-20\nreview_1day: false\n---\n[[Topic]]\n\nText."),
        ("Plain.md", "---\nupdated: 2024-10-01\n---\n[[Learned]]"),
        ("Folder/Other.md", "#plain ![[p.png]]"),
        ("p.png", "no image"),
    ]);
    let today = vault.build(&[]).files;
    let tomorrow = vault.build(&["--date", "2024-10-28"]);
    let mut changed = differing(&today, &tomorrow.files);
    // Every page of a vault with review notes is stamped with its day and counts what is due.
    changed.retain(|path| !path.ends_with(".html"));
    assert_eq!(changed, [".kbgen-manifest.json", "review.ics", "review.json", "review.xml"]);
    // All that the progress page draws begins with the day.
    let pages = today.iter().filter(|(path, _)| path.ends_with(".html") && *path != "progress/index.html");
    for (path, bytes) in pages {
        let other = tomorrow.text(path);
        let text = String::from_utf8_lossy(bytes).replace("2024-10-27", "2024-10-28");
        let unlike: Vec<_> = text.lines().zip(other.lines()).filter(|(a, b)| a != b).collect();
        let late =
            |line: &str| line.contains("kb-late") || line.contains("data-first") || line.contains("kb-day-number");
        assert!(unlike.iter().all(|(a, b)| late(a) && late(b)), "{path}: {unlike:#?}");
    }
}

#[test]
fn without_review_notes_nothing_depends_on_the_day() {
    let vault = Vault::new(&[("a.md", "---\nupdated: 2024-10-01\n---\n[[b]]"), ("b.md", "#x")]);
    let today = vault.build(&[]).files;
    assert_same(&today, &vault.build(&["--date", "2031-02-03"]).files, "years later");
}

#[test]
fn the_day_is_that_of_the_vaults_zone_and_begins_when_its_owner_says() {
    // 2024-10-26T23:30:00Z, 2024-10-26T18:30:00Z and the last second of a leap day in Seoul.
    for (config, epoch, day) in [
        ("timezone = \"Asia/Seoul\"", "1729985400", "2024-10-27"),
        ("timezone = \"America/New_York\"", "1729985400", "2024-10-26"),
        ("timezone = \"Asia/Seoul\"\nday_start = \"04:00\"", "1729967400", "2024-10-26"),
        ("timezone = \"Asia/Seoul\"\nday_start = \"03:30\"", "1729967400", "2024-10-27"),
        ("timezone = \"Asia/Seoul\"", "1709218799", "2024-02-29"),
        ("timezone = \"Asia/Seoul\"", "1709218800", "2024-03-01"),
    ] {
        let vault = Vault::new(&[
            ("kbgen.toml", &format!("[review]\n{config}\n")),
            ("a.md", "---\nfirst_study: 2024-02-28\nreview_1day: false\n---\n"),
        ]);
        let mut builds = Vec::new();
        for zone in ["UTC", "America/Los_Angeles", "Asia/Seoul"] {
            let run = run(vault.command(&["build", "vault"]).env("SOURCE_DATE_EPOCH", epoch).env("TZ", zone));
            assert!(run.code == 0 && run.stdout.contains(&format!(" for {day} (")), "{config} {epoch}: {}", run.stdout);
            let site = Site::read(&vault.path("public"));
            assert_eq!(site.json("review.json")["date"], day, "{config} {epoch}");
            builds.push(site.files);
        }
        assert!(builds.iter().all(|build| *build == builds[0]), "the machine's zone changed a byte");
    }
}

#[test]
fn a_leap_day_is_a_day_like_any_other() {
    let vault = Vault::new(&[("a.md", "---\nfirst_study: 2024-02-28\nreview_1day: false\nreview_4day: false\n---\n")]);
    let state = |date: &str| vault.build(&["--date", date]).json("review.json")["notes"][0].clone();
    let leap = state("2024-02-29");
    assert_eq!((&leap["state"], &leap["due"]), (&"due".into(), &"2024-02-29".into()));
    let march = state("2024-03-01");
    assert_eq!((&march["state"], &march["days_late"]), (&"overdue".into(), &1.into()));
    let wrong = Vault::new(&[("a.md", "text")]).run(&["build", "vault", "--date", "2023-02-29"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn dates_that_are_no_dates_are_named_with_their_place() {
    let vault = Vault::new(&[
        ("bad.md", "---\nfirst_study: 2024-13-40\nreview_1day: false\n---\n"),
        ("future.md", "---\nfirst_study: 2031-01-01\nreview_1day: false\n---\n"),
    ]);
    let run = vault.run(&["check", "vault", "--date", "2024-10-27", "--format", "json"]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).expect("valid JSON");
    let found = |code: &str| all.iter().find(|found| found["code"] == code).unwrap_or_else(|| panic!("no {code}"));
    let bad = found("review::bad-date");
    assert_eq!((&bad["path"], &bad["line"], &bad["column"]), (&"bad.md".into(), &2.into(), &14.into()));
    assert_eq!(found("review::future-first-day")["path"], "future.md");
}
