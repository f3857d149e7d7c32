//! Files that are no pages: the sitemap, the feed, and what hosts and crawlers read.

use chrono::NaiveDate;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

use crate::article::excerpt;
use crate::config::ReviewPublish;
use crate::markup::{attribute, escape};
use crate::pages::Pages;
use crate::pages::calendar;
use crate::pages::head::{DUE, FOLDERS, GRAPH, REVIEW_FEED, TOPICS, has_dates, has_folders, has_graph};
use crate::pages::progress::PROGRESS;
use crate::pages::quiz::QUIZ;
use crate::pages::recent::RECENT;
use crate::path::UrlPath;
use crate::review::forecast::DueDay;
use crate::review::{Which, to_json};
use crate::theme::ManifestIcon;

/// `/review.json`: the contract of product.md section 4; without notes where titles are not published.
pub fn review_json(pages: &Pages) -> String {
    let which = if pages.config.review.publish == ReviewPublish::Full { Which::All } else { Which::CountsOnly };
    to_json(&pages.site, &pages.schedule, which)
}

/// The address of the web manifest.
pub const MANIFEST: &str = "/manifest.webmanifest";

/// `/manifest.webmanifest` (W3C Web Application Manifest): how a phone keeps the site beside its apps.
pub fn manifest(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let home = base.link(&UrlPath::root());
    let ground = &pages.theme.ground().light;
    let icon = |icon: &ManifestIcon| {
        serde_json::json!({
            "src": base.link(&UrlPath::new(icon.path.as_str())),
            "sizes": icon.sizes,
            "type": icon.mime,
            "purpose": icon.purpose,
        })
    };
    let manifest = serde_json::json!({
        "id": home,
        "name": pages.config.site.title,
        "lang": pages.config.site.language.tag(),
        "dir": "auto",
        "start_url": home,
        "scope": home,
        // A reader of notes goes back and forth between pages.
        "display": "minimal-ui",
        "background_color": ground,
        "theme_color": ground,
        "icons": pages.theme.manifest_icons().iter().map(icon).collect::<Vec<_>>(),
    });
    format!("{manifest:#}\n")
}

/// `/robots.txt`.
pub fn robots(pages: &Pages) -> String {
    let sitemap = pages.config.site.base.absolute(&UrlPath::new("/sitemap.xml"));
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}

/// `/_headers`, which Netlify and Cloudflare Pages read (safety.md section 4).
pub fn headers(pages: &Pages) -> String {
    let prefix = &pages.config.site.base.prefix;
    let csp = pages.theme.csp();
    let own = pages.theme.frame_sources().join(" ");
    let frames = match (pages.may_frame(), own.as_str()) {
        (true, _) => "; frame-src 'self' https:".to_owned(),
        (false, "") => String::new(),
        (false, own) => format!("; frame-src {own}"),
    };
    format!(
        "{prefix}/*\n  Content-Security-Policy: {csp}{frames}; frame-ancestors 'self'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=()\n  \
         Cache-Control: public, max-age=0, must-revalidate\n\n\
         {prefix}/assets/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         {prefix}/review.ics\n  Content-Type: text/calendar; charset=utf-8\n\n\
         {prefix}/manifest.webmanifest\n  Content-Type: application/manifest+json\n"
    )
}

/// `/sitemap.xml`: every page that search engines may know.
pub fn sitemap(pages: &Pages) -> String {
    let mut urls: Vec<(UrlPath, Option<NaiveDate>)> = vec![(UrlPath::root(), None)];
    let site = &pages.site;
    let notes = site.notes.iter().filter(|note| !note.unlisted && note.url != UrlPath::root());
    urls.extend(notes.map(|note| (note.url.clone(), note.updated.or(note.created))));
    urls.extend(site.folders.iter().skip(1).filter(|folder| folder.listed).map(|folder| (folder.url.clone(), None)));
    let reviews = [DUE, PROGRESS, QUIZ].into_iter().filter(|_| pages.site_shows_reviews());
    urls.extend(reviews.map(|url| (UrlPath::new(url), None)));
    let ways = [
        (TOPICS, !site.topics.is_empty()),
        (FOLDERS, has_folders(site)),
        (RECENT, has_dates(&pages.config, site, &pages.schedule)),
        (GRAPH, has_graph(&pages.config, site)),
    ];
    urls.extend(ways.into_iter().filter(|(_, there)| *there).map(|(url, _)| (UrlPath::new(url), None)));
    urls.extend(site.topics.iter().map(|topic| (topic.url.clone(), None)));
    for taxonomy in &site.taxonomies {
        urls.push((taxonomy.url.clone(), None));
        urls.extend(taxonomy.terms.iter().map(|term| (term.url.clone(), None)));
    }
    urls.sort();
    urls.dedup_by(|later, earlier| later.0 == earlier.0);
    let mut xml = xml_document();
    let base = &pages.config.site.base;
    let written = xml.create_element("urlset").with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    finish(written.write_inner_content(|xml| {
        for (url, day) in &urls {
            xml.create_element("url").write_inner_content(|xml| {
                element(xml, "loc", &base.absolute(url))?;
                day.map_or(Ok(()), |day| element(xml, "lastmod", &day.to_string()))
            })?;
        }
        Ok(())
    }));
    into_text(xml)
}

/// `/feed.xml`: the notes that say when they were changed, as Atom (RFC 4287), the latest first.
pub fn feed(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let site = &pages.config.site;
    let dated = pages.dated_notes();
    let entries = &dated[..dated.len().min(pages.config.feeds.limit)];
    let latest = entries.first().map_or(pages.schedule.today.date, |(day, _)| *day);
    let mut xml = xml_document();
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    finish(root.write_inner_content(|xml| {
        let home = base.absolute(&UrlPath::root());
        element(xml, "id", &id_of(&home, base.host()))?;
        element(xml, "title", &site.title)?;
        element(xml, "updated", &instant(latest))?;
        link(xml, &home, None)?;
        link(xml, &base.absolute(&UrlPath::new("/feed.xml")), Some("self"))?;
        xml.create_element("author")
            .write_inner_content(|xml| element(xml, "name", site.author.as_ref().unwrap_or(&site.title)))?;
        for (day, id) in entries {
            let note = pages.site.note(*id);
            let href = base.absolute(&note.url);
            xml.create_element("entry").write_inner_content(|xml| {
                element(xml, "id", &id_of(&href, base.host()))?;
                element(xml, "title", &note.title)?;
                element(xml, "updated", &instant(*day))?;
                link(xml, &href, None)?;
                let summary = excerpt::description(note, &pages.config);
                summary.map_or(Ok(()), |summary| element(xml, "summary", &summary))
            })?;
        }
        Ok(())
    }));
    into_text(xml)
}

/// `/review.xml`: an entry for each day to come with something due, as Atom; the same days as the calendar's.
pub fn review_feed(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let site = &pages.config.site;
    let due = base.absolute(&UrlPath::new(DUE));
    let own = base.absolute(&UrlPath::new(REVIEW_FEED));
    let mut xml = xml_document();
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    finish(root.write_inner_content(|xml| {
        element(xml, "id", &id_of(&own, base.host()))?;
        element(xml, "title", &pages.word_with("calendar.name", &[("title", &site.title)]))?;
        element(xml, "updated", &instant(pages.schedule.today.date))?;
        link(xml, &due, None)?;
        link(xml, &own, Some("self"))?;
        xml.create_element("author")
            .write_inner_content(|xml| element(xml, "name", site.author.as_ref().unwrap_or(&site.title)))?;
        for day in pages.due_days() {
            xml.create_element("entry").write_inner_content(|xml| {
                element(xml, "id", &format!("{}#{}", id_of(&own, base.host()), day.date))?;
                element(xml, "title", &format!("{}: {}", day.date, calendar::summary(pages, day)))?;
                element(xml, "updated", &instant(day.date))?;
                link(xml, &due, None)?;
                let list = xml.create_element("content").with_attribute(("type", "html"));
                list.write_text_content(BytesText::new(&day_html(pages, day))).map(drop)
            })?;
        }
        Ok(())
    }));
    into_text(xml)
}

/// The notes of a day as a list of links; none where titles are not published.
fn day_html(pages: &Pages, day: &DueDay) -> String {
    let base = &pages.config.site.base;
    let mut html = String::new();
    if pages.config.review.publish == ReviewPublish::Full {
        html.push_str("<ul>");
        for note in day.first.iter().map(|&id| pages.site.note(id)) {
            html.push_str("<li><a");
            attribute(&mut html, "href", &base.absolute(&note.url));
            html.push('>');
            let title: String = note.title.chars().filter(|&c| is_xml_char(c)).collect();
            escape(&mut html, &title);
            html.push_str("</a></li>");
        }
        html.push_str("</ul>");
    }
    html.push_str("<p><a");
    attribute(&mut html, "href", &base.absolute(&UrlPath::new(DUE)));
    html.push('>');
    escape(&mut html, &pages.word("home.all_due"));
    html.push_str("</a></p>");
    html
}

/// An id must be absolute even where the site's address is not known.
fn id_of(href: &str, host: &str) -> String {
    if href.starts_with('/') { format!("https://{host}{href}") } else { href.to_owned() }
}

fn instant(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

type Xml = Writer<Vec<u8>>;

fn xml_document() -> Xml {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    finish(xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))));
    xml
}

fn element(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    let legal: String = text.chars().filter(|&c| is_xml_char(c)).collect();
    xml.create_element(name).write_text_content(BytesText::new(&legal)).map(drop)
}

fn link(xml: &mut Xml, href: &str, rel: Option<&str>) -> std::io::Result<()> {
    let element = xml.create_element("link").with_attribute(("href", href));
    match rel {
        Some(rel) => element.with_attribute(("rel", rel)).write_empty().map(drop),
        None => element.write_empty().map(drop),
    }
}

/// What XML 1.0 allows in text.
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn finish<T>(written: std::io::Result<T>) {
    written.map(drop).expect("writing to a buffer cannot fail");
}

fn into_text(xml: Xml) -> String {
    let mut text = String::from_utf8(xml.into_inner()).expect("only text was written");
    text.push('\n');
    text
}
