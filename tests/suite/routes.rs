//! The site's own addresses: nothing of a vault can take one, and the source has each in one place.

use std::collections::BTreeSet;

use kbgen::routes::{Route, is_reserved};

use super::architecture::sources;
use super::support::{Site, Vault};

const REVIEW: &str =
    "---\nfirst_study: 2024-10-20\nreview_1day: false\ncreated: 2024-01-01\n---\n[[b]] ![[p.png]] #topic\n";
const PICTURE: &str = "not really a picture";

/// A vault that has every kind of page.
fn every_kind(config: &str) -> Vault {
    let files =
        [("a.md", REVIEW), ("b.md", "text"), ("Folder/c.md", "text"), ("p.png", PICTURE), ("kbgen.toml", config)];
    Vault::new(&files)
}

/// The names at the root of a site.
fn roots(site: &Site) -> BTreeSet<String> {
    site.files.keys().map(|path| path.split('/').next().expect("a first segment").to_owned()).collect()
}

#[test]
fn whatever_the_site_puts_at_its_root_is_reserved() {
    let site = every_kind("").build(&["--base-url", "https://x.test/"]);
    let of_the_vault = BTreeSet::from(["a", "b", "folder"].map(str::to_owned));
    let own: Vec<String> = roots(&site).difference(&of_the_vault).cloned().collect();
    assert!(own.len() > 15, "the vault has every kind of page: {own:?}");
    let free: Vec<&String> = own.iter().filter(|name| !is_reserved(name)).collect();
    assert!(free.is_empty(), "a vault could take {free:?}");
    let absent = |route: &&Route| {
        let never = ["_redirects", "__kbgen/"].iter().any(|name| route.file_name().starts_with(name));
        let when_long = [Route::DueRest].contains(*route);
        !never && !when_long && !site.files.keys().any(|path| route.holds(&kbgen::path::OutPath::new(path.as_str())))
    };
    let absent: Vec<&Route> = Route::ALL.iter().filter(absent).collect();
    assert!(absent.iter().all(|route| **route == Route::SocialImages), "the site has no {absent:?}");
}

#[test]
fn a_taxonomy_cannot_have_a_name_that_the_site_needs() {
    for name in kbgen::routes::reserved().collect::<BTreeSet<_>>() {
        let run = every_kind(&format!("[taxonomies]\n\"{name}\" = [\"kind\"]\n")).run(&["check", "vault"]);
        assert_eq!(run.code, 2, "{name}: {}", run.stderr);
        assert!(run.stdout.contains("config::bad-value") && run.stdout.contains("kbgen.toml:2:"), "{}", run.stdout);
    }
}

#[test]
fn a_note_a_folder_and_a_permalink_with_such_a_name_move_aside() {
    for name in ["recent", "orphans", "404", "feed.xml", "robots.txt", "index.html", "_headers", "Due"] {
        let permalink = format!("---\npermalink: {name}\n---\n");
        let note = format!("{name}.md");
        let in_folder = format!("{name}/n.md");
        let files = [(&*note, "a note"), (&*in_folder, "a note in a folder"), ("p.md", &*permalink), ("a.md", REVIEW)];
        let site = Vault::new(&files).build(&[]);
        let sources = site.json(".kbgen-manifest.json")["sources"].clone();
        let urls: BTreeSet<&str> =
            [&*note, &*in_folder, "p.md"].iter().filter_map(|path| sources[*path].as_str()).collect();
        assert_eq!(urls.len(), 3, "{name}: {sources}");
        for url in urls {
            let first = url.split('/').nth(1).expect("a segment");
            assert!(!is_reserved(first), "{name} is at {url}");
            assert!(site.has(&format!("{}index.html", &url[1..])), "{name}: no page at {url}");
        }
    }
}

#[test]
fn no_address_of_the_site_is_written_out_but_in_the_table() {
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        if path.ends_with("routes.rs") || path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for route in Route::ALL.iter().filter(|route| **route != Route::Home) {
            for literal in [route.path(), route.file_name()] {
                let quoted = format!("\"{literal}\"");
                let lines = code.lines().filter(|line| line.contains(&quoted) && !line.trim_start().starts_with("//"));
                // A theme has a folder `assets/` of its own, and a template of the name of its page.
                let of_theme = path.starts_with("src/theme") && route == &Route::Assets;
                let lines = lines.filter(|line| !of_theme && !line.contains("View = "));
                found.extend(lines.map(|line| format!("{}: {}", path.display(), line.trim())));
            }
        }
    }
    assert!(found.is_empty(), "use `Route` instead:\n{}", found.join("\n"));
}
