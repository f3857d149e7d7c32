//! Configuration: the user's settings, and the decisions made from them.
//!
//! [`Declared`] is `kbgen.toml` and the command line, checked but with gaps. [`settle`](Declared::settle) fills every
//! gap from the vault itself (its language, Obsidian's own settings) and returns [`Config`], which the rest of the
//! program reads and never changes.

mod base_url;
mod declared;
pub mod language;
mod raw;
mod review;
mod settle;
#[cfg(test)]
mod tests;
mod theme;

pub use base_url::parse_base_url;
pub use declared::{Declared, Dirs, Flags};
pub use settle::VaultFacts;
pub use theme::{CspSources, ThemeName, ThemeOption, ThemeSettings};

use std::path::PathBuf;

use chrono::NaiveTime;
use regex::Regex;

use crate::date::Today;
use crate::path::{BaseUrl, fold, nfc};

/// The complete configuration. Immutable from here on.
#[derive(Clone, Debug)]
pub struct Config {
    pub site: SiteSettings,
    pub publish: PublishSettings,
    pub markdown: MarkdownSettings,
    pub review: ReviewSettings,
    /// Keys of properties shown on a note's page, folded (see [`crate::path::fold`]); the allow-list.
    pub shown_properties: Vec<String>,
    pub taxonomies: Vec<Taxonomy>,
    pub theme: ThemeSettings,
    pub search: SearchSettings,
    /// Whether the site has a graph page and its data.
    pub graph: bool,
    pub feeds: FeedSettings,
    /// Copy SVG files that hold scripts or event attributes. Off by default.
    pub allow_active_svg: bool,
    /// Publish pictures with their EXIF, XMP and the like.
    pub keep_metadata: bool,
    pub today: Today,
}

#[derive(Clone, Debug)]
pub struct SiteSettings {
    pub title: String,
    pub base: BaseUrl,
    pub language: Language,
    pub author: Option<String>,
    /// Take a note's last change from `git log` where it has no such property.
    pub git_dates: bool,
    /// Draw a social image for each page, which is shown with a link to it.
    pub social_images: bool,
    /// The font of social images, absolute; `None` takes one of the system's.
    pub social_font: Option<PathBuf>,
}

/// The language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Korean,
    English,
}

impl Language {
    /// The BCP 47 tag: `ko` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::English => "en",
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct PublishSettings {
    /// Publish only notes with `publish: true`.
    pub opt_in: bool,
    /// `--drafts`: publish notes with `draft: true` too (never those with `publish: false`).
    pub drafts: bool,
}

/// The switches of the dialect (D-PROFILE).
#[derive(Clone, Copy, Debug)]
pub struct MarkdownSettings {
    /// A single newline is a blank, not a line break.
    pub strict_line_breaks: bool,
    /// `[[Alias]]` leads to the note with that alias.
    pub alias_links: bool,
    /// Emphasis closes before a Korean particle.
    pub cjk_emphasis: bool,
    /// Leading lines that hold only wikilinks and tags are topics.
    pub topic_line: bool,
    /// List items that end in `접기` fold.
    pub toggles: bool,
    /// `tag`, `alias` and `cssclass` count like their plurals.
    pub legacy_singular_keys: bool,
}

impl Default for MarkdownSettings {
    fn default() -> Self {
        Self {
            strict_line_breaks: false,
            alias_links: true,
            cjk_emphasis: true,
            topic_line: true,
            toggles: true,
            legacy_singular_keys: false,
        }
    }
}

/// The `[review]` table (R-CONFIG), complete. The zone and the start of the day are in [`Config::today`].
#[derive(Clone, Debug)]
pub struct ReviewSettings {
    /// Ladder days (whole days after the first study day, ascending), for notes without boxes of their own.
    pub steps: Vec<u32>,
    pub trust: Trust,
    /// Days between extra reviews after the ladder; `None` leaves them without a date.
    pub extra: Option<u32>,
    pub publish: ReviewPublish,
    /// The time of the calendar's alarm, local time.
    pub alarm: NaiveTime,
    /// How many days the calendar looks ahead.
    pub horizon_days: u32,
    pub keys: ReviewKeys,
    pub sections: ReviewSections,
}

/// The source that counts where boxes and board differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Trust {
    #[default]
    Ticks,
    Board,
}

/// The published part of the review state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ReviewPublish {
    #[default]
    Full,
    /// No titles in shared outputs.
    Counts,
    /// No review state at all.
    Nothing,
}

/// Patterns for property keys, each anchored at both ends and case-insensitive; to be matched against the key after
/// NFC and without its leading symbols, as [`bare_key`] returns it.
#[derive(Clone, Debug)]
pub struct ReviewKeys {
    pub first: Vec<Regex>,
    /// The first group that matches holds the step in days.
    pub step: Vec<Regex>,
    pub long_term: Vec<Regex>,
    pub board: Vec<Regex>,
    pub difficulty: Vec<Regex>,
}

/// Titles of the sections that review pages know. Case, blanks, leading symbols and a colon at the end are ignored.
#[derive(Clone, Debug)]
pub struct ReviewSections {
    pub cue: Vec<String>,
    pub other: Vec<String>,
    pub reminder: Vec<String>,
    pub placeholders: Vec<String>,
}

/// A property key without the symbols and blanks it begins with, folded: `⭕과목` is `과목`, `❤1일복습여부` is `1일복습여부`. Leading
/// digits stay (R-KEYS).
pub fn bare_key(key: &str) -> String {
    fold(nfc(key).trim_start_matches(|c: char| !c.is_alphabetic() && !c.is_ascii_digit()).trim_end())
}

/// A property that notes are grouped by, such as subject or textbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    /// The URL's first segment: `subjects`.
    pub slug: String,
    /// Property keys, each as [`bare_key`] returns it.
    pub keys: Vec<String>,
    /// The label in the interface; `None` takes the theme's translation for the slug, else the slug.
    pub title: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub struct SearchSettings {
    /// Whether the site has a search page and its index.
    pub enabled: bool,
    /// Whether titles, aliases, headings and topics are found by their initial consonants: `ㅅㅇ` finds `서울`.
    pub choseong: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct FeedSettings {
    pub enabled: bool,
    /// The most entries a feed has.
    pub limit: usize,
}

/// The settings of the walk over the vault, which runs before anything else of the vault is known.
#[derive(Clone, Debug)]
pub struct ScanRules {
    /// The vault's folder, absolute.
    pub root: PathBuf,
    /// `.gitignore`-style patterns from the config.
    pub exclude: Vec<String>,
    /// The output folder, absolute; skipped where it is in the vault.
    pub out: Option<PathBuf>,
    /// Read last-change dates from `git log`.
    pub git_dates: bool,
}
