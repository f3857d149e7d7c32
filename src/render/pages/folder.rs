//! Folders' pages.

use crate::index::{Folder, FolderId, NoteId};
use crate::render::pages::list::page_url;
use crate::render::pages::{Made, Pages};
use crate::render::view::{CountedLink, FolderView, PageHead};

impl Pages {
    /// A page (1-based) of a folder's list; a folder with a note of its own has only pages from the second on.
    pub fn folder(&self, id: FolderId, page: usize) -> Made {
        let folder = self.site.folder(id);
        let mut breadcrumbs = self.folder_crumbs(id);
        breadcrumbs.pop();
        let head = PageHead {
            breadcrumbs,
            description: self.describe("list", &folder.title, folder.notes.len()),
            ..self.head(&folder.title, &page_url(&folder.url, page))
        };
        self.page(&FolderView {
            head: self.list_head(head),
            folders: self.counted_folders(folder),
            listing: self.listing(&folder.notes, &folder.url, page)?,
        })
    }

    /// The folders right below one, with all notes that lie below each.
    pub(super) fn counted_folders(&self, folder: &Folder) -> Vec<CountedLink> {
        let children = folder.children.iter().map(|&child| self.site.folder(child));
        children.map(|child| self.counted(&child.title, &child.url, 0, &self.notes_below(child))).collect()
    }

    /// The folder that a note is the page of.
    pub(super) fn own_folder(&self, note: NoteId) -> Option<&Folder> {
        let folder = self.site.folder(self.site.note(note).folder);
        if folder.note == Some(note) {
            return Some(folder);
        }
        // `X.md` beside the folder `X`.
        folder.children.iter().map(|&child| self.site.folder(child)).find(|child| child.note == Some(note))
    }

    fn notes_below(&self, folder: &Folder) -> Vec<NoteId> {
        let mut notes = folder.notes.clone();
        notes.extend(folder.note.filter(|&note| self.site.note(note).listed()));
        for &child in &folder.children {
            notes.extend(self.notes_below(self.site.folder(child)));
        }
        notes
    }
}
