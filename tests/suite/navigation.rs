//! Navigation: neighbours, the sidebar, all folders, recent changes, a random note.

use super::support::{Page, Site, Vault};

/// The addresses of a note's neighbours.
fn near(site: &Site, url: &str) -> [Option<String>; 2] {
    let page = site.page(url);
    ["prev", "next"].map(|rel| page.attrs(&format!(".kb-near a[rel={rel}]"), "href").pop())
}

#[test]
fn a_note_leads_to_those_beside_it_in_the_order_of_its_folder() {
    let vault = Vault::new(&[
        ("Book/Section 1.md", "text"),
        ("Book/Section 2.md", "text"),
        ("Book/Section 3.md", "---\nunlisted: true\n---\ntext"),
        ("Book/Section 4.md", "---\npublish: false\n---\ntext"),
        ("Book/Section 10.md", "text"),
        ("Book/Book.md", "the folder's own"),
        ("Alone/One.md", "text"),
        ("index.md", "home"),
        ("Top A.md", "text"),
        ("Top B.md", "text"),
    ]);
    let site = vault.build(&[]);
    let some = |url: &str| Some(url.to_owned());
    assert_eq!(near(&site, "/book/section-1/"), [None, some("/book/section-2/")]);
    assert_eq!(near(&site, "/book/section-2/"), [some("/book/section-1/"), some("/book/section-10/")]);
    assert_eq!(near(&site, "/book/section-10/"), [some("/book/section-2/"), None]);
    assert_eq!(near(&site, "/top-a/"), [None, some("/top-b/")], "the front page is beside no note");
    for lonely in ["/book/section-3/", "/book/", "/alone/one/", "/"] {
        assert!(!site.page(lonely).has(".kb-near"), "{lonely}");
    }
    let page = site.page("/book/section-2/");
    assert_eq!(page.attrs(".kb-near a:not([rel])", "href"), ["/book/"]);
    assert_eq!(page.texts(".kb-near a:not([rel])"), ["All 3 notes of this folder"]);
    assert_eq!(site.page("/top-a/").attrs(".kb-near a:not([rel])", "href"), ["/folders/"]);
}

#[test]
fn every_folder_stands_on_one_page_with_the_notes_that_lie_in_none() {
    let vault = Vault::new(&[
        ("b/x/Deep.md", "text"),
        ("b/Note.md", "text"),
        ("a/Note.md", "text"),
        ("secret/Note.md", "---\npublish: false\n---\n"),
        ("quiet/Note.md", "---\nunlisted: true\n---\n"),
        ("Top.md", "text"),
        ("Home.md", "home"),
    ]);
    let page = vault.build(&[]).page("/folders/");
    assert_eq!(page.attrs(".kb-cards a", "href"), ["/a/", "/b/", "/b/x/"]);
    assert_eq!(page.attrs(".kb-cards li", "data-depth"), ["0", "0", "1"]);
    assert_eq!(page.texts(".kb-cards .kb-n"), ["1", "2", "1"], "those below count");
    assert_eq!(page.texts(".kb-entry-title"), ["Top"]);
    let flat = Vault::new(&[("a.md", "text"), ("b.md", "text")]).build(&[]);
    assert!(!flat.has("folders/index.html") && !flat.page("/a/").has(".kb-side"), "no folder, no topic");
    assert_eq!(near(&flat, "/a/"), [None, Some("/b/".to_owned())]);
}

#[test]
fn what_changed_last_stands_month_by_month_where_days_are_known() {
    let vault = Vault::new(&[
        ("f/updated.md", "---\ncreated: 2020-01-01\nupdated: 2024-10-05\n---\n"),
        ("created.md", "---\ncreated: 2024-10-20\n---\n"),
        ("date.md", "---\ndate: 2024-02-29\n---\n"),
        ("undated.md", "text"),
        ("unlisted.md", "---\nupdated: 2024-10-21\nunlisted: true\n---\n"),
    ]);
    let site = vault.build(&[]);
    let page = site.page("/recent/");
    assert_eq!(page.texts(".kb-recent h2"), ["October 2024", "February 2024"]);
    assert_eq!(page.attrs(".kb-recent section a", "href"), ["/created/", "/f/updated/", "/date/"]);
    assert_eq!(page.attrs(".kb-recent time", "datetime"), ["2024-10-20", "2024-10-05", "2024-02-29"]);
    assert_eq!(page.texts(".kb-recent .kb-folder"), ["f"]);
    assert_eq!(site.page("/undated/").attrs(".kb-nav [data-icon=recent]", "href"), ["/recent/"]);
    let undated = Vault::new(&[("a.md", "text"), ("b.md", "text")]).build(&[]);
    assert!(!undated.has("recent/index.html") && !undated.page("/a/").has(".kb-nav [data-icon=recent]"));
}

#[test]
fn a_long_history_says_how_much_of_it_is_shown() {
    let vault = Vault::new(&[]);
    for number in 0..205 {
        vault.write(&format!("{number}.md"), "---\nupdated: 2024-10-05\n---\n");
    }
    let page = vault.build(&[]).page("/recent/");
    assert_eq!(page.texts(".kb-recent section a").len(), 200);
    assert_eq!(page.texts(".kb-total"), ["The latest 200 of 205 notes"]);
}

#[test]
fn without_a_script_chance_is_the_same_in_every_build_and_names_listed_notes_only() {
    let vault =
        Vault::new(&[("Hidden.md", "---\nunlisted: true\n---\n"), ("Private.md", "---\npublish: false\n---\n")]);
    for number in 0..30 {
        vault.write(&format!("Note {number}.md"), "text");
    }
    let drawn = |site: &Site| site.page("/random/").texts(".kb-title-list a");
    let first = vault.build(&[]);
    let notes = drawn(&first);
    assert_eq!(notes.len(), 12);
    assert!(notes.iter().all(|title| title.starts_with("Note ")), "{notes:?}");
    let mut in_order = notes.clone();
    in_order.sort();
    assert_ne!(notes, in_order, "they are drawn");
    assert_eq!(drawn(&vault.build(&["--date", "2031-01-01"])), notes);
    assert_eq!(first.page("/random/").attrs("meta[name=robots]", "content"), ["noindex"]);
    assert_eq!(first.page("/search/").attrs("meta[name=robots]", "content"), ["noindex"]);
    let single = Vault::new(&[("a.md", "text")]).build(&[]);
    assert!(!single.has("random/index.html") && !single.page("/a/").has(".kb-nav [data-icon=random]"));
}

#[test]
fn the_sidebar_shows_the_way_down_and_a_few_of_the_folders_there() {
    let vault = Vault::new(&[("Box/Folder 5/Inner/Note.md", "#t")]);
    for number in 1..=12 {
        vault.write(&format!("Box/Folder {number}/Note.md"), "#t");
    }
    let site = vault.build(&[]);
    let side = |page: &Page, selector: &str| page.texts(&format!(".kb-side ul:first-of-type {selector}"));
    let page = site.page("/box/folder-9/note/");
    let folders = ["Box", "Folder 8", "Folder 9", "Folder 10", "All 12 folders"];
    assert_eq!(side(&page, "a"), folders);
    assert_eq!(side(&page, "[aria-current=location]"), ["Folder 9"]);
    assert_eq!(page.attrs(".kb-side li[data-depth='1']:last-child a", "href"), ["/box/"]);
    assert_eq!(side(&site.page("/box/folder-12/note/"), "a")[1..4].last().map(String::as_str), Some("Folder 12"));
    let parent = site.page("/box/folder-5/note/");
    assert_eq!(side(&parent, "a"), ["Box", "Folder 5", "Inner"], "a folder that holds others shows those");
    assert_eq!(side(&parent, "[aria-current=location]"), ["Folder 5"]);
    assert_eq!(side(&site.page("/tags/"), "a"), ["Box"], "what lies in no folder begins at the top");
    assert_eq!(page.attrs(".kb-side details > a", "href"), ["/folders/", "/tags/"]);
}

/// The bytes of a page without the note's own parts.
fn chrome(page: &Page) -> usize {
    let own = ["article.markdown-rendered", "nav.kb-toc", "section.kb-backlinks", "figure.kb-graph"];
    let note: usize = own.iter().map(|selector| page.html(selector).len()).sum();
    page.html("html").len() - note
}

#[test]
fn what_stands_around_a_note_does_not_grow_with_the_vault() {
    let vault = |folders: usize, notes: usize| {
        let vault = Vault::new(&[]);
        for folder in 1..=folders {
            for note in 1..=notes {
                let text = format!(
                    "---\nupdated: 2024-10-0{}\nfirst_study: 2024-10-01\nreview_1day: false\n---\n[[Topic {:02}]]\n\n## A\n\n[[Note 1]]",
                    1 + note % 9,
                    1 + (folder * notes + note) % (folders * 6)
                );
                vault.write(&format!("Part {folder}/Note {note}.md"), &text);
            }
        }
        vault.build(&[]).page("/part-2/note-7/")
    };
    let (small, large) = (chrome(&vault(5, 20)), chrome(&vault(40, 50)));
    assert!(small <= 8 << 10 && large <= 8 << 10, "{small} and {large} bytes");
    assert!(small.abs_diff(large) * 20 <= small, "{small} bytes among 100 notes, {large} among 2000");
}

#[test]
fn every_page_but_the_first_says_where_it_is() {
    let vault = Vault::new(&[
        ("kbgen.toml", "[taxonomies]\nbooks = [\"book\"]\n"),
        ("f/a.md", "---\nbook: B\nupdated: 2024-10-01\nfirst_study: 2024-10-01\nreview_1day: false\n---\n#t\n\n[[b]]"),
        ("b.md", "text"),
    ]);
    let site = vault.build(&[]);
    let pages = site.files.keys().filter_map(|path| Some(format!("/{}", path.strip_suffix("index.html")?)));
    let pages: Vec<String> = pages.filter(|url| url != "/" && url != "/404/").collect();
    assert!(pages.len() >= 14, "{pages:?}");
    for url in &pages {
        let page = site.page(url);
        assert_eq!(page.attrs(".kb-crumbs a", "href").first().map(String::as_str), Some("/"), "{url}");
        for landmark in ["body > .kb-skip:first-child", "header.kb-header nav.kb-nav", "main#kb-main", "footer"] {
            assert_eq!(page.texts(landmark).len(), 1, "{url}: {landmark}");
        }
    }
    assert!(!site.page("/").has(".kb-crumbs"));
}

#[test]
fn a_note_that_nothing_links_to_is_found_by_its_folder() {
    let vault = Vault::new(&[
        ("index.md", "the front page needs no link: [[linked]]"),
        ("linked.md", "text"),
        ("lost.md", "[[Folder/also linked]]"),
        ("Folder/also linked.md", "text"),
        ("Folder/Zero.md", "text"),
        ("Folder/Deep/One.md", "![[linked]]"),
        ("private.md", "---\npublish: false\n---\n[[lost]]"),
        ("quiet.md", "---\nunlisted: true\n---\ntext"),
    ]);
    let site = vault.build(&[]);
    let page = site.page("/orphans/");
    assert_eq!(page.attrs(".kb-title-list a", "href"), ["/lost/", "/folder/zero/", "/folder/deep/one/"]);
    assert_eq!(page.texts("section h2"), ["Notes in no folder", "Folder", "Deep"]);
    assert_eq!(page.texts(".kb-total"), ["No other note links to these 3."]);
    assert_eq!(page.attrs(".kb-crumbs a", "href"), ["/", "/folders/"], "a way back");
    assert!(page.has(".kb-nav details[open] a[href='/orphans/'][aria-current=page]"));
    assert_eq!(site.page("/lost/").attrs(".kb-nav details:not([open]) [data-icon=orphans]", "href"), ["/orphans/"]);
    assert!(site.text("sitemap.xml").contains("/orphans/"));
}

#[test]
fn where_every_note_is_linked_there_is_no_list_of_the_others() {
    let site = Vault::new(&[("a.md", "[[b]]"), ("b.md", "[[a]]")]).build(&[]);
    assert!(!site.has("orphans/index.html") && !site.page("/a/").has("[data-icon=orphans]"));
    assert!(!site.text("sitemap.xml").contains("orphans"));
}

#[test]
fn many_unlinked_notes_are_a_list_of_several_pages() {
    let names: Vec<String> = (0..450).map(|n| format!("f/note {n:03}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "text")).collect();
    let site = Vault::new(&files).build(&[]);
    let on = |url: &str| site.page(url).attrs(".kb-title-list a", "href").len();
    assert_eq!([on("/orphans/"), on("/orphans/page/2/"), on("/orphans/page/3/")], [200, 200, 50]);
    assert_eq!(site.page("/orphans/page/2/").attrs(".kb-pages a", "href"), ["/orphans/", "/orphans/page/3/"]);
}
