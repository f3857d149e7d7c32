//! [`Scope`]: the inputs that decide which kinds of page a site has, known before any page is made.

use crate::config::{Config, ReviewPublish};
use crate::index::{Note, Site};
use crate::review::Schedule;

/// A site, its settings and its schedule.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    pub schedule: &'a Schedule,
}

impl Scope<'_> {
    /// Whether pages show review states.
    pub fn shows_reviews(self) -> bool {
        self.config.review.publish != ReviewPublish::Nothing && !self.schedule.entries.is_empty()
    }

    /// The notes that lists show.
    pub fn listed(&self) -> impl Iterator<Item = &Note> {
        self.site.notes.iter().filter(|note| note.listed())
    }
}
