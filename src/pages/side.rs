//! The sidebar: the path to a folder, some folders at its end, the largest topics.
//!
//! It has as many entries in a vault of ten thousand notes as in one of a hundred, each list with a link to the whole,
//! and it is made once for each folder: the notes of one share it.

use crate::diag::Diagnostic;
use crate::index::{Folder, FolderId};
use crate::pages::context::Pages;
use crate::pages::folder;
use crate::path::UrlPath;
use crate::routes::Route;
use crate::text::without_spare_capacity;
use crate::view::{CountedLink, SideLink, SideView};

/// Outermost folders shown, and folders shown on a level further down.
const OUTERMOST_SHOWN: usize = 5;
const FOLDERS_SHOWN: usize = 3;
/// Folders shown above them, the nearest.
const ABOVE_SHOWN: usize = 4;
const TOPICS_SHOWN: usize = 4;

impl Pages {
    /// The sidebar of the pages in a folder.
    ///
    /// # Errors
    /// Its template fails.
    pub(super) fn side_html(&self, folder: FolderId) -> Result<&str, Box<Diagnostic>> {
        let make = || self.renderer.render_side(&self.side_view(folder)).map(without_spare_capacity);
        let side = self.sides.get(folder.0 as usize).map(|side| side.get_or_init(make));
        side.map_or(Ok(""), |side| side.as_ref().map(|html| &**html).map_err(Clone::clone))
    }

    fn side_view(&self, folder: FolderId) -> SideView {
        let here = self.nearest_listed(folder);
        let path = self.path_to(here);
        let is_leaf = self.site.folder(here).children.is_empty();
        // The folders within this one are at the end of the path, or those beside it.
        let level = if is_leaf { self.site.folder(here).parent.unwrap_or(here) } else { here };
        let above: Vec<FolderId> = path.into_iter().filter(|&id| !is_leaf || id != here).collect();
        let above = &above[above.len().saturating_sub(ABOVE_SHOWN)..];
        let children = &self.site.folder(level).children;
        let at = children.iter().position(|&child| child == here).unwrap_or(0);
        let most = if above.is_empty() { OUTERMOST_SHOWN } else { FOLDERS_SHOWN };
        let first = at.saturating_sub(most / 2).min(children.len().saturating_sub(most));
        let shown = &children[first..children.len().min(first + most)];
        let link = |(depth, &id): (usize, &FolderId)| {
            let folder = self.site.folder(id);
            SideLink {
                label: folder.title.clone(),
                href: self.href(&folder.url),
                depth: depth as u32,
                here: id == here,
            }
        };
        let below = shown.iter().map(|id| (above.len(), id));
        let has_topics = !self.site.topics.is_empty();
        SideView {
            folders: above.iter().enumerate().chain(below).map(link).collect(),
            folders_href: folder::exists(self.scope()).then(|| self.href(&Route::Folders.url())),
            more: (shown.len() < children.len()).then(|| CountedLink {
                href: self.page_of_folder(level).map(|url| self.href(&url)).unwrap_or_default(),
                depth: above.len() as u32,
                total: children.len() as u32,
                ..CountedLink::default()
            }),
            topics: self.largest_topics().to_vec(),
            topics_href: has_topics.then(|| self.href(&Route::Topics.url())),
        }
    }

    /// The folder itself, or the first above it that has a page.
    fn nearest_listed(&self, folder: FolderId) -> FolderId {
        let mut above = std::iter::successors(Some(folder), |&id| self.site.folder(id).parent);
        above.find(|&id| self.site.folder(id).listed).unwrap_or_default()
    }

    /// The folders from the outermost down to one, without the root.
    fn path_to(&self, folder: FolderId) -> Vec<FolderId> {
        let up = std::iter::successors(Some(folder), |&id| self.site.folder(id).parent);
        let mut path: Vec<FolderId> = up.filter(|&id| self.site.folder(id).parent.is_some()).collect();
        path.reverse();
        path
    }

    /// The page that lists a folder's notes: its own, for the root the page of all folders; `None` without one.
    pub(super) fn page_of_folder(&self, id: FolderId) -> Option<UrlPath> {
        let Folder { parent, listed, url, .. } = self.site.folder(id);
        match parent {
            Some(_) => listed.then(|| url.clone()),
            None => folder::exists(self.scope()).then(|| Route::Folders.url()),
        }
    }

    /// The outermost topics with the most notes.
    fn largest_topics(&self) -> &[SideLink] {
        self.shared.largest_topics.get_or_init(|| {
            let roots = self.topics_in_order().into_iter().filter(|&(_, depth)| depth == 0);
            let mut roots: Vec<_> = roots.map(|(id, _)| id).collect();
            roots.sort_by_key(|&id| std::cmp::Reverse(self.site.topic(id).notes.len()));
            roots.truncate(TOPICS_SHOWN);
            let link = |&id: &_| SideLink {
                label: self.site.topic(id).label().to_owned(),
                href: self.href(&self.site.topic(id).url),
                ..SideLink::default()
            };
            roots.iter().map(link).collect()
        })
    }
}
