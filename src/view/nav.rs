//! The ways from page to page: the sidebar, a note's neighbours, all folders, what changed last, a note by chance.

use serde::Serialize;

use super::{CountedLink, LinkView, ListingView, PageHead};

/// The sidebar, made once for each folder: `side` in `parts/side.html`. It is as long in a large vault as in a small one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SideView {
    /// The way down to the folder, and some folders at its end.
    pub folders: Vec<SideLink>,
    /// The page of all folders; `None` where there is no folder.
    pub folders_href: Option<String>,
    /// Where those at the end of the way are more than are shown: the page that has them all.
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
    /// Whether the page lies in this folder.
    pub here: bool,
}

/// The notes before and after one in the list of their folder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NearView {
    pub prev: Option<LinkView>,
    pub next: Option<LinkView>,
    /// The folder, with the notes that lie in it; `None` where it has no page.
    pub all: Option<CountedLink>,
}

/// All folders: the tree in display order, depth first, and the notes that lie in none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FoldersView {
    pub head: PageHead,
    /// On the first page only.
    pub folders: Vec<CountedLink>,
    pub listing: ListingView,
}

/// The notes that changed last.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecentView {
    pub head: PageHead,
    /// Notes whose day is known, shown or not.
    pub total: u32,
    /// How many of them are shown.
    pub shown: u32,
    /// The latest first.
    pub months: Vec<RecentMonth>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct RecentMonth {
    /// Its first day, an ISO day.
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

/// Some notes of the vault, drawn by the build: what a link to a note by chance leads to without a script.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RandomView {
    pub head: PageHead,
    pub notes: Vec<LinkView>,
    /// Notes that they were drawn from.
    pub total: u32,
}
