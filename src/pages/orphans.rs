//! `/orphans/`: the notes without backlinks, by folder, so that their author can link to them.

use std::sync::Arc;

use crate::index::{FolderId, Note, NoteId, Site};
use crate::routes::{Route, page_of_list};
use crate::view::{LinkView, PageHead, SectionView, SectionsView};

use super::context::{Made, Pages};
use super::kind::Plan;
use super::list::{PAGE_SIZE, numbered, page_count};
use super::scope::Scope;

/// Whether some note has no backlinks.
pub(super) fn exists(scope: Scope<'_>) -> bool {
    orphans(scope.site).next().is_some()
}

pub(super) fn plan(plan: &mut Plan) {
    let site = plan.pages.site.clone();
    let mut orphans: Vec<NoteId> = orphans(&site).collect();
    // Notes are in path order, in which a folder's own notes may come after those of the folders below it.
    orphans.sort_by_key(|&id| site.note(id).folder.0);
    let orphans: Arc<[NoteId]> = orphans.into();
    plan.list(&Route::Orphans.url(), orphans.len(), 1, move |pages, page| pages.orphans(&orphans, page));
}

/// Listed notes, in path order, without a link from another note, in its text or in its topic line. The front page is
/// where readers begin, so it needs no link.
fn orphans(site: &Site) -> impl Iterator<Item = NoteId> {
    let is_topic = |id: NoteId, note: &Note| {
        note.topic_of.is_some_and(|topic| site.topic(topic).notes.iter().any(|&of_topic| of_topic != id))
    };
    let unlinked = site.ids().filter(|(_, note)| note.listed() && note.backlinks.is_empty());
    unlinked.filter(move |&(id, note)| site.home != Some(id) && !is_topic(id, note)).map(|(id, _)| id)
}

impl Pages {
    /// A page (1-based) of all `orphans`.
    fn orphans(&self, orphans: &[NoteId], page: usize) -> Made {
        let url = Route::Orphans.url();
        let total = orphans.len();
        let title = self.translate("nav.orphans");
        let shown = &orphans[(page - 1) * PAGE_SIZE..total.min(page * PAGE_SIZE)];
        let folder = |id: NoteId| self.site.note(id).folder;
        let sections = shown.chunk_by(|&a, &b| folder(a) == folder(b)).map(|notes| SectionView {
            title: self.folder_crumbs(folder(notes[0])).pop(),
            notes: notes.iter().map(|&id| self.note_link(id)).collect(),
        });
        self.page(&SectionsView {
            head: PageHead {
                section: Some("orphans".to_owned()),
                description: self.describe("orphans", &title, total),
                breadcrumbs: self.parent_pages(),
                ..self.head(&title, &page_of_list(&url, page))
            },
            about: self.translate_with("orphans.about", &[("n", &total.to_string())]),
            sections: sections.collect(),
            pagination: numbered(page, page_count(total), |page| self.href(&page_of_list(&url, page))),
        })
    }

    /// The page of all folders, where the vault has any. A link to the front page is on every page.
    fn parent_pages(&self) -> Vec<LinkView> {
        let folders = self.page_of_folder(FolderId::default());
        folders.map(|url| self.link(&self.translate("nav.folders"), &url)).into_iter().collect()
    }
}
