//! Metadata of a page for those who link to it, find it or keep it: previews, search engines, home screens.

use super::support::{Site, Vault};

const NOTE: &str = "---\ntitle: A </script> note\ncreated: 2024-10-01\nupdated: 2024-10-20\n---\nFirst words of the note.\n\n![[x.png]]\n";

/// A PNG's first bytes: 400 by 300 pixels.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x90\0\0\x01\x2c\x08\x02\0\0\0";

fn vault() -> Vault {
    let vault = Vault::new(&[
        ("kbgen.toml", "[site]\ntitle = \"T & <t>\"\nauthor = \"Kim\"\nlanguage = \"en\"\n"),
        ("Folder/Deep/a-note.md", NOTE),
        ("Folder/empty.md", ""),
        ("Folder/hidden.md", "---\nunlisted: true\n---\ntext"),
        ("Folder/shown.md", "---\ncover: https://pictures.test/p.png\n---\n#topic ![[x.png]]\n\nsubject"),
        ("Folder/term.md", "---\nsubject: Physics\nfirst_study: 2024-10-20\nreview_1day: false\n---\n# Cue\n- why?\n"),
    ]);
    #[expect(clippy::disallowed_methods, reason = "a picture of the vault")]
    std::fs::write(vault.path("vault/x.png"), PICTURE).expect("a file");
    vault
}

/// The blocks of JSON-LD of a page.
fn linked_data(site: &Site, url: &str) -> Vec<serde_json::Value> {
    let scripts = site.page(url).texts("script[type='application/ld+json']");
    let read = |text: &String| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    scripts.iter().map(|text| read(text)["@graph"].clone()).collect()
}

#[test]
fn every_address_that_a_page_gives_away_is_whole_and_below_the_base_path() {
    for base in ["", "/repo", "/a/b"] {
        let home = format!("https://x.test{base}");
        let site = vault().build(&["--base-url", &format!("{home}/")]);
        let url = "/folder/deep/a-note/";
        let page = site.page(url);
        let meta = |name: &str| page.attrs(&format!("meta[property='{name}']"), "content");
        assert_eq!(meta("og:url"), [format!("{home}{url}")]);
        assert_eq!(meta("og:image"), [format!("{home}/files/x.png")]);
        assert_eq!((meta("og:image:width"), meta("og:image:height")), (vec!["400".into()], vec!["300".into()]));
        assert_eq!((meta("og:type"), meta("og:site_name")), (vec!["article".into()], vec!["T & <t>".into()]));
        assert_eq!(page.attrs("meta[name='twitter:card']", "content"), ["summary_large_image"]);
        assert_eq!(page.attrs("link[rel=canonical]", "href"), [format!("{home}{url}")]);

        let [graph] = &linked_data(&site, url)[..] else { panic!("one block") };
        assert_eq!(graph[0]["headline"], "A </script> note");
        assert_eq!(
            (&graph[0]["datePublished"], &graph[0]["dateModified"]),
            (&"2024-10-01".into(), &"2024-10-20".into())
        );
        let way: Vec<&str> = graph[1]["itemListElement"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|item| item["item"].as_str())
            .collect();
        assert_eq!(way, ["/", "/folder/", "/folder/deep/"].map(|path| format!("{home}{path}")));

        let manifest_href = page.attrs("link[rel=manifest]", "href");
        assert_eq!(manifest_href, [format!("{base}/manifest.webmanifest")]);
        let manifest = site.json("manifest.webmanifest");
        for key in ["start_url", "scope", "id"] {
            assert_eq!(manifest[key], format!("{base}/"), "{key}");
        }
        let mut icons: Vec<String> = page.attrs("link[rel=apple-touch-icon]", "href");
        icons.extend(
            manifest["icons"]
                .as_array()
                .expect("icons")
                .iter()
                .map(|icon| icon["src"].as_str().expect("a path").to_owned()),
        );
        assert_eq!(icons.len(), 5);
        for icon in icons {
            let path = icon.strip_prefix(&format!("{base}/")).expect("below the base path");
            assert!(site.has(path), "{path}");
        }
        assert!(
            site.text("_headers")
                .contains(&format!("{base}/manifest.webmanifest\n  Content-Type: application/manifest+json"))
        );
    }
}

#[test]
fn every_kind_of_page_has_a_description_of_its_own_and_one_card() {
    let site = vault().build(&["--base-url", "https://x.test/"]);
    let mut seen = std::collections::BTreeMap::new();
    for path in site.files.keys().filter(|path| path.ends_with("index.html")) {
        let url = format!("/{}", path.trim_end_matches("index.html"));
        let page = site.page(&url);
        if page.has("meta[name=robots][content=noindex]") {
            assert!(!page.has("script[type='application/ld+json']"), "{url}");
            continue;
        }
        let all = page.attrs("meta[name=description]", "content");
        assert_eq!(
            (all.len(), all[0].trim().is_empty(), all[0].contains("describe.")),
            (1, false, false),
            "{url}: {all:?}"
        );

        assert_eq!(page.attrs("meta[property='og:description']", "content"), all, "{url}");
        if let Some(other) = seen.insert(all[0].clone(), url.clone()) {
            panic!("{url} and {other} both say {}", all[0]);
        }
    }
    assert!(seen.len() > 12, "{seen:?}");
    assert_eq!(linked_data(&site, "/")[0][0]["@type"], "WebSite");
    assert_eq!(linked_data(&site, "/tags/topic/")[0][0]["@type"], "BreadcrumbList");
}

#[test]
fn without_a_base_url_only_pictures_with_an_address_of_their_own_are_shown() {
    let site = vault().build(&[]);
    assert!(!site.page("/folder/deep/a-note/").has("meta[property='og:image']"));
    let shown = site.page("/folder/shown/").attrs("meta[property='og:image']", "content");
    assert_eq!(shown, ["https://pictures.test/p.png"]);
    assert_eq!(linked_data(&site, "/folder/shown/")[0][0]["image"], "https://pictures.test/p.png");
}

#[test]
fn an_icon_of_the_vaults_own_takes_the_place_of_all() {
    let vault = vault();
    vault.write("theme/assets/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let site = vault.build(&[]);
    assert!(!site.page("/").has("link[rel=apple-touch-icon]"));
    let icons = site.json("manifest.webmanifest")["icons"].clone();
    assert_eq!((icons.as_array().map(Vec::len), &icons[0]["type"]), (Some(1), &"image/svg+xml".into()));
    vault.write("theme/assets/icon-180.png", "mine");
    assert!(vault.build(&[]).page("/").has("link[rel=apple-touch-icon]"));
}

const FONT: &[u8] = include_bytes!("../fixtures/social/noto-sans-kr-subset.otf");

#[expect(clippy::disallowed_methods, reason = "a font beside the vault")]
fn with_pictures(files: &[(&str, &str)]) -> Vault {
    let vault = Vault::new(files);
    vault.write("kbgen.toml", &vault_config(""));
    std::fs::write(vault.path("font.otf"), FONT).expect("a file");
    vault
}

const URL: &[&str] = &["--base-url", "https://x.test/repo/"];

#[test]
fn social_images_are_drawn_once_and_kept_in_the_cache_folder() {
    let files = [
        ("한글 제목.md", "[[노트]] text ![[x.png]]"),
        ("cover.md", "---\nimage: https://pictures.test/p.png\n---\n"),
        ("sub/A B.md", "text"),
    ];
    let vault = with_pictures(&files);
    let site = vault.build(URL);
    let image = |url: &str| site.page(url).attrs("meta[property='og:image']", "content").remove(0);
    let path = |address: &str| address.strip_prefix("https://x.test/repo/").expect("below the base path").to_owned();
    for url in ["/한글-제목/", "/sub/a-b/", "/", "/search/"] {
        let page = site.page(url);
        let size = ["width", "height"].map(|side| page.attrs(&format!("meta[property='og:image:{side}']"), "content"));
        assert_eq!(size, [["1200"], ["630"]], "{url}");
        assert!(site.files[&path(&image(url))].starts_with(b"\x89PNG"), "{url}");
    }
    assert_eq!(image("/"), image("/search/"), "pages that are no notes share one");
    assert_eq!(site.page("/한글-제목/").attrs("meta[property='og:image:alt']", "content"), ["한글 제목"]);
    assert_eq!(image("/cover/"), "https://pictures.test/p.png");
    let drawn = site.files.keys().filter(|path| path.starts_with("assets/social/")).count();
    assert_eq!(drawn, 3);

    let kept = super::support::files(&vault.path("cache/kbgen/social"));
    assert_eq!(kept.len(), 3);
    assert_eq!(vault.build(URL).files, site.files, "from the cache");
    assert_eq!(vault.build(&[URL, &["--no-cache"]].concat()).files, site.files, "without it");
    #[expect(clippy::disallowed_methods, reason = "a file that was cut off")]
    std::fs::write(vault.path("cache/kbgen/social").join(&kept[0]), "half").expect("a file");
    assert_eq!(vault.build(URL).files, site.files, "a file that is no picture is drawn again");
    let other = vault.build(&[URL, &["--cache-dir", "elsewhere"]].concat());
    assert_eq!((other.files == site.files, super::support::files(&vault.path("elsewhere/social")).len()), (true, 3));
}

#[test]
fn a_title_that_the_font_lacks_is_told_once_and_has_no_image() {
    let vault = with_pictures(&[("뷁.md", "x"), ("漢字.md", "x"), ("🟩 가나.md", "x"), ("다라.md", "x")]);
    let run = vault.run(&["check", "vault", "--date", "2024-10-27"]);
    assert!(run.stdout.contains("social::no-base-url") && !run.stdout.contains("social::letters"), "{}", run.stdout);
    vault.write("kbgen.toml", &vault_config("base_url = \"https://x.test/\"\n"));
    let run = vault.run(&["check", "vault", "--date", "2024-10-27"]);
    assert_eq!(run.stdout.matches("warning[social::letters]").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("and 1 more") && run.stdout.contains("“漢” (U+6F22)"), "{}", run.stdout);
    let site = vault.build(&[]);
    assert!(!site.page("/뷁/").has("meta[property='og:image']"));
    assert!(site.page("/가나/").has("meta[property='og:image:alt'][content='🟩 가나']"));
}

fn vault_config(more: &str) -> String {
    format!("[site]\ntitle = \"노트\"\nlanguage = \"ko\"\nsocial_images = true\nsocial_font = \"../font.otf\"\n{more}")
}

#[test]
fn a_font_that_cannot_be_used_is_an_error_of_the_config() {
    for (font, reason) in
        [("nowhere.otf", "entity not found"), ("a.md", "it is not an OpenType font"), (".", "it is not a file")]
    {
        let vault = Vault::new(&[("a.md", "text")]);
        vault.write("kbgen.toml", &format!("[site]\nsocial_images = true\nsocial_font = \"{font}\"\n"));
        let run = vault.run(&["build", "vault", "--base-url", "https://x.test/"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("config::bad-value") && run.stderr.contains(reason), "{}", run.stderr);
    }
}

#[test]
fn without_the_switch_nothing_is_drawn_and_nothing_kept() {
    let vault = Vault::new(&[("a.md", "text")]);
    let site = vault.build(URL);
    assert!(!site.page("/a/").has("meta[property='og:image']") && !vault.path("cache/kbgen/social").exists());
}
