//! The command line from outside: exit codes, streams and formats.
#![expect(clippy::disallowed_methods, reason = "tests run the program")]

use std::io::Read;
use std::process::Stdio;

use super::support::{Vault, files, run};

const NOTE: &str =
    "---\nfirst_study: 2024-10-14\nreview_1day: false\nreview_4day: false\n---\n[[DevOps]]\n\nSee [[Nowhere]].\n";

#[test]
fn usage_errors_exit_with_2_and_suggest() {
    let vault = Vault::new(&[]);
    for (args, text) in [
        (&["biuld"][..], "a similar subcommand exists: 'build'"),
        (&["build", "--bas-url", "x"], "a similar argument exists: '--base-url'"),
        (&["due", "--date", "yesterday"], "not a day; write it like 2024-10-27"),
        (&["check", "--format", "xml"], "possible values: human, json, github"),
        (&["build", "-q", "-v"], "cannot be used with"),
        (&[], "Usage: kbgen"),
    ] {
        let run = vault.run(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(text) && run.stdout.is_empty(), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn help_and_version_are_no_errors() {
    let vault = Vault::new(&[]);
    for args in [&["--help"][..], &["--version"], &["help", "build"], &["due", "-h"]] {
        let run = vault.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        assert!(run.stdout.contains("kbgen"), "{args:?}");
    }
}

#[test]
fn a_vault_that_is_no_folder_exits_with_3() {
    let vault = Vault::new(&[("a.md", "text")]);
    for command in ["build", "check", "due"] {
        for (path, text) in
            [("nowhere", "cannot read the vault `nowhere`: no such file"), ("vault/a.md", "is not a folder")]
        {
            let run = vault.run(&[command, path]);
            assert_eq!(run.code, 3, "{command} {path}: {}", run.stderr);
            assert!(
                run.stderr.starts_with("error[vault::unreadable]: ") && run.stderr.contains(text),
                "{}",
                run.stderr
            );
        }
    }
}

#[test]
fn a_build_ends_in_a_line_that_sums_it_up() {
    let vault = Vault::new(&[("Terraform.md", NOTE)]);
    let run = vault.run(&["build", "vault", "--date", "2024-10-27"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.starts_with("warning[link::missing]: "), "{}", run.stderr);
    let last = run.stdout.lines().last().expect("a last line");
    assert!(last.starts_with("built 1 note ("), "{last}");
    assert!(last.contains(" s for 2024-10-27 (UTC): 1 overdue, 0 due, 0 extra; 1 warning, "), "{last}");
    assert!(vault.path("public/terraform/index.html").is_file());
}

#[test]
fn quiet_is_silent_and_verbose_tells_the_phases() {
    let vault = Vault::new(&[("Terraform.md", NOTE)]);
    let run = vault.run(&["build", "vault", "-q"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let run = vault.run(&["build", "vault", "-v"]);
    assert!(run.stderr.contains("info[config::no-base-url]: "), "{}", run.stderr);
    for phase in ["scan ", "parse ", "index ", "write ", "total "] {
        assert!(run.stderr.lines().any(|line| line.starts_with(phase) && line.ends_with(" ms")), "{phase}");
    }
}

#[test]
fn strict_fails_on_a_warning_and_writes_nothing() {
    let vault = Vault::new(&[("Terraform.md", NOTE)]);
    let run = vault.run(&["build", "vault", "--strict"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("nothing written, because of --strict: 1 warning"), "{}", run.stdout);
    assert!(!vault.path("public").exists());
    assert_eq!(vault.run(&["check", "vault"]).code, 0);
    assert_eq!(vault.run(&["check", "vault", "--strict"]).code, 1);
}

#[test]
fn a_note_that_cannot_be_published_fails_the_build_unless_told_to_keep_going() {
    let vault = Vault::new(&[("a.md", "text"), ("b.md", "---\npublish: ture\n---\ntext")]);
    assert_eq!(vault.run(&["build", "vault"]).code, 1);
    assert!(vault.path("public/a/index.html").is_file() && !vault.path("public/b").exists());
    assert_eq!(vault.run(&["build", "vault", "--keep-going"]).code, 0);
    let run = vault.run(&["check", "vault", "-q"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.starts_with("error[publish::flag]: ") && run.stdout.contains("--> b.md:2:10\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn foreign_output_folders_are_refused_with_4() {
    let vault = Vault::new(&[("a.md", "text")]);
    for out in [".", "..", "vault", "/"] {
        let run = vault.run(&["build", "vault", "--out", out]);
        assert_eq!(run.code, 4, "{out}: {}", run.stderr);
        assert!(run.stderr.starts_with("error[output::refused]: "), "{out}: {}", run.stderr);
    }
    vault.write("kbgen.toml", "[build]\nout = \"..\"\n");
    assert_eq!(vault.run(&["build", "vault"]).code, 4, "the same from the config");
    assert_eq!(files(&vault.path("vault")), ["a.md", "kbgen.toml"]);
}

#[test]
fn check_speaks_json_and_github() {
    let vault = Vault::new(&[("노트, 1.md", NOTE)]);
    let run = vault.run(&["check", "vault", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&run.stdout).expect("valid JSON");
    let missing = all.as_array().expect("an array").iter().find(|d| d["code"] == "link::missing").expect("the link");
    let keys: Vec<&String> = missing.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["severity", "code", "path", "line", "column", "message", "help"]);
    assert_eq!((&missing["path"], &missing["line"]), (&"노트, 1.md".into(), &8.into()));
    let run = vault.run(&["check", "vault", "--format", "github"]);
    let line = run.stdout.lines().find(|line| line.contains("link%3A%3Amissing")).expect("an annotation");
    assert!(line.starts_with("::warning file=vault/노트%2C 1.md,line=8,col="), "{line}");
}

#[test]
fn due_tells_what_is_due_by_table_json_and_exit_code() {
    let vault = Vault::new(&[("Terraform.md", NOTE), ("Other.md", "no review note")]);
    let run = vault.run(&["due", "vault", "--date", "2024-10-27"]);
    assert_eq!((run.code, run.stderr.as_str()), (10, ""));
    assert_eq!(run.stdout, "2024-10-27 (UTC)\n\nOverdue (1)\n  Terraform  day 1  12 days late  DevOps\n");
    let run = vault.run(&["due", "vault", "--date", "2024-10-27", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("valid JSON");
    assert_eq!((run.code, &json["counts"]["overdue"], &json["notes"][0]["step"]), (10, &1.into(), &1.into()));
    let run = vault.run(&["due", "vault", "--date", "2024-10-14"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "2024-10-14 (UTC)\n\nNothing to review today\n"));
    let run = vault.run(&["due", "vault", "--date", "2024-10-14", "--all"]);
    assert!(run.stdout.contains("\nUpcoming (1)\n  Terraform  day 1  2024-10-15  DevOps\n"), "{}", run.stdout);
}

#[test]
fn today_comes_from_source_date_epoch_in_the_vaults_zone() {
    let vault = Vault::new(&[("a.md", "text"), ("kbgen.toml", "[review]\ntimezone = \"Asia/Seoul\"\n")]);
    for machine in ["UTC", "America/Los_Angeles"] {
        // 2024-10-26T15:30:00Z
        let due = run(vault.command(&["due", "vault"]).env("SOURCE_DATE_EPOCH", "1729956600").env("TZ", machine));
        assert!(due.stdout.starts_with("2024-10-27 (Asia/Seoul)\n"), "{}", due.stdout);
    }
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let vault = Vault::new(&[("Terraform.md", NOTE)]);
    let coloured =
        |args: &[&str], no_color: &str| run(vault.command(args).env("NO_COLOR", no_color)).stdout.contains('\u{1b}');
    assert!(!coloured(&["check", "vault"], ""));
    assert!(coloured(&["check", "vault", "--color", "always"], ""));
    assert!(coloured(&["check", "vault", "--color", "always"], "1"), "the flag is nearer than the environment");
    assert!(!coloured(&["check", "vault", "--color", "never"], ""));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let vault = Vault::new(&[("Terraform.md", NOTE)]);
    for args in [&["check", "vault"][..], &["man"], &["completions", "bash"]] {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kbgen"))
            .current_dir(vault.path(""))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("UTF-8");
        assert_eq!((child.wait().expect("it ends").code(), stderr.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    let vault = Vault::new(&[]);
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kbgen"));
    let output = command.arg("man").current_dir(vault.path("")).stdout(full).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stderr.starts_with(b"error[output::io]: "));
}

#[test]
fn completions_and_manual_page_are_printed() {
    let vault = Vault::new(&[]);
    for (shell, text) in [("bash", "complete -F _kbgen"), ("zsh", "#compdef kbgen"), ("fish", "complete -c kbgen")] {
        let run = vault.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains(text) && run.stdout.contains("base-url"), "{shell}");
    }
    let run = vault.run(&["man"]);
    assert!(run.code == 0 && run.stdout.contains(".TH kbgen 1") && run.stdout.contains("EXIT STATUS"));
}

#[test]
fn init_writes_what_is_asked_for_and_never_overwrites() {
    let vault = Vault::new(&[("a.md", "text")]);
    let first = vault.run(&["init", "vault"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    vault.write("kbgen.toml", "[site]\ntitle = \"mine\"\n");
    let again = vault.run(&["init", "vault"]);
    assert_eq!(again.code, 4);
    assert!(again.stderr.starts_with("error[output::refused]: `kbgen.toml` exists already"), "{}", again.stderr);
    assert_eq!(vault.run(&["init", "vault", "--ci", "github"]).code, 0);
    assert_eq!(vault.run(&["init", "vault", "--ci", "netlify"]).code, 0);
    assert_eq!(vault.run(&["init", "vault", "--ci", "netlify"]).code, 4);
    let expected =
        [".github/workflows/daily.yml", ".github/workflows/publish.yml", "a.md", "kbgen.toml", "netlify.toml"];
    assert_eq!(files(&vault.path("vault")), expected);
    assert_eq!(std::fs::read_to_string(vault.path("vault/kbgen.toml")).unwrap(), "[site]\ntitle = \"mine\"\n");
    assert_eq!(vault.run(&["check", "vault"]).code, 0);
}

#[test]
fn the_daily_workflow_rings_at_the_vaults_midnight() {
    let vault = Vault::new(&[("a.md", "한국어로 쓴 노트이다.")]);
    assert_eq!(vault.run(&["init", "vault", "--ci", "github"]).code, 0);
    let daily = std::fs::read_to_string(vault.path("vault/.github/workflows/daily.yml")).unwrap();
    assert!(daily.contains("timezone: \"Asia/Seoul\"") && daily.contains("cron: \"17 0 * * *\""), "{daily}");
    let publish = std::fs::read_to_string(vault.path("vault/.github/workflows/publish.yml")).unwrap();
    assert!(
        publish.contains("sha256sum --check") && publish.contains("${{ steps.pages.outputs.base_url }}"),
        "{publish}"
    );
}

#[test]
fn nothing_but_the_output_and_the_cache_is_written() {
    let vault = Vault::new(&[("a.md", "text")]);
    vault.run(&["check", "vault"]);
    vault.run(&["due", "vault"]);
    assert_eq!(files(&vault.path("")), ["vault/a.md"]);
    vault.run(&["build", "vault", "--out", "site"]);
    let outside: Vec<String> = files(&vault.path("")).into_iter().filter(|path| !path.starts_with("site/")).collect();
    assert!(outside.iter().all(|path| path == "vault/a.md" || path.starts_with("cache/kbgen/")), "{outside:?}");
}
