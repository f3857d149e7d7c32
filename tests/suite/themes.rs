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

#[test]
fn other_hosts_are_allowed_where_the_config_names_them() {
    let vault = Vault::new(&[
        (
            "kbgen.toml",
            "[theme.csp]\nscript = [\"https://giscus.app\"]\nstyle = [\"https://giscus.app\"]\nframe = [\"https://giscus.app\"]\nconnect = [\"https://plausible.io\"]\n",
        ),
        (
            "theme/templates/hooks/after-content.html",
            "<script src=\"https://giscus.app/client.js\" data-lang=\"{{ site.language }}\" async></script>",
        ),
        ("theme/templates/hooks/head.html", "<script defer src=\"https://plausible.io/js/script.js\"></script>"),
        ("a.md", "text"),
        ("v.md", "![](https://www.youtube.com/watch?v=aaaaaaaaaaa)"),
    ]);
    let site = vault.build(&[]);
    let policy = |url: &str| site.page(url).attrs("meta[http-equiv=Content-Security-Policy]", "content").remove(0);
    let (plain, video) = (policy("/a/"), policy("/v/"));
    for part in [
        "style-src 'self' https://giscus.app;",
        "connect-src 'self' https://plausible.io;",
        "; frame-src https://giscus.app",
    ] {
        assert!(plain.contains(part), "{part} is not in {plain}");
    }
    assert!(plain.contains(" https://giscus.app; style-src"), "{plain}");
    assert_eq!(video.matches("frame-src").count(), 1);
    assert!(video.ends_with(" https://giscus.app") && video.contains("youtube"), "{video}");
    let headers = site.text("_headers");
    assert!(
        headers.contains("connect-src 'self' https://plausible.io;") && headers.contains("; frame-src "),
        "{headers}"
    );
    let page = site.page("/a/");
    assert!(page.has("head > script[src='https://plausible.io/js/script.js'][defer]"));
    assert!(page.has(".kb-body > script[src='https://giscus.app/client.js'][data-lang=en]"));
    assert!(!site.page("/search/").has("main script"), "only notes have what follows their text");
}

#[test]
fn a_source_that_would_open_the_policy_is_an_error_of_the_config() {
    for bad in ["*", "'unsafe-inline'", "http://x.test", "data:", "https://x.test; script-src *", "x.test"] {
        let config = format!("[theme.csp]\nscript = [\"{bad}\"]\n");
        let vault = Vault::new(&[("kbgen.toml", &config), ("a.md", "x")]);
        let run = vault.run(&["build", "vault"]);
        assert_eq!(run.code, 2, "{bad}");
        assert!(
            run.stderr.contains("kbgen.toml:2:11") && run.stderr.contains("https://giscus.app"),
            "{bad}: {}",
            run.stderr
        );
    }
    let vault =
        Vault::new(&[("kbgen.toml", "[theme.csp]\nscripts = []\n[theme.options]\nwidht = \"wide\"\n"), ("a.md", "x")]);
    let run = vault.run(&["build", "vault"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean `script`?"), "{}", run.stderr);
    vault.write("kbgen.toml", "[theme.options]\nwidht = \"wide\"\n");
    let run = vault.run(&["build", "vault"]);
    assert!(
        run.code == 2 && run.stderr.contains("kbgen.toml:2:9") && run.stderr.contains("did you mean `width`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_error_of_a_template_names_its_file_and_line_and_whose_it_is() {
    for (text, place, message) in [
        ("<p>\n{{ page. }}", "theme/templates/404.html:2:", ""),
        ("<p>\n\n{% include \"parts/nowhere.html\" %}", "theme/templates/404.html:3:", "parts/nowhere.html"),
        ("<p>\n{{ page.head.nothing }}", "theme/templates/404.html:2:", "nothing"),
        ("<p>\n{{ nothing }}", "theme/templates/404.html:2:", "nothing"),
        ("{% include \"parts/cards.html\" %}", "themes/default/templates/parts/cards.html:", "items"),
        ("{% extends \"nowhere.html\" %}", "theme/templates/404.html", "nowhere.html"),
    ] {
        let vault = Vault::new(&[("theme/templates/404.html", text), ("a.md", "x")]);
        let run = vault.run(&["build", "vault"]);
        assert_eq!(run.code, 2, "{text}: {}", run.stderr);
        assert!(run.stderr.contains("error[theme::template]"), "{text}: {}", run.stderr);
        assert!(run.stderr.contains(place) && run.stderr.contains(message), "{text}: {}", run.stderr);
        assert!(!vault.path("public").exists(), "{text}");
    }
}
