//! The diagnostics for mistakes in `kbgen.toml`.
#![expect(clippy::disallowed_methods, reason = "tests make the files they are about")]

use super::support::Vault;

#[test]
fn an_unknown_key_is_shown_with_a_caret_and_a_suggestion() {
    let vault = Vault::new(&[("kbgen.toml", "# 설정\n[site]\ntitel = \"배움\"\n")]);
    let run = vault.run(&["check", "vault"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "");
    assert_eq!(
        run.stdout,
        "error[config::unknown-key]: unknown key `titel` in `[site]`\n \
          --> kbgen.toml:3:1\n  \
           |\n\
         3 | titel = \"배움\"\n  \
           | ^^^^^\n  \
           |\n  \
           = help: did you mean `title`?\n"
    );
}

#[test]
fn programs_are_told_in_their_own_format() {
    let vault = Vault::new(&[("kbgen.toml", "[sit]\n")]);
    let run = vault.run(&["check", "vault", "--format", "github"]);
    let expected = "::error file=vault/kbgen.toml,line=1,col=2,title=config%3A%3Aunknown-key::unknown key `sit`%0Ahelp: did \
                    you mean `site`?\n";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (2, expected, ""));
    let run = vault.run(&["check", "vault", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&run.stdout).expect("valid JSON");
    assert_eq!((run.code, &all[0]["code"]), (2, &"config::unknown-key".into()));
}

#[test]
fn one_run_reports_every_mistake_in_order() {
    let text = "[site]\nbase_url = \"x\"\n[review]\ntimezone = \"Asia/Seul\"\n[review.keys]\nfirst = [\"(\"]\n";
    let vault = Vault::new(&[("kbgen.toml", text)]);
    let run = vault.run(&["build", "vault"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let places: Vec<&str> = run.stderr.lines().filter(|line| line.contains("-->")).map(str::trim).collect();
    assert_eq!(places, ["--> kbgen.toml:2:12", "--> kbgen.toml:4:12", "--> kbgen.toml:6:10"]);
    assert!(run.stderr.contains("did you mean \"Asia/Seoul\"?"), "{}", run.stderr);
    assert!(!vault.path("public").exists(), "nothing is built");
}

#[test]
fn the_config_may_lie_elsewhere() {
    let vault = Vault::new(&[("a.md", "text"), ("kbgen.toml", "nonsense")]);
    std::fs::create_dir(vault.path("etc")).unwrap();
    std::fs::write(vault.path("etc/kb.toml"), "\u{feff}[site]\r\nlanguage = \"xx\"\r\n").unwrap();
    let run = vault.run(&["check", "vault", "--config", "etc/kb.toml"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains(" --> etc/kb.toml:2:12\n"), "{}", run.stdout);
    let run = vault.run(&["check", "vault", "--config", "etc/none.toml"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stdout.starts_with("error[config::unreadable]: cannot read the config file: no such file"),
        "{}",
        run.stdout
    );
}

#[test]
fn flags_are_checked_like_the_file() {
    let vault = Vault::new(&[("a.md", "text")]);
    let run = vault.run(&["build", "vault", "--base-url", "example.com"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error[config::bad-value]: `--base-url` must be a URL"), "{}", run.stderr);
    let run = super::support::run(vault.command(&["due", "vault"]).env("SOURCE_DATE_EPOCH", "soon"));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("SOURCE_DATE_EPOCH"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_config_that_leads_out_of_the_vault_is_not_quoted() {
    let vault = Vault::new(&[("a.md", "text")]);
    std::fs::write(vault.path("secret"), "root:x:0\n").unwrap();
    std::os::unix::fs::symlink(vault.path("secret"), vault.path("vault/kbgen.toml")).unwrap();
    let run = vault.run(&["check", "vault"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("error[config::unreadable]: ") && !run.stdout.contains("root"), "{}", run.stdout);
}
