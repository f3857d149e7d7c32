//! Navigation between pages: the sidebar, a note's neighbours, all folders, recent changes, a random note.

use serde::Serialize;

use super::{CountedLink, LinkView, ListingView, PageHead};

/// The sidebar, made once for each folder: `side` in `parts/side.html`. Its length does not depend on the vault's
/// size.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SideView {
    /// The path to the folder, and some folders at its end.
    pub folders: Vec<SideLink>,
    /// The page of all folders; `None` where there is no folder.
    pub folders_href: Option<String>,
    /// The page with all folders at the end of the path, where there are more than shown.
    pub more: Option<CountedLink>,
    /// The largest of the outermost topics.
    pub topics: Vec<SideLink>,
    /// The page of all topics; `None` where there is none.
    pub topics_href: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SideLink {
    pub label: String,
    pub href: String,
    /// Steps below the outermost entry, 0-based.
    pub depth: u32,
    /// Whether the page is in this folder.
    pub here: bool,
}

/// The notes before and after one in the list of their folder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NearView {
    pub prev: Option<LinkView>,
    pub next: Option<LinkView>,
    /// The folder, with the number of its own notes; `None` where it has no page.
    pub all: Option<CountedLink>,
}

/// All folders: the tree in display order, depth first, and the notes in no folder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FoldersView {
    pub head: PageHead,
    /// On the first page only.
    pub folders: Vec<CountedLink>,
    pub listing: ListingView,
}

/// The notes with the latest changes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecentView {
    pub head: PageHead,
    /// Notes with a known day, shown or not.
    pub total: u32,
    /// The number of shown notes.
    pub shown: u32,
    /// The latest first.
    pub months: Vec<RecentMonth>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct RecentMonth {
    /// The month's first day, an ISO day.
    pub month: String,
    pub entries: Vec<RecentEntry>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct RecentEntry {
    pub title: String,
    pub href: String,
    /// An ISO day.
    pub date: String,
    /// `None` for a note in no folder.
    pub folder: Option<LinkView>,
}

/// Some random notes of the vault, chosen by the build: the target of the link to a random note without a script.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RandomView {
    pub head: PageHead,
    pub notes: Vec<LinkView>,
    /// The number of notes to choose from.
    pub total: u32,
}
