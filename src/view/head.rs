//! `page.head`: the content of `<head>`, and the parts around a page's content.

use serde::Serialize;

use crate::index::FolderId;

/// The content of `<head>` and the parts around the content: `page.head`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageHead {
    pub title: String,
    /// For `<title>`: the page's title and the site's.
    pub full_title: String,
    pub description: Option<String>,
    /// This page's own address, with the base path, without a host.
    pub href: String,
    /// The address for search engines: absolute, or root-relative without a base URL; `None` on a page without one.
    pub canonical: Option<String>,
    /// The content's language where it differs from the interface's.
    pub lang: Option<String>,
    pub noindex: bool,
    /// Whether the page is a text of its own: a note. Else it is a list, or a page of the site's.
    pub is_article: bool,
    /// ISO days, where the note has them.
    pub published: Option<String>,
    pub modified: Option<String>,
    /// The picture that is shown where the page is shared.
    pub image: Option<ImageView>,
    /// The page's data for search engines, in schema.org's vocabulary: JSON that is safe inside `<script>`.
    pub json_ld_html: Option<String>,
    /// Sources that this page's embeds need in the policy's `frame-src`: `'self'` for a PDF, else `https://host`.
    pub frame_src: Vec<String>,
    /// Whether the page has a diagram, and needs `assets/mermaid.css`.
    pub diagrams: bool,
    /// The note's `cssclasses`, each a valid class name.
    pub cssclasses: Vec<String>,
    /// The folder whose sidebar is beside the page; the root's where the page is in none.
    #[serde(skip)]
    pub folder: FolderId,
    /// From the first folder to the last; neither the home page nor the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// The `key` of the navigation entry that this page is or belongs to.
    pub section: Option<String>,
    /// The same list's other pages, for `<link rel="prev">` and `next`.
    pub prev: Option<String>,
    pub next: Option<String>,
}

/// A picture of a page, shown with a link to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImageView {
    /// An absolute address.
    pub href: String,
    /// In pixels, where known.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// The alternative text; `None` for a picture of the note's that has none.
    pub alt: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LinkView {
    pub label: String,
    /// `None` for a folder without a page and the like: shown as text.
    pub href: Option<String>,
}
