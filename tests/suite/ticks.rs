//! Ticking from the command line: `kbgen done`, `kbgen undo`, `kbgen start`, and the plan of `kbgen due --max`.
#![expect(clippy::disallowed_methods, reason = "tests make the files they are about")]

use std::os::unix::process::ExitStatusExt;
use std::path::Path;

use super::support::{Vault, files, run};

const TERRAFORM: &str = "---\nfirst_study: 2024-10-14\nreview_1day: false\nreview_4day: \"false\" # soon\nreview_status: review 1\n---\n[[DevOps]]\n\nSee it in English.\n";
const DAY: [&str; 2] = ["--date", "2024-10-27"];

fn vault() -> Vault {
    Vault::new(&[
        (".obsidian/app.json", "{}"),
        ("06 - Full Notes/Terraform.md", TERRAFORM),
        (
            "06 - Full Notes/쿠버네티스.md",
            "---\nfirst_study: 2024-10-20\nreview_1day: true\nreview_7day: false\n---\n[[DevOps]]\n",
        ),
        ("Empty.md", "---\ntags: [x]\n---\n"),
    ])
}

fn read(vault: &Vault, path: &str) -> String {
    std::fs::read_to_string(vault.path("vault").join(path)).expect("a file")
}

#[test]
fn done_ticks_and_undo_restores_from_any_folder_of_the_vault() {
    let vault = vault();
    let in_notes = |args: &[&str]| {
        let mut command = vault.command(&[args, &DAY].concat());
        run(command.current_dir(vault.path("vault/06 - Full Notes")))
    };
    for name in ["Terraform.md", "terraform", "06 - Full Notes/Terraform.md", "Terra"] {
        let done = in_notes(&["done", name, "--grade", "2"]);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""));
        assert_eq!(done.stdout, "Terraform: day 1 is ticked; day 4 is next, on 2024-10-30\n");
        let ticked = TERRAFORM.replace("1day: false", "1day: true").replace("review 1", "review 4");
        assert_eq!(read(&vault, "06 - Full Notes/Terraform.md"), ticked);
        let log = read(&vault, ".kbgen/reviews.tsv");
        let line = "2024-10-27\t06 - Full Notes/Terraform.md\t1\t2\tfalse → true\t";
        assert!(log.lines().last().is_some_and(|last| last.starts_with(line)), "{log}");

        let again = in_notes(&["done", name]);
        assert_eq!(again.code, 0);
        assert!(again.stdout.contains("done on 2024-10-27 already, so nothing was changed"), "{}", again.stdout);
        assert_eq!(read(&vault, "06 - Full Notes/Terraform.md"), ticked);

        let undo = in_notes(&["undo"]);
        assert_eq!((undo.code, undo.stdout.as_str()), (0, "Terraform: day 1 is restored\n"));
        assert_eq!(read(&vault, "06 - Full Notes/Terraform.md"), TERRAFORM);
    }
    let forced = in_notes(&["done", "Terraform"]).code + in_notes(&["done", "Terraform", "--again"]).code;
    assert_eq!(forced, 0);
    assert!(
        read(&vault, "06 - Full Notes/Terraform.md").contains("review_4day: \"true\" # soon\nreview_status: extra\n")
    );
}

#[test]
fn what_is_refused_exits_with_1_and_writes_nothing() {
    let vault = vault();
    let before = files(&vault.path("vault"));
    for (args, text) in [
        (&["done", "Nowhere"][..], "error[edit::no-note]: no note is called `Nowhere`"),
        (&["done", "Terafrom"], "did you mean `Terraform`?"),
        (&["done", "e"], "error[edit::ambiguous]: `e` may be one of 3 notes: `06 - Full Notes/Terraform.md`"),
        (&["done", "Terraform", "Empty"], "error[edit::nothing-to-do]: the note has no review properties"),
        (&["done", "Terraform", "Nowhere"], "no note is called `Nowhere`"),
        (&["undo"], "error[edit::nothing-to-do]: the log has no review to undo"),
        (&["start", "Terraform"], "the note was started on 2024-10-14 already"),
    ] {
        let run = vault.run(&[args, &["--vault", "vault"], &DAY].concat());
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{args:?}");
        assert!(run.stderr.contains(text) && run.stderr.contains("help: "), "{args:?}: {}", run.stderr);
        assert_eq!(files(&vault.path("vault")), before, "{args:?}");
        assert_eq!(read(&vault, "06 - Full Notes/Terraform.md"), TERRAFORM);
    }
    assert_eq!(vault.run(&["done"]).code, 2);
    assert_eq!(vault.run(&["done", "Terraform", "--grade", "9", "--vault", "vault"]).code, 2);
    assert_eq!(vault.run(&["done", "Terraform", "--vault", "nowhere"]).code, 3);
}

#[test]
fn several_notes_are_done_at_once_and_a_note_is_started() {
    let vault = vault();
    let done =
        vault.run(&[&["done", "Terraform", "쿠버네티스", "terraform.md", "--vault", "vault"], &DAY[..]].concat());
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(
        done.stdout,
        "Terraform: day 1 is ticked; day 4 is next, on 2024-10-30\n\
         쿠버네티스: day 7 is ticked; the ladder is done, long-term memory is next\n"
    );
    let start = vault.run(&[&["start", "Empty", "--vault", "vault"], &DAY[..]].concat());
    assert_eq!((start.code, start.stdout.as_str()), (0, "Empty: the first study day is 2024-10-27\n"));
    assert_eq!(read(&vault, "Empty.md"), "---\ntags: [x]\nfirst_study: 2024-10-27\n---\n");
    let quiet = vault.run(&[&["undo", "--vault", "vault", "-q"], &DAY[..]].concat());
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""));
}

#[test]
fn the_log_is_never_published_and_puts_the_next_step_off() {
    let vault = vault();
    vault.run(&[&["done", "Terraform", "--vault", "vault"], &DAY[..]].concat());
    let site = vault.build(&[]);
    assert!(!site.files.keys().any(|file| file.contains("reviews")), "{:?}", site.files.keys());
    let note = site.json("review.json")["notes"]
        .as_array()
        .expect("notes")
        .iter()
        .find(|note| note["title"] == "Terraform")
        .cloned();
    let note = note.expect("the note");
    assert_eq!((&note["state"], &note["due"], &note["step"]), (&"upcoming".into(), &"2024-10-30".into(), &4.into()));
}

#[test]
fn a_file_size_limit_leaves_the_note_and_the_log_as_they_were() {
    let vault = vault();
    let program = assert_cmd::cargo::cargo_bin!("kbgen").display().to_string();
    let long = format!("{TERRAFORM}{}", "line\n".repeat(2000));
    vault.write("06 - Full Notes/Terraform.md", &long);
    // The limit counts 1 KiB blocks in bash, 512 bytes in a POSIX shell; either is less than the note.
    let script = format!("ulimit -f 4; exec '{program}' done Terraform --vault vault --date 2024-10-27");
    let mut command = assert_cmd::Command::new("sh");
    command.current_dir(vault.path("vault").parent().expect("a folder")).args(["-c", &script]);
    let limited = run(&mut command);
    assert_eq!(limited.code, 3, "{}", limited.stderr);
    assert!(limited.stderr.contains("error[edit::io]: cannot write the note: file too large"), "{}", limited.stderr);
    assert_eq!(read(&vault, "06 - Full Notes/Terraform.md"), long);
    assert!(!vault.path("vault/06 - Full Notes/.kbgen-edit.tmp").exists());
    assert_eq!(read(&vault, ".kbgen/reviews.tsv"), "");
}

#[test]
fn killed_at_any_instant_a_note_is_the_old_or_the_new_one() {
    let vault = vault();
    let new = TERRAFORM.replace("1day: false", "1day: true").replace("review 1", "review 4");
    for delay in (0..40).map(|step| std::time::Duration::from_micros(step * 700)) {
        vault.write("06 - Full Notes/Terraform.md", TERRAFORM);
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kbgen"))
            .args(["done", "Terraform", "--date", "2024-10-27", "--vault"])
            .arg(vault.path("vault"))
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(delay);
        let _ = child.kill();
        let status = child.wait().expect("it ended");
        let now = read(&vault, "06 - Full Notes/Terraform.md");
        assert!(now == TERRAFORM || now == new, "{delay:?} {:?}: {now}", status.signal());
    }
    // Whatever was left over, the next run works and cleans up.
    vault.write("06 - Full Notes/Terraform.md", TERRAFORM);
    let done = vault.run(&[&["done", "Terraform", "--again", "--vault", "vault"], &DAY[..]].concat());
    assert_eq!((done.code, read(&vault, "06 - Full Notes/Terraform.md")), (0, new), "{}", done.stderr);
    assert!(!Path::new(&vault.path("vault/06 - Full Notes/.kbgen-edit.tmp")).exists());
}

#[test]
fn two_at_once_tick_two_notes_and_lose_no_line_of_the_log() {
    let notes: Vec<(String, String)> = (0..8).map(|at| (format!("note {at}.md"), TERRAFORM.to_owned())).collect();
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let vault = Vault::new(&notes);
    let runs: Vec<_> = (0..8)
        .map(|at| {
            let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kbgen"));
            command
                .args(["done", &format!("note {at}"), "-q", "--date", "2024-10-27", "--vault"])
                .arg(vault.path("vault"));
            command.spawn().expect("the program starts")
        })
        .collect();
    assert!(runs.into_iter().all(|mut run| run.wait().expect("it ended").success()));
    let log = read(&vault, ".kbgen/reviews.tsv");
    assert_eq!(log.lines().count(), 8, "{log}");
    assert!((0..8).all(|at| read(&vault, &format!("note {at}.md")).contains("review_1day: true")));
}

#[test]
fn a_backlog_is_spread_over_days() {
    let note = |first: &str| format!("---\nfirst_study: {first}\nreview_7day: false\n---\n[[DevOps]]\n");
    let other = "---\nfirst_study: 2024-10-01\nreview_1day: false\n---\n[[Other]]\n";
    let vault = Vault::new(&[
        ("a.md", &note("2024-10-18")),
        ("b.md", &note("2024-10-19")),
        ("가.md", &note("2024-10-20")),
        ("d.md", &note("2024-10-21")),
        ("e.md", &note("2024-11-20")),
        ("other.md", other),
    ]);
    let run = vault.run(&[&["due", "vault", "--max", "2", "--topic", "devops"], &DAY[..]].concat());
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (
            10,
            "2024-10-27 (UTC)\n\n2024-10-27 (2)\n  a   day 7  2 days late  DevOps\n  b   day 7  1 day late   DevOps\n\n\
             2024-10-28 (2)\n  가  day 7               DevOps\n  d   day 7  2024-10-28   DevOps\n"
        )
    );
    let run = vault.run(&[&["due", "vault", "--max", "3", "--format", "json"], &DAY[..]].concat());
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let day = |at: usize| json["plan"][at]["notes"].as_array().map_or(0, Vec::len);
    assert_eq!((day(0), day(1), day(2), &json["counts"]["overdue"]), (3, 2, 0, &3.into()), "{json}");
    let run = vault.run(&[&["due", "vault", "--topic", "Othre"], &DAY[..]].concat());
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("no topic is called `Othre`") && run.stderr.contains("did you mean `Other`?"));
}
