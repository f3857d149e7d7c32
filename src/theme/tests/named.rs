//! The second theme proves the contract of themes, and the README documents all of it.

use super::*;

const README: &str = include_str!("../../../themes/default/README.md");

fn plain() -> ThemeSettings {
    ThemeSettings { name: ThemeName::Plain, ..ThemeSettings::default() }
}

#[test]
fn the_plain_theme_makes_every_page_without_a_script() {
    for language in ["ko", "en"] {
        let outcome = Theme::load(&plain(), &[], language).expect("the theme loads");
        assert_eq!(outcome.diagnostics, []);
        let theme = outcome.value;
        let published: Vec<_> = theme.assets().iter().map(|asset| asset.path.as_str()).collect();
        assert!(published.iter().any(|path| path.ends_with(".css")), "{published:?}");
        assert!(!published.iter().any(|path| path.ends_with(".js")), "{published:?}");
        assert!(theme.csp().contains("script-src 'self';"), "{}", theme.csp());
        let renderer = theme.renderer(&sample::site(language, "/repo"));
        for (name, html) in pages(&renderer, "Argo CD") {
            assert!(!html.contains("<script"), "{name}: {html}");
            assert!(name == "redirect.html" || html.contains("rel=\"stylesheet\""), "{name}: {html}");
        }
    }
}

#[test]
fn the_plain_theme_is_small() {
    let theme = Theme::load(&plain(), &[], "ko").expect("the theme loads").value;
    let css = theme.assets().iter().find(|asset| asset.path.as_str().starts_with("assets/kbgen."));
    let size = css.expect("a style sheet").bytes.len();
    assert!((1000..6000).contains(&size), "{size} bytes");
}

#[test]
fn a_vaults_files_lie_over_the_named_theme() {
    let own = [file("templates/404.html", "mine"), file("css/plain.css", "a{}")];
    let theme = Theme::load(&plain(), &own, "ko").expect("the theme loads").value;
    let renderer = theme.renderer(&sample::site("ko", ""));
    assert_eq!(renderer.render(&NotFoundView::default()).unwrap(), "mine");
    assert!(theme.assets().iter().any(|asset| asset.bytes.starts_with(b"a{}\n")));
}

#[test]
fn an_error_says_whose_file_it_is_in() {
    // The part that the vault's own template includes uses a variable that the template does not set.
    let renderer = renderer(&[file("templates/404.html", "{% include \"parts/cards.html\" %}")], "ko");
    let place = renderer.render(&NotFoundView::default()).unwrap_err().place.expect("a place");
    assert_eq!(place.path.as_str(), "themes/default/templates/parts/cards.html");
    assert!(place.excerpt().is_some());
}

#[test]
fn the_readme_names_every_template_and_view() {
    for (path, _) in crate::theme::embedded(ThemeName::Default) {
        let Some(template) = path.strip_prefix("templates/") else { continue };
        let named = README.contains(&format!("`{template}`"));
        assert!(named, "{template} is not in the theme's README");
    }
    let view = include_str!("../../view/mod.rs");
    let pages = view.split_once("\npages! {").and_then(|(_, rest)| rest.split_once("\n}")).expect("the table").0;
    for row in pages.lines().filter(|row| row.contains(" = ")) {
        let (view, template) = row.trim().trim_end_matches(';').split_once(" = ").expect("a pair");
        let template = template.trim_matches('"');
        let line = README.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{template}`")));
        assert!(
            line.is_some_and(|line| line.contains(&format!("`{view}`"))),
            "{template} and {view} are not in one row"
        );
    }
}
