//! Folders' pages, the page of all folders, and a note's neighbours in its folder.

use crate::index::{Folder, FolderId, NoteId};
use crate::pages::context::{Made, Pages};
use crate::pages::kind::{Plan, SitemapEntry};
use crate::pages::scope::Scope;
use crate::pages::shared::{FolderCount, Neighbours};
use crate::routes::{Route, page_of_list};
use crate::view::{CountedLink, FolderView, FoldersView, NearView, PageHead};

/// Whether the notes are in folders that have pages.
pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.site.folders.first().is_some_and(|root| !root.children.is_empty())
}

/// The page of all folders.
pub(super) fn plan_tree(plan: &mut Plan) {
    plan.list(&Route::Folders.url(), plan.pages.root_notes().len(), 1, Pages::folders);
}

/// The page of each folder.
pub(super) fn plan(plan: &mut Plan) {
    let site = plan.pages.site.clone();
    for (ix, folder) in site.folders.iter().enumerate().skip(1).filter(|(_, folder)| folder.listed) {
        let first = if folder.note.is_some() { 2 } else { 1 };
        let id = FolderId(ix as u32);
        plan.list(&folder.url, folder.notes.len(), first, move |pages, page| pages.folder(id, page));
    }
}

pub(super) fn sitemap(pages: &Pages) -> Vec<SitemapEntry> {
    let listed = pages.site.folders.iter().skip(1).filter(|folder| folder.listed);
    listed.map(|folder| (folder.url.clone(), None)).collect()
}

impl Pages {
    /// A page (1-based) of a folder's list; a folder with a note of its own has only pages from the second on.
    pub fn folder(&self, id: FolderId, page: usize) -> Made {
        let folder = self.site.folder(id);
        let mut breadcrumbs = self.folder_crumbs(id);
        breadcrumbs.pop();
        let head = PageHead {
            breadcrumbs,
            folder: id,
            description: self.describe("list", &folder.title, folder.notes.len()),
            ..self.head(&folder.title, &page_of_list(&folder.url, page))
        };
        self.page(&FolderView {
            head: self.list_head(head),
            folders: self.counted_folders(folder),
            listing: self.listing(&folder.notes, &folder.url, page)?,
        })
    }

    /// A page (1-based) of all folders; further ones continue with the notes in no folder.
    pub fn folders(&self, page: usize) -> Made {
        let url = Route::Folders.url();
        let mut tree = Vec::new();
        if page == 1 {
            self.add_folders(&mut tree, &self.site.folders[0], 0);
        }
        self.page(&FoldersView {
            head: PageHead {
                description: self.describe("folders", "", self.root_notes().len()),
                ..self.head(&self.translate("nav.folders"), &page_of_list(&url, page))
            },
            folders: tree,
            listing: self.listing(&self.root_notes(), &url, page)?,
        })
    }

    /// The notes in no folder, in the order of lists, without the front page.
    pub(super) fn root_notes(&self) -> Vec<NoteId> {
        let root = self.site.folders[0].notes.iter().copied();
        root.filter(|&id| Some(id) != self.site.home).collect()
    }

    fn add_folders(&self, tree: &mut Vec<CountedLink>, folder: &Folder, depth: u32) {
        for &child in &folder.children {
            tree.push(CountedLink { depth, ..self.counted_folder(child) });
            self.add_folders(tree, self.site.folder(child), depth + 1);
        }
    }

    /// The child folders of a folder, with the number of all notes below each.
    pub(super) fn counted_folders(&self, folder: &Folder) -> Vec<CountedLink> {
        folder.children.iter().map(|&child| self.counted_folder(child)).collect()
    }

    fn counted_folder(&self, id: FolderId) -> CountedLink {
        let folder = self.site.folder(id);
        let FolderCount { total, due } = self.folder_counts()[id.0 as usize];
        CountedLink { label: folder.title.clone(), href: self.href(&folder.url), depth: 0, total, due }
    }

    fn folder_counts(&self) -> &[FolderCount] {
        self.shared.folder_counts.get_or_init(|| {
            let folders = &self.site.folders;
            let mut counts = vec![FolderCount::default(); folders.len()];
            // The folders below a folder come after it.
            for (ix, folder) in folders.iter().enumerate().rev() {
                let own = folder.note.filter(|&note| self.site.note(note).listed());
                let mut count = FolderCount {
                    total: folder.notes.len() as u32 + own.iter().len() as u32,
                    due: self.due_among(&folder.notes) + own.map_or(0, |note| self.due_among(&[note])),
                };
                for child in &folder.children {
                    let below = counts[child.0 as usize];
                    count = FolderCount { total: count.total + below.total, due: count.due + below.due };
                }
                counts[ix] = count;
            }
            counts
        })
    }

    /// The folder whose page a note is.
    pub(super) fn own_folder(&self, note: NoteId) -> Option<FolderId> {
        let around = self.site.note(note).folder;
        let folder = self.site.folder(around);
        if folder.note == Some(note) {
            return Some(around);
        }
        // `X.md` beside the folder `X`.
        folder.children.iter().copied().find(|&child| self.site.folder(child).note == Some(note))
    }

    /// The notes before and after a note in the list of its folder.
    pub(super) fn near(&self, id: NoteId) -> Option<NearView> {
        let Neighbours { prev, next, listed } = self.neighbours()[id.0 as usize];
        let folder = self.site.note(id).folder;
        let link = |id: NoteId| self.note_link(id);
        listed.then(|| NearView {
            prev: prev.map(link),
            next: next.map(link),
            all: self.page_of_folder(folder).map(|url| CountedLink {
                label: self.site.folder(folder).title.clone(),
                href: self.href(&url),
                total: self.site.folder(folder).notes.len() as u32,
                ..CountedLink::default()
            }),
        })
    }

    fn neighbours(&self) -> &[Neighbours] {
        self.shared.neighbours.get_or_init(|| {
            let mut all = vec![Neighbours::default(); self.site.notes.len()];
            let root = self.root_notes();
            let lists = self.site.folders.iter().skip(1).map(|folder| folder.notes.as_slice());
            for list in std::iter::once(root.as_slice()).chain(lists) {
                for (ix, id) in list.iter().enumerate() {
                    let prev = ix.checked_sub(1).map(|before| list[before]);
                    all[id.0 as usize] = Neighbours { prev, next: list.get(ix + 1).copied(), listed: true };
                }
            }
            all
        })
    }
}
