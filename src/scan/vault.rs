//! The vault as it was read.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::path::VaultPath;
use crate::text::Source;

/// Everything that was read, in path order.
#[derive(Clone, Debug, Default)]
pub struct Vault {
    /// Files that may become pages.
    pub notes: Vec<SourceFile>,
    /// Every other file that a note may refer to; only their names and sizes are known here.
    pub assets: Vec<Asset>,
    /// Notes that exist but could not be read (permission, encoding, size): their names stay taken, so that links to
    /// them are treated as links to private notes.
    pub unreadable: Vec<VaultPath>,
    /// Notes that are left out by `exclude` and yet say `publish: true`.
    pub excluded_but_public: Vec<VaultPath>,
    pub obsidian: ObsidianSettings,
    /// The vault's `theme/` folder: files that overlay the theme, by path below that folder.
    pub theme: BTreeMap<String, Arc<[u8]>>,
    /// Days of the last change by `git log`, where the config asks for them and the history is whole.
    pub git_dates: BTreeMap<VaultPath, NaiveDate>,
    /// The log of reviews, where there is one.
    pub reviews: Option<Source>,
}

/// The file of a note, a canvas or a base.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub source: Source,
    /// Matched by Obsidian's `userIgnoreFilters`: published and linked, but out of search, graph and lists.
    pub quiet: bool,
}

/// Whether a file is read and may become a page: a note, a canvas or a base.
pub fn is_page(path: &VaultPath) -> bool {
    matches!(path.extension().as_str(), "md" | "canvas" | "base")
}

/// A file that is none of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub path: VaultPath,
    /// Where it lies on disk; proven to be inside the vault.
    pub disk: PathBuf,
    /// Bytes.
    pub size: u64,
}

/// What Obsidian's own settings say about reading a vault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObsidianSettings {
    /// `app.json`: `strictLineBreaks`.
    pub strict_line_breaks: Option<bool>,
    /// `app.json`: `attachmentFolderPath`.
    pub attachment_folder: Option<String>,
    /// `app.json`: `userIgnoreFilters`.
    pub ignore_filters: Vec<String>,
    /// `templates.json`: the folder that is not published.
    pub templates_folder: Option<String>,
    /// `types.json`: property name (folded) to Obsidian's type word.
    pub property_types: BTreeMap<String, String>,
}
