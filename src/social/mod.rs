//! Social images, which are shown with a link to a page: its title, its topics or folders and the site's name, 1200 by
//! 630 pixels.
//!
//! Nothing here touches the machine: the font and the cache of drawn pictures are arguments. A picture's name is the
//! hash of everything that it is drawn from, so a changed title has a new address, and a cached picture is never
//! stale. The notes with a picture are known before anything is drawn, because a font lists its letters.

mod card;
#[cfg_attr(not(feature = "social"), path = "absent/draw.rs")]
mod draw;
#[cfg(feature = "social")]
mod layout;
mod setup;
mod text;
#[cfg_attr(not(feature = "social"), path = "absent/typeface.rs")]
mod typeface;

use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::index::{Note, NoteId, Site};
use crate::path::{OutPath, UrlPath};
use crate::routes::Route;

use card::Card;

pub use card::{CardRenderer, Colours, HEIGHT, WIDTH};

/// The most topics that a picture names.
const TOPICS_SHOWN: usize = 3;

/// Pictures that were drawn before, by their names.
pub trait ImageCache: Send + Sync {
    fn get(&self, name: &str) -> Option<Vec<u8>>;
    fn put(&self, name: &str, png: &[u8]);
}

/// A cache that is always empty.
pub struct NoImageCache;

impl ImageCache for NoImageCache {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &str, _: &[u8]) {}
}

/// The pictures of one site: their notes and their names.
pub struct Pictures {
    card_renderer: Arc<CardRenderer>,
    image_cache: Arc<dyn ImageCache>,
    colours: Colours,
    site_name: String,
    /// By note.
    names: Vec<Option<Box<str>>>,
    home: Option<Box<str>>,
}

impl Pictures {
    /// Names the picture of every note. One warning reports those that cannot be drawn.
    pub fn plan(
        (card_renderer, image_cache): (Arc<CardRenderer>, Arc<dyn ImageCache>),
        colours: Colours,
        site: &Site,
        config: &Config,
    ) -> Outcome<Self> {
        let name = |card: Card| Box::from(card_renderer.name(&card, colours));
        let site_name = config.site.title.clone();
        let mut names = Vec::with_capacity(site.notes.len());
        let mut missed: Option<(&Note, usize)> = None;
        for note in &site.notes {
            let needed = note.cover.is_none();
            let card = needed.then(|| card_renderer.card(&above(site, note), &note.title, &site_name)).flatten();
            if needed && card.is_none() {
                missed = Some(missed.map_or((note, 1), |(first, count)| (first, count + 1)));
            }
            names.push(card.map(name));
        }
        let home = card_renderer.card("", &site_name, "").map(name);
        let missed = missed.map(|(first, count)| missing_letters(first, count, &card_renderer));
        Outcome::new(Self { card_renderer, image_cache, colours, site_name, names, home }, missed.into_iter().collect())
    }

    /// The address of a note's picture.
    pub fn of_note(&self, note: NoteId) -> Option<UrlPath> {
        self.names[note.0 as usize].as_deref().map(url)
    }

    /// The address of the site's own picture, for pages other than notes.
    pub fn of_site(&self) -> Option<UrlPath> {
        self.home.as_deref().map(url)
    }

    /// The picture of a note, as PNG; `None` where the note has none.
    pub fn draw_note(&self, site: &Site, note: NoteId) -> Option<Vec<u8>> {
        let name = self.names[note.0 as usize].as_deref()?;
        let note = site.note(note);
        let card = || self.card_renderer.card(&above(site, note), &note.title, &self.site_name);
        self.draw(name, card)
    }

    /// The site's own picture.
    pub fn draw_site(&self) -> Option<Vec<u8>> {
        self.draw(self.home.as_deref()?, || self.card_renderer.card("", &self.site_name, ""))
    }

    fn draw(&self, name: &str, card: impl Fn() -> Option<Card>) -> Option<Vec<u8>> {
        if let Some(png) = self.image_cache.get(name) {
            return Some(png);
        }
        let png = draw::png(&card()?, &self.card_renderer, self.colours);
        self.image_cache.put(name, &png);
        Some(png)
    }
}

/// Whether a file of the site is a social image. Drawing one has no findings beyond those of planning it.
pub fn is_picture(path: &OutPath) -> bool {
    Route::SocialImages.holds(path)
}

fn url(name: &str) -> UrlPath {
    Route::SocialImages.below(format_args!("{name}.png"))
}

/// The line above a note's title: its topics, else its folders.
fn above(site: &Site, note: &Note) -> String {
    let topics: Vec<&str> = note.topics.iter().take(TOPICS_SHOWN).map(|&id| site.topic(id).label()).collect();
    if !topics.is_empty() {
        return topics.join(" · ");
    }
    let folders = std::iter::successors(Some(note.folder), |&id| site.folder(id).parent);
    let folders = folders.map(|id| site.folder(id)).filter(|folder| folder.parent.is_some());
    let mut folders: Vec<&str> = folders.map(|folder| &*folder.title).collect();
    folders.reverse();
    folders.join(" / ")
}

fn missing_letters(first: &Note, count: usize, renderer: &CardRenderer) -> Diagnostic {
    let letter = first.title.chars().find(|&c| !renderer.can_draw(c));
    let letter = letter.map_or_else(String::new, |c| format!(", such as “{c}” (U+{:04X})", c as u32));
    let others = match count {
        1 => String::new(),
        _ => format!(", and {} more", count - 1),
    };
    let message = format!("no social image for this note{others}: the font lacks letters of the title{letter}");
    Diagnostic::new(codes::SOCIAL_LETTERS, message)
        .in_file(first.path())
        .help("name a font that has them: `[site] social_font`")
}

#[cfg(all(test, feature = "social"))]
mod tests;
