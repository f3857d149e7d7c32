//! The search page, which without a script is an index of all titles.

use serde::Serialize;

use super::{LinkView, PageHead, PaginationView};

/// The search page, or a page of the titles with one initial.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchView {
    pub head: PageHead,
    /// The number of searched notes.
    pub total: u32,
    pub initials: Vec<TitleLink>,
    /// Empty on the search page of a large vault; the initial itself on a page of an initial.
    pub groups: Vec<InitialView>,
    pub pagination: Option<PaginationView>,
    pub topics_href: Option<String>,
}

/// A link to the titles with an initial.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TitleLink {
    pub label: String,
    /// A part of this page, or another page.
    pub href: String,
    pub total: u32,
    pub current: bool,
}

/// The titles with an initial.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InitialView {
    pub label: String,
    /// For links within the page.
    pub id: String,
    pub notes: Vec<LinkView>,
}
