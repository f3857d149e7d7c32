//! Named themes and `kbgen theme`, from outside.

use super::support::Vault;

#[test]
fn the_plain_theme_builds_a_site_without_any_script() {
    let vault = Vault::new(&[
        ("kbgen.toml", "[theme]\nname = \"plain\"\n"),
        (
            "a.md",
            "---\n1일복습여부: false\n최초학습일: 2024-10-20\n---\n# Cue\n\n- why?\n    - so\n\n[[b]] [^1]\n\n[^1]: x",
        ),
        ("b.md", "```rust\nfn main() {}\n```\n\n$x^2$\n"),
    ]);
    let site = vault.build(&[]);
    for (path, bytes) in &site.files {
        assert!(!path.ends_with(".js"), "{path}");
        if path.ends_with(".html") {
            let html = String::from_utf8_lossy(bytes);
            assert!(!html.contains("<script"), "{path}: {html}");
        }
    }
    assert!(site.page("/a/").has("article a[href='/b/']"));
}

#[test]
fn a_theme_that_does_not_exist_is_an_error_of_the_config() {
    let vault = Vault::new(&[("kbgen.toml", "[theme]\nname = \"plan\"\n"), ("a.md", "x")]);
    let run = vault.run(&["build", "vault"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean \"plain\"?") && run.stderr.contains("kbgen.toml:2"), "{}", run.stderr);
}

#[test]
fn an_ejected_file_is_the_themes_own_and_is_never_overwritten() {
    let vault = Vault::new(&[("a.md", "x")]);
    let before = vault.build(&[]);
    let eject = ["theme", "eject", "--vault", "vault", "templates/note.html", "css/tokens.css"];
    let run = vault.run(&eject);
    assert_eq!((run.code, run.stdout.as_str()), (0, "wrote theme/css/tokens.css\nwrote theme/templates/note.html\n"));
    assert_eq!(vault.build(&[]).files, before.files, "an unchanged file changes nothing");

    vault.write("theme/templates/note.html", "mine");
    let run = vault.run(&["theme", "eject", "--vault", "vault", "templates/base.html", "templates/note.html"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("`theme/templates/note.html` exists already; nothing was written"), "{}", run.stderr);
    assert!(!vault.path("vault/theme/templates/base.html").exists());
    assert!(vault.build(&[]).text("a/index.html").contains("mine"));
}

#[test]
fn only_files_of_the_theme_can_be_ejected() {
    let vault = Vault::new(&[("kbgen.toml", "[theme]\nname = \"plain\"\n"), ("a.md", "x")]);
    let list = vault.run(&["theme", "list", "--vault", "vault"]);
    let listed: Vec<&str> = list.stdout.lines().collect();
    assert!(listed.is_sorted() && listed.contains(&"css/plain.css") && listed.contains(&"templates/parts/toc.html"));
    for (name, help) in
        [("templates/notes.html", "did you mean templates/note.html?"), ("../a.md", ""), ("README.md", "")]
    {
        let run = vault.run(&["theme", "eject", "--vault", "vault", name]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(
            run.stderr.contains(&format!("the theme has no file `{name}`")) && run.stderr.contains(help),
            "{}",
            run.stderr
        );
    }
    assert!(!vault.path("vault/theme").exists());
}
