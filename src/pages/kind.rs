//! [`Kind`]: the properties of a kind of page that the rest of the site uses. The table of all kinds is
//! [`super::KINDS`].

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diag::Outcome;
use crate::path::{OutPath, UrlPath};
use crate::rendered::{Body, Rendered};
use crate::routes::{Route, page_of_list};
use crate::theme::Translations;
use crate::view::NavItem;

use super::context::{Made, Pages};
use super::list::page_count;
use super::scope::Scope;

/// A kind of page or file, as the plan, the navigation, the feeds and the sitemap see it.
pub struct Kind {
    /// Its address, where it has a single one.
    pub route: Option<Route>,
    /// Selects its name (`nav.<key>` of the translations) and its icon; `""` for a kind that is never in the
    /// navigation.
    pub key: &'static str,
    /// Whether the site has such pages.
    pub exists: fn(Scope<'_>) -> bool,
    pub nav: Nav,
    /// The number beside its entry of the navigation.
    pub count: Option<fn(Scope<'_>) -> u32>,
    /// The media type of a feed, which every page announces.
    pub feed: Option<&'static str>,
    /// Whether the sitemap has its [`route`](Self::route).
    pub in_sitemap: bool,
    /// Its other pages in the sitemap.
    pub sitemap: fn(&Pages) -> Vec<SitemapEntry>,
    /// Adds its files to the plan.
    pub plan: fn(&mut Plan),
}

/// The place of a kind in the navigation.
#[derive(Clone, Copy)]
pub enum Nav {
    /// Not in the navigation.
    No,
    /// Among the main entries.
    Main,
    /// Among the entries that are one step further away.
    More,
    /// As several main entries.
    Each(fn(Scope<'_>, &Translations) -> Vec<NavItem>),
}

/// A page for search engines, with the day of its last change.
pub type SitemapEntry = (UrlPath, Option<NaiveDate>);

impl Kind {
    /// A kind with one address. It always exists and is in no list unless the table changes that.
    pub const fn at(route: Route, key: &'static str, plan: fn(&mut Plan)) -> Self {
        Self { route: Some(route), key, ..Self::of_vault(plan) }
    }

    /// A kind whose addresses come from the vault.
    pub const fn of_vault(plan: fn(&mut Plan)) -> Self {
        Self {
            route: None,
            key: "",
            exists: |_| true,
            nav: Nav::No,
            count: None,
            feed: None,
            in_sitemap: false,
            sitemap: |_| Vec::new(),
            plan,
        }
    }

    pub const fn when(self, exists: fn(Scope<'_>) -> bool) -> Self {
        Self { exists, ..self }
    }

    pub const fn in_nav(self, nav: Nav) -> Self {
        Self { nav, ..self }
    }

    pub const fn with_count(self, count: fn(Scope<'_>) -> u32) -> Self {
        Self { count: Some(count), ..self }
    }

    pub const fn announced(self, media_type: &'static str) -> Self {
        Self { feed: Some(media_type), ..self }
    }

    pub const fn in_sitemap(self) -> Self {
        Self { in_sitemap: true, ..self }
    }

    pub const fn with_sitemap(self, sitemap: fn(&Pages) -> Vec<SitemapEntry>) -> Self {
        Self { sitemap, ..self }
    }
}

/// The files of the site, as they are added. No file is made here.
pub struct Plan {
    /// The table of kinds.
    pub kinds: &'static [Kind],
    pub pages: Arc<Pages>,
    pub rendered: Rendered,
}

impl Plan {
    /// Adds a file and its maker.
    pub fn add(&mut self, out: OutPath, make: impl Fn(&Pages) -> Made + Send + Sync + 'static) {
        let pages = self.pages.clone();
        self.rendered.add(out, Box::new(move || make(&pages)));
    }

    /// Adds the file at a route.
    pub fn page(&mut self, route: Route, make: impl Fn(&Pages) -> Made + Send + Sync + 'static) {
        self.add(route.out(), make);
    }

    /// Adds a file of text.
    pub fn text(&mut self, route: Route, make: impl Fn(&Pages) -> String + Send + Sync + 'static) {
        self.add(route.out(), move |pages| Ok(Outcome::clean(Body::Bytes(make(pages).into_bytes()))));
    }

    /// Adds the pages of a list from `first` on (1-based).
    pub fn list(
        &mut self,
        url: &UrlPath,
        notes: usize,
        first: usize,
        make: impl Fn(&Pages, usize) -> Made + Clone + Send + Sync + 'static,
    ) {
        for page in first..=page_count(notes) {
            let make = make.clone();
            self.add(page_of_list(url, page).to_out(), move |pages| make(pages, page));
        }
    }
}
