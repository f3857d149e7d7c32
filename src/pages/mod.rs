//! The pages: site, schedule and theme as view structs, one module a kind of page.
//!
//! A page is made when it is asked for. What all pages share stands in [`Pages`], behind one `Arc`.

mod attachment;
pub mod calendar;
mod chart;
pub(super) mod due;
pub mod files;
mod fixed;
mod folder;
mod graph;
pub(super) mod head;
mod home;
pub mod json_ld;
mod list;
mod note;
mod plan;
pub(super) mod progress;
mod properties;
pub mod quiz;
pub(super) mod recent;
mod review;
mod search;
mod shared;
mod sharing;
mod side;
mod subscribe;
mod topic;

use std::sync::{Arc, OnceLock};

use crate::article::code::Highlight;
use crate::article::{self, Article};
use crate::config::{Config, ReviewPublish};
use crate::diag::{Diagnostic, Outcome};
use crate::graph::network::Network;
use crate::index::{NoteId, Site};
use crate::rendered::Body;
use crate::review::{Entry, Schedule};
use crate::social::Pictures;
use crate::theme::{Renderer, Theme};
use crate::view::Page;

pub use plan::plan;

/// Everything that pages are made from.
pub struct Pages {
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub schedule: Arc<Schedule>,
    pub theme: Arc<Theme>,
    code: Box<dyn Highlight + Send>,
    renderer: Renderer,
    words: article::Labels,
    bases: article::BaseViews,
    /// By note: its row in a list, once it was needed.
    rows: Vec<PartCell>,
    /// By folder: the sidebar of its notes, once it was needed.
    sides: Vec<PartCell>,
    shared: shared::Shared,
    /// Made when the first of the graph's files is.
    network: OnceLock<Network>,
    /// Social images, where the site has any.
    pictures: Option<Pictures>,
}

/// The HTML of a part that several pages share, or why its template fails.
type PartCell = OnceLock<Result<Box<str>, Box<Diagnostic>>>;

/// What making a page gives.
type Made = Result<Outcome<Body>, Box<Diagnostic>>;

impl Pages {
    /// Binds the theme to the site.
    pub fn new(
        config: Arc<Config>,
        site: Arc<Site>,
        schedule: Arc<Schedule>,
        theme: Arc<Theme>,
        code: Box<dyn Highlight + Send>,
    ) -> Self {
        let view = head::site_view(&config, &site, &schedule, theme.words());
        let renderer = theme.renderer(&view);
        let words = article::Labels::from_lookup(|key| theme.words().get(key, &[]));
        let bases = article::BaseViews::new(&site);
        let cells = |count| std::iter::repeat_with(OnceLock::new).take(count).collect();
        let (rows, sides) = (cells(site.notes.len()), cells(site.folders.len()));
        Self {
            config,
            site,
            schedule,
            theme,
            code,
            renderer,
            words,
            bases,
            rows,
            sides,
            shared: shared::Shared::default(),
            network: OnceLock::new(),
            pictures: None,
        }
    }

    /// With social images.
    pub fn with_pictures(self, pictures: Option<Pictures>) -> Self {
        Self { pictures, ..self }
    }

    fn article(&self, note: NoteId) -> Outcome<Article> {
        article::article(self.html_context(), note, self.reminder(note))
    }

    fn html_context(&self) -> article::Context<'_> {
        let (site, config, words, bases) = (&*self.site, &*self.config, &self.words, &self.bases);
        article::Context { site, config, words, bases, code: &*self.code }
    }

    /// A page from its view.
    fn page(&self, view: &impl Page) -> Made {
        self.page_with(view, Vec::new())
    }

    /// A page whose making found something.
    fn page_with(&self, view: &impl Page, diagnostics: Vec<Diagnostic>) -> Made {
        let side = self.side_html(view.head().folder)?;
        Ok(Outcome::new(Body::Bytes(self.renderer.render_bytes(view, side)?), diagnostics))
    }

    /// The review entry of a note, where pages may show it.
    pub fn entry(&self, note: NoteId) -> Option<&Entry> {
        (self.config.review.publish != ReviewPublish::Nothing).then(|| self.schedule.of(note))?
    }
}
