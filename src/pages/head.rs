//! What every page has around its content: the head, the way up, the navigation.

use crate::config::{Config, ReviewPublish};
use crate::index::{Folder, FolderId, Note, Site};
use crate::pages::Pages;
use crate::pages::calendar::CALENDAR;
use crate::pages::files::MANIFEST;
use crate::pages::json_ld;
use crate::pages::progress::PROGRESS;
use crate::pages::quiz::QUIZ;
use crate::pages::recent::{RANDOM, RECENT};
use crate::path::UrlPath;
use crate::review::{Schedule, State};
use crate::search::SEARCH;
use crate::theme::Translations;
use crate::view::{FeedView, LinkView, NavItem, PageHead, SiteView, StampView};

/// The address of the due page.
pub const DUE: &str = "/due/";
/// The address of the list of all topics.
pub const TOPICS: &str = "/tags/";
/// The address of the tree of all folders.
pub const FOLDERS: &str = "/folders/";
/// The address of the graph.
pub const GRAPH: &str = "/graph/";
/// The address of the feed of changed notes.
pub const FEED: &str = "/feed.xml";
/// The address of the feed of days with something due.
pub const REVIEW_FEED: &str = "/review.xml";

/// What is the same on every page.
pub fn site_view(config: &Config, site: &Site, schedule: &Schedule, words: &Translations) -> SiteView {
    let base = &config.site.base;
    let reviews = config.review.publish != ReviewPublish::Nothing && !schedule.entries.is_empty();
    let today = &schedule.today;
    let mut nav = vec![item("home", base.link(&UrlPath::root()))];
    if reviews {
        let due = schedule.count(State::Overdue) + schedule.count(State::Due);
        nav.push(NavItem { count: Some(due as u32), ..item("due", base.link(&UrlPath::new(DUE))) });
        nav.push(item("quiz", base.link(&UrlPath::new(QUIZ))));
        nav.push(item("progress", base.link(&UrlPath::new(PROGRESS))));
    }
    if !site.topics.is_empty() {
        nav.push(item("topics", base.link(&UrlPath::new(TOPICS))));
    }
    for taxonomy in &site.taxonomies {
        let label = taxonomy.title.clone().or_else(|| {
            let known = words.has(&format!("nav.{}", taxonomy.slug));
            (!known).then(|| taxonomy.slug.clone())
        });
        nav.push(NavItem { label, ..item(&taxonomy.slug, base.link(&taxonomy.url)) });
    }
    if has_graph(config, site) {
        nav.push(item("graph", base.link(&UrlPath::new(GRAPH))));
    }
    if has_dates(config, site, schedule) {
        nav.push(item("recent", base.link(&UrlPath::new(RECENT))));
    }
    if has_choice(site) {
        nav.push(item("random", base.link(&UrlPath::new(RANDOM))));
    }
    let feed = |key: &str, mime: &str, url: &str| FeedView {
        key: key.to_owned(),
        mime: mime.to_owned(),
        href: base.link(&UrlPath::new(url)),
    };
    let mut feeds = Vec::new();
    if config.feeds.enabled {
        feeds.push(feed("notes", "application/atom+xml", FEED));
        feeds.extend(reviews.then(|| feed("review", "application/atom+xml", REVIEW_FEED)));
    }
    feeds.extend(reviews.then(|| feed("calendar", "text/calendar", CALENDAR)));
    SiteView {
        title: config.site.title.clone(),
        language: config.site.language.tag().to_owned(),
        base: base.prefix.clone(),
        home_href: base.link(&UrlPath::root()),
        author: config.site.author.clone(),
        stamp: reviews.then(|| StampView {
            date: today.date.to_string(),
            timezone: today.zone.name().to_owned(),
            day_start: today.day_start.format("%H:%M").to_string(),
        }),
        nav,
        search_href: config.search.enabled.then(|| base.link(&UrlPath::new(SEARCH))),
        manifest_href: base.link(&UrlPath::new(MANIFEST)),
        feeds,
    }
}

/// Whether there is a map: switched on, and something to show.
pub fn has_graph(config: &Config, site: &Site) -> bool {
    config.graph && site.notes.iter().any(Note::listed)
}

/// Whether the notes lie in folders that have pages.
pub fn has_folders(site: &Site) -> bool {
    site.folders.first().is_some_and(|root| !root.children.is_empty())
}

/// Whether some note says when it was changed, made or first studied.
pub fn has_dates(config: &Config, site: &Site, schedule: &Schedule) -> bool {
    let studied = || {
        config.review.publish != ReviewPublish::Nothing
            && schedule.entries.iter().any(|entry| entry.first_studied.is_some() && site.note(entry.note).listed())
    };
    site.notes.iter().any(|note| (note.updated.is_some() || note.created.is_some()) && note.listed()) || studied()
}

/// Whether there is more than one note to choose from.
pub fn has_choice(site: &Site) -> bool {
    site.notes.iter().filter(|note| note.listed()).nth(1).is_some()
}

fn item(key: &str, href: String) -> NavItem {
    NavItem { key: key.to_owned(), label: None, href, count: None }
}

impl Pages {
    /// A link within the site.
    pub(super) fn href(&self, url: &UrlPath) -> String {
        self.config.site.base.link(url)
    }

    pub(super) fn link(&self, label: &str, url: &UrlPath) -> LinkView {
        LinkView { label: label.to_owned(), href: Some(self.href(url)) }
    }

    /// A word of the interface.
    pub fn word(&self, key: &str) -> String {
        self.word_with(key, &[])
    }

    /// A word of the interface with its places filled in.
    pub fn word_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.theme.words().get(key, values)
    }

    /// The head of a page with this title at this address.
    pub(super) fn head(&self, title: &str, url: &UrlPath) -> PageHead {
        let base = &self.config.site.base;
        let site = &self.config.site.title;
        let full_title = if title == site { site.clone() } else { format!("{title} · {site}") };
        PageHead {
            title: title.to_owned(),
            full_title,
            href: self.href(url),
            canonical: Some(base.absolute(url)),
            image: self.site_picture(),
            ..PageHead::default()
        }
    }

    /// What a page that is made of others says of itself: `describe.<kind>` of the words, about `n` notes or terms.
    pub(super) fn describe(&self, kind: &str, title: &str, n: usize) -> Option<String> {
        let values = [("title", title), ("site", &*self.config.site.title), ("n", &*n.to_string())];
        Some(self.word_with(&format!("describe.{kind}"), &values))
    }

    /// The head of a list below others: search engines are told the way to it.
    pub(super) fn list_head(&self, head: PageHead) -> PageHead {
        PageHead { json_ld_html: json_ld::of_list(&self.config.site, &head), ..head }
    }

    /// The folders above a note, outermost first; not the folder that it is the page of.
    pub(super) fn breadcrumbs(&self, note: &Note) -> Vec<LinkView> {
        let mut crumbs = self.folder_crumbs(note.folder);
        if self.site.folder(note.folder).url == note.url {
            crumbs.pop();
        }
        crumbs
    }

    /// This folder and those above it, without the root.
    pub(super) fn folder_crumbs(&self, folder: FolderId) -> Vec<LinkView> {
        let mut crumbs = Vec::new();
        let mut next = Some(folder);
        while let Some(id) = next {
            let folder = self.site.folder(id);
            if folder.parent.is_some() {
                crumbs.push(self.folder_link(folder));
            }
            next = folder.parent;
        }
        crumbs.reverse();
        crumbs
    }

    fn folder_link(&self, folder: &Folder) -> LinkView {
        LinkView { label: folder.title.clone(), href: folder.listed.then(|| self.href(&folder.url)) }
    }
}
