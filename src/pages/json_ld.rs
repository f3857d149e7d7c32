//! A page's data for search engines: JSON-LD in the vocabulary of schema.org. It is in every page, so it has only
//! facts of the page itself, without those of its other elements (address, description).

use crate::routes::Route;
use serde::Serialize;

use crate::config::SiteSettings;
use crate::view::PageHead;

/// The text of a `<script type="application/ld+json">`.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Thing<'a> {
    WebSite {
        name: &'a str,
        url: &'a str,
        in_language: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<Box<Thing<'a>>>,
    },
    Article {
        headline: &'a str,
        in_language: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        image: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_published: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_modified: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<Box<Thing<'a>>>,
    },
    Person {
        name: &'a str,
    },
    BreadcrumbList {
        item_list_element: Vec<Thing<'a>>,
    },
    ListItem {
        position: usize,
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        item: Option<String>,
    },
}

/// The JSON-LD of the front page: the site.
pub fn of_home(site: &SiteSettings, head: &PageHead) -> Option<String> {
    let website = Thing::WebSite {
        name: &site.title,
        url: head.canonical.as_deref()?,
        in_language: site.language.tag(),
        description: head.description.as_deref(),
        author: author(site),
    };
    Some(written(vec![website]))
}

/// The JSON-LD of a note: the article and its breadcrumbs. `None` for a page that search engines leave out.
pub fn of_note(site: &SiteSettings, head: &PageHead) -> Option<String> {
    head.canonical.as_deref().filter(|_| !head.noindex)?;
    let article = Thing::Article {
        headline: &head.title,
        in_language: head.lang.as_deref().unwrap_or(site.language.tag()),
        image: head.image.as_ref().map(|image| image.href.as_str()),
        date_published: head.published.as_deref(),
        date_modified: head.modified.as_deref(),
        author: author(site),
    };
    Some(written(vec![article, breadcrumbs(site, head)]))
}

/// The JSON-LD of a list: its breadcrumbs.
pub fn of_list(site: &SiteSettings, head: &PageHead) -> Option<String> {
    head.canonical.as_deref().filter(|_| !head.noindex)?;
    Some(written(vec![breadcrumbs(site, head)]))
}

fn author(site: &SiteSettings) -> Option<Box<Thing<'_>>> {
    site.author.as_deref().map(|name| Box::new(Thing::Person { name }))
}

/// From the front page to the page itself, which needs no address; folders without a page are left out.
fn breadcrumbs<'a>(site: &'a SiteSettings, head: &'a PageHead) -> Thing<'a> {
    let origin = site.base.origin.as_deref().unwrap_or_default();
    let above = head.breadcrumbs.iter().filter_map(|crumb| Some((&*crumb.label, crumb.href.as_ref()?)));
    let steps = [(&*site.title, Some(site.base.absolute(&Route::Home.url())))].into_iter();
    let steps = steps.chain(above.map(|(label, href)| (label, Some(format!("{origin}{href}")))));
    let steps = steps.chain([(&*head.title, None)]).enumerate();
    let item_list_element = steps.map(|(ix, (name, item))| Thing::ListItem { position: ix + 1, name, item }).collect();
    Thing::BreadcrumbList { item_list_element }
}

fn written(graph: Vec<Thing<'_>>) -> String {
    let json = serde_json::to_string(&Document { context: "https://schema.org", graph });
    for_script(json.expect("texts and numbers are always JSON"))
}

/// Escapes JSON so that no HTML parser reads an end of the script in it, and no JavaScript parser the end of a line.
fn for_script(json: String) -> String {
    let special = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    if !json.contains(special) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 32);
    for c in json.chars() {
        if special(c) {
            safe.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;
    use crate::path::BaseUrl;
    use crate::view::LinkView;

    fn site() -> SiteSettings {
        SiteSettings {
            title: "Notes & <more>".to_owned(),
            base: BaseUrl { origin: Some("https://x.test".to_owned()), prefix: "/a/b".to_owned() },
            language: Language::Korean,
            author: Some("Kim".to_owned()),
            git_dates: false,
            social_images: false,
            social_font: None,
        }
    }

    fn head() -> PageHead {
        let crumb = |label: &str, href: Option<&str>| LinkView { label: label.into(), href: href.map(Into::into) };
        PageHead {
            title: "</script>\u{2028}<b>".to_owned(),
            canonical: Some("https://x.test/a/b/x/y/".to_owned()),
            breadcrumbs: vec![crumb("Folder", Some("/a/b/x/")), crumb("No page", None)],
            modified: Some("2024-10-27".to_owned()),
            ..PageHead::default()
        }
    }

    #[test]
    fn a_note_is_an_article_with_breadcrumbs() {
        let text = of_note(&site(), &head()).expect("a page for search engines");
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let (article, way) = (&json["@graph"][0], &json["@graph"][1]);
        assert_eq!((&article["@type"], &article["headline"]), (&"Article".into(), &"</script>\u{2028}<b>".into()));
        assert_eq!((&article["inLanguage"], &article["dateModified"]), (&"ko".into(), &"2024-10-27".into()));
        assert_eq!(article["author"], serde_json::json!({"@type": "Person", "name": "Kim"}));
        assert!(article.get("datePublished").is_none() && article.get("image").is_none(), "nothing is invented");
        let items: Vec<_> = way["itemListElement"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|item| item["item"].as_str())
            .collect();
        assert_eq!(items, ["https://x.test/a/b/", "https://x.test/a/b/x/"]);
        assert_eq!(way["itemListElement"][2]["name"], "</script>\u{2028}<b>");
    }

    #[test]
    fn a_page_that_search_engines_leave_out_has_no_data() {
        assert_eq!(of_note(&site(), &PageHead { noindex: true, ..head() }), None);
        assert_eq!(of_note(&site(), &PageHead { canonical: None, ..head() }), None);
    }

    #[test]
    fn the_front_page_is_the_site() {
        let text = of_home(&site(), &head()).expect("an address");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["@graph"][0]["@type"], "WebSite");
        assert_eq!(json["@graph"][0]["name"], "Notes & <more>");
    }
}
