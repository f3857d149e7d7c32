//! Every address that the site names exists, wherever the site is mounted.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::Event;
use scraper::{ElementRef, Html, Selector};

use super::support::{SAMPLE, Site, Vault};

/// Base URL, its origin, its path prefix.
const BASES: [(&str, &str, &str); 5] = [
    ("", "", ""),
    ("https://x.test/", "https://x.test", ""),
    ("https://u.github.io/repo/", "https://u.github.io", "/repo"),
    ("https://x.test/a/b/", "https://x.test", "/a/b"),
    ("https://x.test/노트/", "https://x.test", "/노트"),
];

/// Names that file systems allow but addresses do not, or only encoded.
const HOSTILE: &[(&str, &str)] = &[
    ("index.md", "[[C++]] [[C#]] [[a?b#c%d]] [x](%EA%B0%80.md) [[가]] [[tags/own]] [[Case]] [[case/x]]"),
    (
        "C++.md",
        "---\naliases: [\"see/plus plus\", \"a?b/c#d\", \"../up\"]\n---\n# C & C++ \"quoted\" <b>\n\n[[#C & C++ \"quoted\" <b>]] ^b-1",
    ),
    ("C#.md", "[[C++#^b-1]] [[C++#^B-1|same]] [[C++#C & C++ \"quoted\" b]]"),
    ("C sharp.md", "#C# #c/시 #tags #page/2"),
    ("100% sure & <b>bold<b>.md", "[[C++]] #a/b #A/B/c"),
    ("emoji 🟩.md", "# 🟩\n\n# 🟩\n\n[[#🟩]]"),
    ("🟩.md", "only a picture for a name"),
    ("...md", "dots"),
    ("\u{202e}rtl.md", "right to left"),
    ("CON.md", "a device"),
    ("aux.md", "another"),
    ("한글.md", "composed"),
    ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af} 2.md", "[[한글]] decomposed"),
    ("tags/own.md", "a folder of that name"),
    ("due.md", "---\nfirst_study: 2024-10-20\nreview_1day: false\n---\n[[C#]] [[Topic? #1]]\n\nin the way"),
    ("404/index.md", "in the way"),
    ("assets/page/2/x.md", "![[q?#% & \"1\".png]] ![[doc.pdf#page=2]] [file](<../../doc.pdf>)"),
    ("assets/q?#% & \"1\".png", "no image"),
    ("assets/Q-1.PNG", "no image"),
    ("doc.pdf", "no document"),
    ("Case.md", "[[case 2]] ![[Q-1.PNG]]"),
    ("CASE!.md", "same address"),
    ("case/x.md", "beside a note"),
    ("moved.md", "---\npermalink: /Some Where/Élan+/\n---\n[[index]]"),
    ("feed.xml.md", "like a file"),
    ("index.html.md", "like another"),
    ("Wanted/page/2.md", "[[_headers]] ![[A.png]] ![[a.png/x.png]]"),
    ("_headers.md", "---\naliases: [due, tags, feed.xml, Wanted, wanted/page/3]\n---\nlike a host's file"),
    ("sub/index.html.md", "#sub/index.html ![[index.html]]"),
    ("assets/A.png", "no image"),
    ("assets/a.png/x.png", "no image"),
    ("subjects.md", "---\nsubject: \"a/b: c?\"\nbook: [\"#1\", \"[[C++]]\"]\n---\n"),
];

/// The links that a browser, a crawler or a feed reader finds at one mount of a site.
struct Mount<'a> {
    site: &'a Site,
    origin: &'a str,
    prefix: &'a str,
    /// The pages' ids, by path of file.
    ids: BTreeMap<&'a str, BTreeSet<String>>,
    /// Paths on a host that ignores case, in lower case.
    lowered: BTreeSet<String>,
    broken: Vec<String>,
}

impl<'a> Mount<'a> {
    fn new(site: &'a Site, origin: &'a str, prefix: &'a str) -> Self {
        let pages = site.files.keys().filter(|path| path.ends_with(".html"));
        let ids = pages.map(|path| (path.as_str(), ids(&Html::parse_document(site.text(path))))).collect();
        let lowered = site.files.keys().map(|path| path.to_lowercase()).collect();
        Self { site, origin, prefix, ids, lowered, broken: Vec::new() }
    }

    /// Follows a link of the file `from`; one of an author may lead to another host.
    fn follow(&mut self, from: &str, link: &str, by_author: bool) {
        if let Err(why) = self.reach(from, link, by_author) {
            self.broken.push(format!("{from}: {link}: {why}"));
        }
    }

    fn reach(&self, from: &str, link: &str, by_author: bool) -> Result<(), &'static str> {
        let (address, fragment) = link.split_once('#').map_or((link, None), |(address, part)| (address, Some(part)));
        // A host serves the page, whatever the query, which only a script reads.
        let address = address.split_once('?').map_or(address, |(address, _)| address);
        let path = match address {
            "" => from.to_owned(),
            address => match self.internal(from, address, by_author)? {
                Some(path) => path,
                None => return Ok(()),
            },
        };
        if !self.site.has(&path) {
            return Err("no such file");
        }
        if !self.lowered.contains(&path.to_lowercase()) {
            return Err("no such file on a host that lower-cases");
        }
        let Some(ids) = self.ids.get(path.as_str()) else { return Ok(()) };
        let fragment =
            fragment.map(|part| percent_decode_str(part).decode_utf8().map_err(|_| "not UTF-8")).transpose()?;
        match fragment {
            Some(id) if !ids.contains(id.as_ref()) => Err("no such id on that page"),
            _ => Ok(()),
        }
    }

    /// The file that answers; `None` for an author's link to another host.
    fn internal(&self, from: &str, address: &str, by_author: bool) -> Result<Option<String>, &'static str> {
        // A calendar's scheme asks to subscribe; the file is fetched as any other.
        let subscribed = address.strip_prefix("webcal://").map(|rest| format!("https://{rest}"));
        let address = subscribed.as_deref().unwrap_or(address);
        let own = if self.origin.is_empty() { None } else { address.strip_prefix(self.origin) };
        let path = own.unwrap_or(address);
        if path.starts_with("//") || !path.starts_with('/') {
            return if by_author || path.starts_with("data:image/svg+xml,") { Ok(None) } else { Err("leads off") };
        }
        // In HTML, letters of any script need no encoding; elsewhere only ASCII needs none.
        let spelt = |c: char| from.ends_with(".html") && c >= '\u{a0}';
        let legal = |c: char| spelt(c) || c.is_ascii_alphanumeric() || "/-._~%!$&'()*+,;=:@".contains(c);
        if !path.chars().all(legal) {
            return Err("not a legal URL");
        }
        let decoded = percent_decode_str(path).decode_utf8().map_err(|_| "not UTF-8")?;
        let path = decoded.strip_prefix(self.prefix).filter(|path| path.starts_with('/')).ok_or("outside the mount")?;
        if path.ends_with("index.html") {
            return Err("names the file of a page");
        }
        Ok(Some(if path.ends_with('/') { format!("{}index.html", &path[1..]) } else { path[1..].to_owned() }))
    }

    fn page(&mut self, path: &str) {
        let page = Html::parse_document(self.site.text(path));
        for element in page.select(&Selector::parse("*").expect("a selector")) {
            let by_author = is_authors(element);
            for name in ["href", "src", "poster", "data", "action", "formaction", "cite"] {
                if let Some(link) = element.value().attr(name) {
                    self.follow(path, link, by_author);
                }
            }
            for candidate in element.value().attr("srcset").into_iter().flat_map(|set| set.split(", ")) {
                self.follow(path, candidate.split(' ').next().unwrap_or_default(), by_author);
            }
            let content = element.value().attr("content").unwrap_or_default();
            if element.value().attr("http-equiv") == Some("refresh") {
                self.follow(path, content.split_once("url=").expect("an address").1, false);
            }
            if matches!(element.value().attr("property"), Some("og:url" | "og:image")) {
                assert!(content.starts_with("https://"), "{path}: {content} must be absolute");
                self.follow(path, content, element.value().attr("property") == Some("og:image"));
            }
        }
    }

    /// Links of feeds and sitemaps: `loc`, and `href` of `link`.
    fn xml(&mut self, path: &str) {
        let mut reader = Reader::from_str(self.site.text(path));
        let mut found = Vec::new();
        let mut in_loc = false;
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(tag) => in_loc = tag.name().as_ref() == "loc",
                Event::Empty(tag) => {
                    let href = tag.try_get_attribute("href").expect("an attribute");
                    found.extend(href.map(|href| href.value.into_owned()));
                }
                Event::Text(text) if in_loc => found.push(text.to_string()),
                Event::End(_) => in_loc = false,
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(!found.is_empty(), "{path} names nothing");
        for link in found {
            assert!(link.starts_with(self.origin), "{path}: {link} must be absolute where the origin is known");
            self.follow(path, &link, false);
        }
    }

    fn everything(mut self) -> Vec<String> {
        for path in self.site.files.keys() {
            match path.rsplit('.').next() {
                Some("html") => self.page(path),
                Some("xml") => self.xml(path),
                _ => {}
            }
        }
        let robots = self.site.text("robots.txt");
        self.follow("robots.txt", robots.split_once("Sitemap: ").expect("a sitemap").1.trim(), false);
        let base: String = percent_encoding::utf8_percent_encode(self.prefix, ENCODED).to_string();
        let review = self.site.has("review.json").then(|| self.site.json("review.json"));
        let urls: Vec<serde_json::Value> = review
            .iter()
            .flat_map(|review| review["notes"].as_array().expect("a list"))
            .map(|note| note["url"].clone())
            .chain(self.site.json(".kbgen-manifest.json")["sources"].as_object().expect("a map").values().cloned())
            .collect();
        for url in urls {
            let url = percent_encoding::utf8_percent_encode(url.as_str().expect("text"), ENCODED).to_string();
            self.follow("JSON", &format!("{base}{url}"), false);
        }
        self.broken
    }
}

const ENCODED: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'^');

/// Whether an author wrote the link: it is in a note's own Markdown or properties and is marked as external.
fn is_authors(element: ElementRef<'_>) -> bool {
    let mut above = element.ancestors().filter_map(ElementRef::wrap).map(|above| above.value());
    let in_article = above.any(|above| above.name() == "article" || above.classes().any(|c| c == "kb-properties"));
    let classes: Vec<&str> = element.value().classes().collect();
    in_article && (classes.contains(&"external-link") || matches!(element.value().name(), "img" | "iframe"))
}

fn ids(page: &Html) -> BTreeSet<String> {
    let all = page.select(&Selector::parse("[id]").expect("a selector")).collect::<Vec<_>>();
    let mut ids = BTreeSet::new();
    for id in all.into_iter().filter_map(|element| element.value().attr("id")) {
        assert!(ids.insert(id.to_owned()), "the id {id} is there twice");
    }
    ids
}

fn crawl(site: &Site, origin: &str, prefix: &str) {
    let broken = Mount::new(site, origin, prefix).everything();
    assert!(broken.is_empty(), "at {origin}{prefix}: {broken:#?}");
    let lowered: BTreeSet<String> = site.files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lowered.len(), site.files.len(), "two files differ in case only");
    for path in site.files.keys() {
        let legal = path.split('/').all(|name| {
            let odd = |c: char| c.is_control() || "<>:\"|?*\\#%".contains(c) || ('\u{202a}'..='\u{202e}').contains(&c);
            name.len() <= 255 && !name.contains(odd) && !name.ends_with(['.', ' '])
        });
        assert!(legal, "{path} is no name for every host");
    }
    let headers = site.text("_headers");
    let paths = headers.lines().filter(|line| line.starts_with('/'));
    assert!(paths.clone().count() > 1 && paths.clone().all(|path| path.starts_with(prefix)), "{headers}");
}

#[test]
fn every_link_of_the_demo_vault_leads_somewhere_at_every_mount() {
    let folder = Vault::new(&[]);
    for (base, origin, prefix) in BASES {
        let args = ["build", SAMPLE, "--date", "2024-10-27", "--base-url", base];
        let run = folder.run(if base.is_empty() { &args[..4] } else { &args });
        assert_eq!(run.code, 0, "{}", run.stderr);
        crawl(&Site::read(&folder.path("public")), origin, prefix);
    }
}

#[cfg(unix)]
#[test]
fn every_link_of_a_vault_with_odd_names_leads_somewhere_at_every_mount() {
    let long = format!("{}.md", "가".repeat(80));
    let vault = Vault::new(HOSTILE);
    vault.write(&long, &format!("# {}\n\n[[C++]]", "제".repeat(300)));
    for (base, origin, prefix) in BASES {
        let args = ["--base-url", base];
        let site = vault.build(if base.is_empty() { &[] } else { &args });
        crawl(&site, origin, prefix);
    }
}

#[test]
fn scripts_and_styles_name_only_files_of_the_site() {
    let site = Vault::new(&[("a.md", "text")]).build(&[]);
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".js") || path.ends_with(".css")) {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(!text.contains("://") || text.contains("http://www.w3.org/"), "{path} names another host");
        for quoted in text.split(['"', '\'', '`']).filter(|part| part.starts_with("./")) {
            assert!(site.has(&format!("assets/{}", &quoted[2..])), "{path} names {quoted}");
        }
    }
}
