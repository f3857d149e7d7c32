//! The vault as read.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::path::VaultPath;
use crate::text::Source;

/// The files of a vault, in path order.
#[derive(Clone, Debug, Default)]
pub struct Vault {
    /// Files that may become pages.
    pub notes: Vec<SourceFile>,
    /// Every other file that a note may refer to; only their names and sizes are known here.
    pub assets: Vec<Asset>,
    /// Notes that exist but could not be read (permission, encoding, size): their names stay reserved, so that links
    /// to them are treated as links to private notes.
    pub unreadable: Vec<VaultPath>,
    /// Notes that `exclude` leaves out although they have `publish: true`.
    pub excluded_but_public: Vec<VaultPath>,
    pub obsidian: ObsidianSettings,
    /// The vault's `theme/` folder: files that overlay the theme, by path below that folder.
    pub theme: BTreeMap<String, Arc<[u8]>>,
    /// Days of the last change by `git log`, where the config enables it and the history is complete.
    pub git_dates: BTreeMap<VaultPath, NaiveDate>,
    /// The log of reviews, where there is one.
    pub reviews: Option<Source>,
}

/// The file of a note, a canvas or a base.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub source: Source,
    /// Matched by Obsidian's `userIgnoreFilters`: published and linked, but not in search, graph and lists.
    pub quiet: bool,
}

/// Whether a file is read and may become a page: a note, a canvas or a base.
pub fn is_page(path: &VaultPath) -> bool {
    matches!(path.extension().as_str(), "md" | "canvas" | "base")
}

/// A file of any other kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub path: VaultPath,
    /// The path on disk; proven to be inside the vault.
    pub disk: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// Obsidian's own settings that affect the reading of a vault.
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
    /// `types.json`: property name (folded) to Obsidian's name of the type.
    pub property_types: BTreeMap<String, String>,
}
