//! The pages: site, schedule and theme as view structs, one module a kind of page.
//!
//! A page is made when it is asked for. What all pages share stands in [`Pages`], behind one `Arc`.

mod attachment;
mod chart;
pub(super) mod due;
mod fixed;
mod folder;
mod graph;
pub(super) mod head;
mod home;
mod list;
mod note;
mod plan;
pub(super) mod progress;
pub mod quiz;
mod review;
mod search;
mod shared;
mod subscribe;
mod topic;

use std::sync::{Arc, OnceLock};

use crate::config::{Config, ReviewPublish};
use crate::diag::{Diagnostic, Outcome};
use crate::index::{NoteId, Site};
use crate::render::Body;
use crate::render::code::Highlight;
use crate::render::graph::network::Network;
use crate::render::html::{self, Article};
use crate::render::view::Page;
use crate::review::{Entry, Schedule};
use crate::theme::{Renderer, Theme};

pub use plan::plan;

/// Everything that pages are made from.
pub struct Pages {
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub schedule: Arc<Schedule>,
    pub theme: Arc<Theme>,
    code: Box<dyn Highlight + Send>,
    renderer: Renderer,
    words: html::Words,
    /// By note: its row in a list, once it was needed.
    rows: Vec<RowCell>,
    shared: shared::Shared,
    /// Made when the first of the graph's files is.
    network: OnceLock<Network>,
}

/// A row's HTML, or why its template fails.
type RowCell = OnceLock<Result<Box<str>, Box<Diagnostic>>>;

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
        let options = config.theme.options.iter();
        let options = options.map(|(key, value)| (key.clone(), option_text(value))).collect();
        let renderer = theme.renderer(&view, &options);
        let words = html::Words::from_lookup(|key| theme.words().get(key, &[]));
        let rows = std::iter::repeat_with(OnceLock::new).take(site.notes.len()).collect();
        Self {
            config,
            site,
            schedule,
            theme,
            code,
            renderer,
            words,
            rows,
            shared: shared::Shared::default(),
            network: OnceLock::new(),
        }
    }

    fn article(&self, note: NoteId) -> Outcome<Article> {
        html::article(self.html_context(), note, self.reminder(note))
    }

    fn html_context(&self) -> html::Context<'_> {
        html::Context { site: &self.site, config: &self.config, words: &self.words, code: &*self.code }
    }

    /// A page from its view.
    fn page(&self, view: &impl Page) -> Made {
        Ok(Outcome::clean(Body::Bytes(self.renderer.render_bytes(view)?)))
    }

    /// A page whose making found something.
    fn page_with(&self, view: &impl Page, diagnostics: Vec<Diagnostic>) -> Made {
        Ok(Outcome::new(Body::Bytes(self.renderer.render_bytes(view)?), diagnostics))
    }

    /// The review entry of a note, where pages may show it.
    pub fn entry(&self, note: NoteId) -> Option<&Entry> {
        (self.config.review.publish != ReviewPublish::Nothing).then(|| self.schedule.of(note))?
    }
}

/// A theme's option as templates see it.
fn option_text(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
