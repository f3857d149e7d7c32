//! [`Pages`]: the inputs of every page. A page is made on demand, from these and nothing else.

use super::scope::Scope;
use std::sync::{Arc, OnceLock};

use crate::article::code::Highlight;
use crate::article::{self, Article};
use crate::config::{Config, ReviewPublish};
use crate::diag::{Diagnostic, Outcome};
use crate::index::{NoteId, Site};
use crate::rendered::Body;
use crate::review::cue::Titles;
use crate::review::forecast::{DueDay, due_days};
use crate::review::{Entry, Schedule};
use crate::social::Pictures;
use crate::theme::{Renderer, Theme};
use crate::view::{Page, SiteView};

use super::shared::Shared;

/// The most notes of a day in the calendar and the feed; the due page has them all.
const MAX_NOTES_A_DAY: usize = 50;

/// The inputs of every page.
pub struct Pages {
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub schedule: Arc<Schedule>,
    pub theme: Arc<Theme>,
    pub(super) code: Box<dyn Highlight + Send>,
    pub(super) renderer: Renderer,
    pub(super) words: article::Labels,
    pub(super) bases: article::BaseViews,
    /// By note: its row in a list, after its first use.
    pub(super) rows: Vec<PartCell>,
    /// By folder: the sidebar of its notes, after its first use.
    pub(super) sides: Vec<PartCell>,
    pub(super) shared: Shared,
    /// Social images, where the site has any.
    pub(super) pictures: Option<Pictures>,
}

/// The HTML of a part that several pages share, or the error of its template.
pub(super) type PartCell = OnceLock<Result<Box<str>, Box<Diagnostic>>>;

/// The result of making a page.
pub type Made = Result<Outcome<Body>, Box<Diagnostic>>;

impl Pages {
    /// Binds the theme to the site; `view` is the part of the site that every page shows.
    pub fn new(
        config: Arc<Config>,
        site: Arc<Site>,
        schedule: Arc<Schedule>,
        theme: Arc<Theme>,
        code: Box<dyn Highlight + Send>,
        view: &SiteView,
    ) -> Self {
        let renderer = theme.renderer(view);
        let words = article::Labels::from_lookup(|key| theme.translations().get(key, &[]));
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
            shared: Shared::default(),
            pictures: None,
        }
    }

    /// The inputs that decide which pages exist.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope { config: &self.config, site: &self.site, schedule: &self.schedule }
    }

    /// Whether pages show review states.
    pub fn site_shows_reviews(&self) -> bool {
        self.scope().shows_reviews()
    }

    /// Adds social images.
    pub fn with_pictures(self, pictures: Option<Pictures>) -> Self {
        Self { pictures, ..self }
    }

    pub(super) fn article(&self, note: NoteId) -> Outcome<Article> {
        article::article(self.html_context(), note, self.reminder(note))
    }

    pub(super) fn html_context(&self) -> article::Context<'_> {
        let (site, config, words, bases) = (&*self.site, &*self.config, &self.words, &self.bases);
        article::Context { site, config, words, bases, code: &*self.code }
    }

    /// A page from its view.
    pub(super) fn page(&self, view: &impl Page) -> Made {
        self.page_with(view, Vec::new())
    }

    /// A page whose making had diagnostics.
    pub(super) fn page_with(&self, view: &impl Page, diagnostics: Vec<Diagnostic>) -> Made {
        let side = self.side_html(view.head().folder)?;
        Ok(Outcome::new(Body::Bytes(self.renderer.render_bytes(view, side)?), diagnostics))
    }

    /// The review entry of a note, where pages may show it.
    pub fn entry(&self, note: NoteId) -> Option<&Entry> {
        (self.config.review.publish != ReviewPublish::Nothing).then(|| self.schedule.of(note))?
    }

    /// Computes the expensive shared parts in advance, when all files will be made. A part computed by several threads
    /// must be computed here: otherwise one of them, waiting for a piece of it, could start another page meanwhile,
    /// and a third thread would wait for both.
    pub fn prepare(&self) {
        self.due_days();
        if self.config.search.enabled {
            self.search_index();
        }
    }

    /// The days within the horizon that have a due note, for the calendar and the feed.
    pub fn due_days(&self) -> &[DueDay] {
        let review = &self.config.review;
        self.shared
            .due_days
            .get_or_init(|| due_days(&self.schedule, review.extra, review.horizon_days, MAX_NOTES_A_DAY))
    }

    /// The section titles that the config knows.
    pub(super) fn titles(&self) -> &Titles {
        self.shared.titles.get_or_init(|| Titles::new(&self.config.review.sections))
    }

    /// The box with the reminder instructions, for reminder sections; `""` where there is no calendar.
    ///
    /// # Errors
    /// Its template fails: the due page reports that, and a note's section ends without it.
    pub(super) fn subscribe_html(&self) -> Result<&str, Box<Diagnostic>> {
        let make = || {
            if !self.site_shows_reviews() {
                return Ok(String::new());
            }
            self.renderer.render_part("parts/subscribe.html", &self.subscribe_view())
        };
        self.shared.subscribe.get_or_init(make).as_ref().map(String::as_str).map_err(Clone::clone)
    }
}
