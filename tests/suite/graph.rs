//! The map of all notes, and the picture of a note's own links.

use serde_json::json;

use super::support::Vault;

const FILES: &[(&str, &str)] = &[
    ("Alpha.md", "---\nfirst_study: 2024-10-14\nreview_1day: false\n---\n#topic\n\nSee [[Beta]] and [[Gamma]]."),
    ("Beta.md", "Back to [[Alpha]]."),
    ("Gamma.md", "Alone."),
    ("Delta & \"co\".md", "See [[Alpha]]."),
    ("Quiet.md", "---\nunlisted: true\n---\nSee [[Alpha]]."),
    ("Secret.md", "---\npublish: false\n---\nSee [[Alpha]]. #hush"),
];

#[test]
fn the_map_has_every_listed_note_and_topic_with_its_place_links_and_state() {
    let site = Vault::new(FILES).build(&["--base-url", "https://x.test/repo/"]);
    let data = site.json("graph/data.json");
    assert_eq!(data["titles"], json!(["Alpha", "Beta", "Delta & \"co\"", "Gamma", "topic"]));
    assert_eq!(data["urls"], json!(["/alpha/", "/beta/", "/delta-co/", "/gamma/", "/tags/topic/"]));
    assert_eq!(data["kind"], "0---t");
    assert_eq!(data["links"], json!([[1, 1, 1, 1], [], [], [], []]));
    let text = site.text("graph/index.html");
    assert!(text.contains("data-src=\"/repo/graph/data.json\"") && text.contains("data-home=\"/repo/\""));
    assert!(site.text("alpha/index.html").contains("<a href=\"/repo/graph/\""));
}

#[test]
fn a_notes_page_shows_its_neighbours_as_links_in_a_picture() {
    let site = Vault::new(FILES).build(&[]);
    let page = site.page("/alpha/");
    assert_eq!(page.texts("figure.kb-graph svg a text"), ["Delta & \"co\"", "Gamma", "Beta", "topic"]);
    assert_eq!(page.attrs("figure.kb-graph svg a", "href"), ["/delta-co/", "/gamma/", "/beta/", "/tags/topic/"]);
    let beta = site.page("/beta/");
    assert_eq!(beta.attrs("figure.kb-graph svg a", "data-state"), ["overdue"]);
    assert_eq!(beta.texts("figure.kb-graph svg title"), ["Alpha — Overdue"]);
    assert!(!site.text("quiet/index.html").contains("kb-graph"));
}

#[test]
fn a_site_without_a_graph_has_no_trace_of_one() {
    let mut files = FILES.to_vec();
    files.push(("kbgen.toml", "[graph]\nenabled = false\n"));
    let site = Vault::new(&files).build(&[]);
    for (path, _) in site.files.iter().filter(|(path, _)| !path.starts_with("assets/")) {
        assert!(!path.starts_with("graph/"), "{path}");
        assert!(!path.ends_with(".html") || !site.text(path).contains("kb-graph"), "{path}");
        assert!(!path.ends_with(".html") || !site.text(path).contains("/graph/"), "{path}");
    }
}

#[test]
fn no_state_is_on_the_map_where_titles_of_due_notes_are_kept_private() {
    for publish in ["counts", "none"] {
        let config = format!("[review]\npublish = \"{publish}\"\n");
        let mut files = FILES.to_vec();
        files.push(("kbgen.toml", &config));
        let site = Vault::new(&files).build(&[]);
        let data = site.json("graph/data.json");
        assert_eq!(data["kind"], "----t", "{publish}");
        assert!(!site.text("beta/index.html").contains("kb-ring"), "{publish}");
    }
}
