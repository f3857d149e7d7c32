//! Which files the site has, and who makes each. Nothing is made here.

use std::sync::Arc;

use crate::diag::Outcome;
use crate::index::{self, FolderId, NoteId, TopicId};
use crate::pages::attachment;
use crate::pages::calendar::{CALENDAR, calendar};
use crate::pages::due::DUE_REST;
use crate::pages::files;
use crate::pages::graph::DATA;
use crate::pages::head::{
    DUE, FEED, FOLDERS, GRAPH, REVIEW_FEED, TOPICS, has_choice, has_dates, has_folders, has_graph,
};
use crate::pages::list::{page_count, page_url};
use crate::pages::progress::PROGRESS;
use crate::pages::quiz::{QUIZ, QUIZ_TOPICS};
use crate::pages::recent::{RANDOM, RECENT};
use crate::pages::search::{SearchFile, initial_url};
use crate::pages::{Made, Pages};
use crate::path::{OutPath, UrlPath};
use crate::rendered::{Body, Rendered};
use crate::search::{self, SEARCH};

/// Every file of the site.
pub fn plan(pages: Arc<Pages>) -> Rendered {
    let mut plan = Plan {
        rendered: Rendered::new({
            let site = pages.site.clone();
            move || index::sources(&site)
        }),
        pages,
    };
    let site = &plan.pages.site;
    plan.rendered.reserve(site.notes.len() + site.assets.len() + site.redirects.len() + 2 * site.topics.len());
    plan.notes();
    plan.lists();
    plan.ways();
    plan.search();
    plan.reviews();
    plan.graph();
    plan.host_files();
    plan.social();
    plan.assets();
    plan.rendered
}

struct Plan {
    rendered: Rendered,
    pages: Arc<Pages>,
}

impl Plan {
    fn add(&mut self, out: OutPath, make: impl Fn(&Pages) -> Made + Send + Sync + 'static) {
        let pages = self.pages.clone();
        self.rendered.add(out, Box::new(move || make(&pages)));
    }

    /// The pages of a list from `first` on.
    fn paged(
        &mut self,
        url: &UrlPath,
        notes: usize,
        first: usize,
        make: impl Fn(&Pages, usize) -> Made + Copy + Send + Sync + 'static,
    ) {
        for page in first..=page_count(notes) {
            self.add(page_url(url, page).to_out(), move |pages| make(pages, page));
        }
    }

    fn notes(&mut self) {
        self.add(UrlPath::root().to_out(), |pages| pages.home());
        for ix in 0..self.pages.site.notes.len() {
            let id = NoteId(ix as u32);
            if self.pages.site.home != Some(id) {
                self.add(self.pages.site.note(id).url.to_out(), move |pages| pages.note(id));
            }
        }
        for (url, note) in self.pages.site.redirects.clone() {
            let out = url.to_out();
            self.add(out, move |pages| pages.redirect(&url, note));
        }
    }

    fn lists(&mut self) {
        let site = self.pages.site.clone();
        if !site.topics.is_empty() {
            self.add(UrlPath::new(TOPICS).to_out(), |pages| pages.topics());
        }
        for (ix, topic) in site.topics.iter().enumerate() {
            let id = TopicId(ix as u32);
            self.paged(&topic.url, topic.notes.len(), 1, move |pages, page| pages.topic(id, page));
        }
        for (ix, folder) in site.folders.iter().enumerate().skip(1).filter(|(_, folder)| folder.listed) {
            let first = if folder.note.is_some() { 2 } else { 1 };
            let id = FolderId(ix as u32);
            self.paged(&folder.url, folder.notes.len(), first, move |pages, page| pages.folder(id, page));
        }
        for (ix, taxonomy) in site.taxonomies.iter().enumerate() {
            self.add(taxonomy.url.to_out(), move |pages| pages.taxonomy(ix));
            for (term_ix, term) in taxonomy.terms.iter().enumerate() {
                self.paged(&term.url, term.notes.len(), 1, move |pages, page| pages.term(ix, term_ix, page));
            }
        }
    }

    /// The ways to notes that are no lists of one folder or topic.
    fn ways(&mut self) {
        let pages = self.pages.clone();
        if has_folders(&pages.site) {
            self.paged(&UrlPath::new(FOLDERS), pages.root_notes().len(), 1, |pages, page| pages.folders(page));
        }
        if has_dates(&pages.config, &pages.site, &pages.schedule) {
            self.add(UrlPath::new(RECENT).to_out(), |pages| pages.recent());
        }
        if has_choice(&pages.site) {
            self.add(UrlPath::new(RANDOM).to_out(), |pages| pages.random());
        }
    }

    fn search(&mut self) {
        if !self.pages.config.search.enabled {
            return;
        }
        self.add(UrlPath::new(SEARCH).to_out(), |pages| pages.search());
        if !self.pages.one_page_of_titles() {
            for ((_, initial), notes) in self.pages.initials() {
                self.paged(&initial_url(initial), notes.len(), 1, move |pages, page| {
                    pages.search_initial(initial, page)
                });
            }
        }
        let shape = self.pages.search_shape();
        self.add(search::manifest_path(), |pages| pages.search_file(SearchFile::Manifest));
        for ix in 0..shape.shards {
            self.add(search::shard_path(ix), move |pages| pages.search_file(SearchFile::Shard(ix)));
        }
        for ix in 0..shape.shelves {
            self.add(search::shelf_path(ix), move |pages| pages.search_file(SearchFile::ImageCache(ix)));
        }
    }

    fn reviews(&mut self) {
        if !self.pages.site_shows_reviews() {
            return;
        }
        self.add(UrlPath::new(DUE).to_out(), |pages| pages.due());
        if self.pages.due_has_rest() {
            self.add(UrlPath::new(DUE_REST).to_out(), |pages| text(pages.due_rest()));
        }
        self.add(OutPath::new("review.json"), |pages| text(files::review_json(pages)));
        self.add(UrlPath::new(PROGRESS).to_out(), |pages| pages.progress());
        let quiz = UrlPath::new(QUIZ);
        for page in 1..=self.pages.quiz_pages() {
            self.add(page_url(&quiz, page).to_out(), move |pages| pages.quiz(page));
        }
        self.add(UrlPath::new(QUIZ_TOPICS).to_out(), |pages| text(pages.quiz_topics()));
        self.add(UrlPath::new(CALENDAR).to_out(), |pages| text(calendar(pages)));
        if self.pages.config.feeds.enabled {
            self.add(UrlPath::new(REVIEW_FEED).to_out(), |pages| text(files::review_feed(pages)));
        }
    }

    fn graph(&mut self) {
        if has_graph(&self.pages.config, &self.pages.site) {
            self.add(UrlPath::new(GRAPH).to_out(), |pages| pages.graph());
            self.add(UrlPath::new(DATA).to_out(), |pages| text(pages.graph_data()));
        }
    }

    fn host_files(&mut self) {
        self.add(OutPath::new("404.html"), |pages| pages.not_found());
        self.add(OutPath::new("404/index.html"), |pages| pages.not_found());
        self.add(OutPath::new("robots.txt"), |pages| text(files::robots(pages)));
        self.add(OutPath::new("sitemap.xml"), |pages| text(files::sitemap(pages)));
        self.add(UrlPath::new(files::MANIFEST).to_out(), |pages| text(files::manifest(pages)));
        self.add(OutPath::new("_headers"), |pages| text(files::headers(pages)));
        self.add(OutPath::new(".nojekyll"), |_| text(String::new()));
        if self.pages.config.feeds.enabled {
            self.add(UrlPath::new(FEED).to_out(), |pages| text(files::feed(pages)));
        }
    }

    fn social(&mut self) {
        for (url, note) in self.pages.drawn_pictures() {
            self.add(url.to_out(), move |pages| pages.draw(note));
        }
    }

    fn assets(&mut self) {
        for asset in self.pages.theme.assets() {
            let bytes = asset.bytes.clone();
            self.rendered.add(asset.path.clone(), Box::new(move || Ok(Outcome::clean(Body::Bytes(bytes.to_vec())))));
        }
        for asset in &self.pages.site.assets {
            let (file, keep) = (asset.asset.clone(), self.pages.config.keep_metadata);
            self.rendered.add(asset.url.to_out(), Box::new(move || Ok(attachment::body(&file, keep))));
        }
    }
}

fn text(text: String) -> Made {
    Ok(Outcome::clean(Body::Bytes(text.into_bytes())))
}
