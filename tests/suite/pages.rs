//! The parts of the site: addresses, lists, and the files that hosts and readers request.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::support::{Run, Site, Vault};

/// The address of each published note and attachment.
fn sources(site: &Site) -> BTreeMap<String, String> {
    serde_json::from_value(site.json(".kbgen-manifest.json")["sources"].clone()).expect("a map of texts")
}

/// Code and path of each warning and error.
fn warnings(vault: &Vault) -> Vec<(String, String)> {
    let Run { stdout, .. } = vault.run(&["check", "vault", "--format", "json", "--date", "2024-10-27"]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&stdout).expect("valid JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let all = all.iter().filter(|found| found["severity"] != "info");
    all.map(|found| (text(&found["code"]), text(&found["path"]))).collect()
}

#[test]
fn a_note_is_where_its_name_says() {
    for (path, url) in [
        ("06 - Full Notes/Argo CD.md", "/06-full-notes/argo-cd/"),
        ("C++.md", "/c-plus-plus/"),
        ("C#.md", "/c-sharp/"),
        ("F# and C++.md", "/f-sharp-and-c-plus-plus/"),
        ("v1.2_rc~1.md", "/v1.2_rc~1/"),
        ("쿠버네티스 (K8s).md", "/쿠버네티스-k8s/"),
        ("\u{1112}\u{1161}\u{11ab}.md", "/한/"),
        ("ÀÉ — Ω.md", "/àé-ω/"),
        ("  - spaced .-.md", "/spaced/"),
        ("X/X.md", "/x/"),
        ("a/b/index.md", "/a/b/"),
        ("a/B/b.md", "/a/b/"),
    ] {
        let site = Vault::new(&[(path, "text")]).build(&[]);
        let found = sources(&site).remove(path).expect("published");
        assert_eq!(found, url, "{path}");
        assert!(site.page(&found).has("article.markdown-rendered"), "{path}");
    }
}

#[test]
fn a_name_without_letters_gets_a_hash_and_a_long_one_an_end() {
    let long = format!("{}.md", "가".repeat(80));
    let vault = Vault::new(&[("🟩.md", "text"), (&long, "text")]);
    let sources = sources(&vault.build(&[]));
    let hash = sources["🟩.md"].strip_prefix("/n-").and_then(|rest| rest.strip_suffix('/')).expect("n- and a hash");
    assert!(hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    let segment = sources[&long].trim_matches('/');
    assert!(segment.len() <= 200 && segment.starts_with("가가"), "{segment}");
}

#[test]
fn of_two_notes_that_want_one_address_the_first_keeps_it_and_both_are_named() {
    let vault = Vault::new(&[("A B.md", "one"), ("a-b.md", "two"), ("x/C+.md", "three"), ("x/C -plus.md", "four")]);
    let site = vault.build(&[]);
    let found = sources(&site);
    assert_eq!((found["A B.md"].as_str(), found["x/C -plus.md"].as_str()), ("/a-b/", "/x/c-plus/"));
    for (path, stem) in [("a-b.md", "/a-b-"), ("x/C+.md", "/x/c-plus-")] {
        assert!(found[path].starts_with(stem) && found[path].len() == stem.len() + 9, "{}", found[path]);
    }
    let check = vault.run(&["check", "vault"]).stdout;
    assert_eq!(check.matches("warning[slug::collision]").count(), 2, "{check}");
    for name in ["A B.md", "a-b.md", "x/C+.md", "x/C -plus.md"] {
        assert!(check.contains(&format!("“{name}”")), "{name} is not named: {check}");
    }
    let topics = Vault::new(&[("a.md", "[[C+]]"), ("b.md", "[[C -plus]]"), ("d+/x.md", ""), ("d -plus/x.md", "")]);
    let check = topics.run(&["check", "vault"]).stdout;
    for name in ["C+", "C -plus", "d+", "d -plus"] {
        assert!(check.contains(&format!("“{name}”")), "{name} is not named: {check}");
    }
}

#[test]
fn what_the_site_itself_needs_wins_over_notes_folders_and_aliases() {
    let vault = Vault::new(&[
        ("tags/x.md", "#topic"),
        ("due.md", "---\nfirst_study: 2024-10-20\nreview_1day: false\n---\nin the way"),
        ("feed.xml.md", "in the way"),
        ("404.md", "in the way"),
        ("Review.json.md", "---\naliases: [due, tags/topic, assets, old]\n---\nin the way"),
        ("moved.md", "---\npermalink: /search/\n---\nin the way"),
    ]);
    let site = vault.build(&[]);
    let found = sources(&site);
    for (path, stem) in [
        ("tags/x.md", "/tags-"),
        ("due.md", "/due-"),
        ("404.md", "/404-"),
        ("feed.xml.md", "/feed.xml-"),
        ("moved.md", "/search-"),
    ] {
        assert!(found[path].starts_with(stem), "{path}: {}", found[path]);
    }
    assert!(site.page("/due/").has(".kb-counts"), "the review page, no redirect");
    assert!(site.page("/tags/topic/").has(".kb-listing"), "the topic's page, no redirect");
    assert!(site.page("/old/").has("meta[http-equiv=refresh]"), "an alias that is free is a redirect");
    let expected = ["404.md", "Review.json.md", "due.md", "feed.xml.md", "moved.md", "tags/x.md"];
    let expected = expected.map(|path| ("slug::reserved".to_owned(), path.to_owned()));
    assert_eq!(warnings(&vault), expected);
}

#[test]
fn a_folder_note_is_the_page_of_its_folder() {
    for note in ["Kube/Kube.md", "Kube/index.md", "Kube.md"] {
        let vault = Vault::new(&[(note, "about it"), ("Kube/Pod.md", "text"), ("Kube/Deep/x.md", "text")]);
        let site = vault.build(&[]);
        assert_eq!(sources(&site)[note], "/kube/", "{note}");
        let page = site.page("/kube/");
        assert_eq!(page.text("article.markdown-rendered"), "about it", "{note}");
        assert_eq!(page.texts(".kb-entry-title"), ["Pod"], "{note}");
        assert!(page.attrs(".kb-main a", "href").contains(&"/kube/deep/".to_owned()), "{note}");
        assert!(!page.attrs(".kb-crumbs a", "href").contains(&"/kube/".to_owned()), "{note}");
        assert_eq!(site.page("/kube/pod/").attrs(".kb-crumbs a", "href"), ["/", "/kube/"]);
        assert_eq!(warnings(&vault), []);
    }
}

#[test]
fn permalinks_and_old_names_lead_to_the_note() {
    let vault = Vault::new(&[
        ("Folder/Now.md", "---\npermalink: new/Place\naliases: [Old Folder/Old Name.md, 별칭]\n---\ntext"),
        ("other.md", "[[별칭]] [[Now]]"),
    ]);
    let site = vault.build(&["--base-url", "https://x.test/repo/"]);
    assert_eq!(sources(&site)["Folder/Now.md"], "/new/Place/");
    assert!(site.page("/new/Place/").has("article.markdown-rendered"));
    for old in ["/folder/now/", "/old-folder/old-name/", "/별칭/"] {
        let page = site.page(old);
        assert_eq!(page.attrs("meta[http-equiv=refresh]", "content"), ["0; url=/repo/new/Place/"], "{old}");
        assert_eq!(page.attrs("link[rel=canonical]", "href"), ["https://x.test/repo/new/Place/"], "{old}");
        assert!(page.has("meta[name=robots][content=noindex]") && page.has("main a[href='/repo/new/Place/']"));
        assert!(!site.text("sitemap.xml").contains(old), "a redirect is in no sitemap");
    }
    for odd in ["../../x", "a/../b", "a\\\\b", "", "."] {
        let vault = Vault::new(&[("a.md", &format!("---\npermalink: \"{odd}\"\n---\ntext"))]);
        assert_eq!(sources(&vault.build(&[]))["a.md"], "/a/", "{odd:?}");
        assert_eq!(warnings(&vault), [("permalink::invalid".to_owned(), "a.md".to_owned())], "{odd:?}");
    }
}

#[test]
fn long_lists_have_pages_and_natural_order() {
    let vault = Vault::new(&[("kbgen.toml", "[site]\nlanguage = \"ko\"\n")]);
    for number in 1..=201 {
        vault.write(&format!("List/Section {number}.md"), "[[Topic]]");
    }
    vault.write("List/page/2.md", "wants the second page's address");
    let site = vault.build(&[]);
    for list in ["/list/", "/tags/topic/"] {
        let first = site.page(list);
        let titles = first.texts(".kb-entry-title");
        assert_eq!((titles.len(), titles[1].as_str(), titles[9].as_str()), (200, "Section 2", "Section 10"));
        let second = format!("{list}page/2/");
        assert_eq!(first.attrs(".kb-pages a[rel=next]", "href"), std::slice::from_ref(&second));
        let page = site.page(&second);
        assert_eq!(page.texts(".kb-entry-title"), ["Section 201"]);
        assert_eq!(page.attrs(".kb-pages a", "href"), [list]);
    }
    assert!(sources(&site)["List/page/2.md"].starts_with("/list/page/2-"));

    let names = ["나", "B", "가", "a2", "a10"];
    let files: Vec<(String, &str)> = names.iter().map(|name| (format!("f/{name}.md"), "text")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let order = |language: &str| {
        let vault = Vault::new(&files);
        vault.write("kbgen.toml", &format!("[site]\nlanguage = \"{language}\"\n"));
        vault.build(&[]).page("/f/").texts(".kb-entry-title")
    };
    assert_eq!(order("ko"), ["가", "나", "a2", "a10", "B"]);
    assert_eq!(order("en"), ["a2", "a10", "B", "가", "나"]);
}

#[test]
fn spellings_of_a_topic_are_one_page_under_the_most_common() {
    let vault = Vault::new(&[
        ("1.md", "[[java]] [[Folder/한글]]"),
        ("2.md", "---\ntags: [Java]\n---\n[[\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}]]"),
        ("3.md", "text #Java #한글"),
    ]);
    let site = vault.build(&[]);
    assert_eq!(site.page("/tags/").texts(".kb-cards a"), ["한글", "Java"]);
    for topic in ["java", "한글"] {
        assert_eq!(site.page(&format!("/tags/{topic}/")).texts(".kb-entry-title"), ["1", "2", "3"], "{topic}");
    }
    assert_eq!(site.files.keys().filter(|path| path.starts_with("tags/")).count(), 3);
    assert_eq!(warnings(&vault), []);
}

#[test]
fn a_topic_tells_what_is_due_lists_its_sub_topics_and_shows_its_note() {
    let vault = Vault::new(&[
        ("Topics/AWS.md", "All about *AWS*."),
        ("Topics/Empty.md", ""),
        ("late.md", "---\nfirst_study: 2024-10-01\nreview_1day: false\ntags: [aws/storage]\n---\n"),
        ("early.md", "---\nfirst_study: 2024-10-27\nreview_1day: false\n---\n[[AWS]] [[Empty]]\n"),
        ("plain.md", "[[AWS]] [[Nothing]], #aws/net/vpc\n\nThis links to [[Nothing]] again."),
    ]);
    let site = vault.build(&[]);
    let topic = site.page("/tags/aws/");
    assert_eq!(topic.texts("h1"), ["AWS"]);
    assert_eq!(topic.text(".kb-total"), "1 due of 3 as of 2024-10-27");
    assert_eq!(topic.texts(".kb-entry-title"), ["early", "late", "plain"]);
    assert!(topic.text(".kb-main").contains("All about AWS."));
    for (url, names) in
        [("/tags/aws/storage/", ["late"]), ("/tags/aws/net/", ["plain"]), ("/tags/aws/net/vpc/", ["plain"])]
    {
        assert_eq!(site.page(url).texts(".kb-entry-title"), names, "{url}");
    }
    let note = site.page("/topics/aws/");
    assert_eq!(note.texts(".kb-entry-title"), ["early", "late", "plain"], "the note shows the same list");
    assert_eq!(site.page("/early/").attrs(".kb-topics a", "href"), ["/topics/aws/", "/topics/empty/"]);
    let plain = site.page("/plain/");
    assert_eq!(plain.attrs("article a.internal-link", "href"), ["/tags/nothing/"]);
    assert_eq!(warnings(&vault), [], "a link to a topic is not broken");
}

#[test]
fn any_property_can_group_notes() {
    let vault = Vault::new(&[
        ("a.md", "---\n⭕과목: Networks\nbook: \"[[Books/TCP|TCP Illustrated]]\"\nteacher: Kim\n---\n"),
        ("b.md", "---\nsubject: [networks, Linux]\n---\n"),
        (
            "kbgen.toml",
            "[taxonomies]\nsubjects = [\"과목\", \"subject\"]\nbooks = [\"book\"]\nteachers = [\"teacher\"]\n",
        ),
    ]);
    let site = vault.build(&[]);
    assert_eq!(site.page("/subjects/").texts(".kb-cards a"), ["Linux", "Networks"]);
    assert_eq!(site.page("/subjects/networks/").texts(".kb-entry-title"), ["a", "b"]);
    assert_eq!(site.page("/books/tcp-illustrated/").texts(".kb-entry-title"), ["a"]);
    assert_eq!(site.page("/teachers/kim/").texts(".kb-entry-title"), ["a"]);
    assert!(site.page("/a/").attrs(".kb-title a", "href").contains(&"/subjects/networks/".to_owned()));
}

#[test]
fn the_front_page_is_the_vaults_own_or_made_of_what_there_is() {
    let review = "---\nfirst_study: 2024-10-20\nreview_1day: false\n---\n[[Topic]]\n\ntext";
    for own in ["index.md", "Home.md", "README.md"] {
        let site = Vault::new(&[(own, "My words, [[a]]."), ("a.md", review)]).build(&[]);
        let page = site.page("/");
        assert_eq!(page.text("article.markdown-rendered"), "My words, a.", "{own}");
        assert!(page.attrs("main a", "href").contains(&"/due/".to_owned()), "{own} stands under a review summary");
        assert_eq!(sources(&site)[own], "/");
    }
    let vault = Vault::new(&[
        ("a.md", review),
        ("Deep/old.md", "---\nupdated: 2020-01-01\n---\n"),
        ("new.md", "---\nupdated: 2024-01-01\n---\n"),
    ]);
    let site = vault.build(&[]);
    let page = site.page("/");
    let links = page.attrs("main a", "href");
    for link in ["/due/", "/tags/topic/", "/deep/", "/a/", "/new/", "/deep/old/"] {
        assert!(links.contains(&link.to_owned()), "{link} in {links:?}");
    }
    let place = |link: &str| links.iter().rposition(|other| other == link);
    assert!(place("/new/") < place("/deep/old/"), "the latest first: {links:?}");
}

#[test]
fn backlinks_bring_their_sentence_and_breadcrumbs_the_way_up() {
    let vault = Vault::new(&[
        ("a/b/target.md", "text"),
        ("from.md", "First. The way to [[target|go]] is this. Last.\n\nUnrelated."),
        ("hidden.md", "---\nunlisted: true\n---\n[[target]]"),
        ("about.md", "[[target]]\n\ntext"),
    ]);
    let site = vault.build(&[]);
    let page = site.page("/a/b/target/");
    assert_eq!(page.texts(".kb-crumbs a"), ["Home", "a", "b"]);
    assert_eq!(page.attrs(".kb-crumbs a", "href"), ["/", "/a/", "/a/b/"]);
    assert_eq!(page.attrs("section.kb-backlinks a", "href"), ["/from/"]);
    let context = page.text("section.kb-backlinks");
    assert!(context.contains("The way to go is this.") && !context.contains("Unrelated"), "{context}");
    assert!(site.page("/hidden/").has("meta[name=robots][content=noindex]"));
    assert!(!site.text("sitemap.xml").contains("/hidden/"));
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let vault = Vault::new(&[("노트.md", "![[그림 1.PNG]]"), ("그림 1.PNG", "no image"), ("unused.png", "no image")]);
    let site = vault.build(&[]);
    let manifest = site.json(".kbgen-manifest.json");
    let keys: Vec<&String> = manifest.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["files", "sources"]);
    let hashes: BTreeMap<String, String> = serde_json::from_value(manifest["files"].clone()).expect("texts");
    let expected = site.files.iter().filter(|(path, _)| *path != ".kbgen-manifest.json");
    let expected: BTreeMap<String, String> =
        expected.map(|(path, bytes)| (path.clone(), blake3::hash(bytes).to_hex().to_string())).collect();
    assert_eq!(hashes, expected);
    let found = sources(&site);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [("그림 1.PNG".to_owned(), "/files/그림-1.png".to_owned()), ("노트.md".to_owned(), "/노트/".to_owned())]
    );
}

#[test]
fn a_lost_reader_and_every_host_find_what_they_ask_for() {
    let vault = Vault::new(&[("deep/a.md", "---\nfirst_study: 2024-10-20\nreview_1day: true\n---\n[[Topic]]\n\ntext")]);
    let site = vault.build(&["--base-url", "https://u.github.io/repo/"]);
    assert_eq!(site.text("404.html"), site.text("404/index.html"));
    let lost = site.page("/404/");
    let links = [lost.attrs("[href]", "href"), lost.attrs("[src]", "src")].concat();
    assert!(links.len() > 3 && links.iter().all(|link| link.starts_with("/repo/") || link.starts_with(['#', 'd'])));
    assert!(lost.has("meta[name=robots][content=noindex]") && !lost.has("link[rel=canonical]"));
    assert_eq!(site.text("robots.txt"), "User-agent: *\nAllow: /\n\nSitemap: https://u.github.io/repo/sitemap.xml\n");
    let headers = site.text("_headers");
    for line in [
        "/repo/*\n",
        "/repo/assets/*\n",
        "frame-ancestors 'self'\n",
        "X-Content-Type-Options: nosniff\n",
        "Referrer-Policy: ",
        "Permissions-Policy: ",
        "max-age=31536000, immutable\n",
        "must-revalidate\n",
        "Content-Type: text/calendar; charset=utf-8\n",
    ] {
        assert!(headers.contains(line), "{line:?} in {headers}");
    }
    let policy = site.page("/deep/a/").attrs("meta[http-equiv=Content-Security-Policy]", "content").remove(0);
    assert!(headers.contains(&format!("Content-Security-Policy: {policy}")) && !policy.contains("frame-ancestors"));
    assert_eq!(site.page("/deep/a/").attrs("link[rel=canonical]", "href"), ["https://u.github.io/repo/deep/a/"]);
    let sitemap = texts(site.text("sitemap.xml"), "loc");
    let own = |path: &str| format!("https://u.github.io/repo{path}");
    let pages =
        ["/", "/deep/", "/deep/a/", "/due/", "/folders/", "/graph/", "/orphans/", "/progress/", "/quiz/", "/recent/"];
    assert_eq!(sitemap, [&pages[..], &["/tags/", "/tags/topic/"]].concat().into_iter().map(own).collect::<Vec<_>>());
}

#[test]
fn the_feed_is_atom_and_never_reads_a_files_own_time() {
    let vault = Vault::new(&[
        ("updated.md", "---\ncreated: 2020-01-01\nupdated: 2024-05-01\n---\nA & B <c>.\u{1}"),
        ("created.md", "---\ncreated: 2024-06-01\n---\n"),
        ("date.md", "---\ndate: 2024-04-01\n---\n"),
        ("studied.md", "---\nfirst_study: 2024-03-01\nreview_1day: true\n---\n"),
        ("undated.md", "text"),
        ("unlisted.md", "---\nunlisted: true\nupdated: 2024-07-01\n---\n"),
    ]);
    let site = vault.build(&["--base-url", "https://x.test/"]);
    let feed = site.text("feed.xml");
    assert!(feed.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\">"));
    assert_eq!(&texts(feed, "title")[1..], ["created", "updated", "date", "studied"]);
    let days = ["2024-06-01", "2024-06-01", "2024-05-01", "2024-04-01", "2024-03-01"];
    assert_eq!(texts(feed, "updated"), days.map(|day| format!("{day}T00:00:00Z")));
    let ids = texts(feed, "id");
    assert!(ids.len() == 5 && ids.iter().all(|id| id.starts_with("https://x.test/")), "{ids:?}");
    assert_eq!(texts(feed, "name").len(), 1, "a feed without authors in its entries has one itself");
    assert!(texts(feed, "summary").contains(&"A & B <c>.".to_owned()), "{feed}");
}

/// The text of each element of that name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut texts, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) if tag.name().as_ref() == name => {
                texts.push(String::new());
                inside = true;
            }
            Event::Text(text) if inside => texts.last_mut().expect("begun").push_str(&text),
            Event::GeneralRef(reference) if inside => {
                let decoded = quick_xml::escape::resolve_predefined_entity(&reference).expect("a known entity");
                texts.last_mut().expect("begun").push_str(decoded);
            }
            Event::End(_) => inside = false,
            Event::Eof => return texts,
            _ => {}
        }
    }
}
