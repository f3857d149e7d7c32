//! The parts of every page around its content: the head and the breadcrumbs.

use crate::index::{Folder, FolderId, Note, NoteId};
use crate::pages::context::Pages;
use crate::pages::json_ld;
use crate::path::UrlPath;
use crate::view::{LinkView, PageHead};

impl Pages {
    /// A link within the site.
    pub(super) fn href(&self, url: &UrlPath) -> String {
        self.config.site.base.link(url)
    }

    /// A link to a note, by its title.
    pub(super) fn note_link(&self, id: NoteId) -> LinkView {
        let note = self.site.note(id);
        self.link(&note.title, &note.url)
    }

    pub(super) fn link(&self, label: &str, url: &UrlPath) -> LinkView {
        LinkView { label: label.to_owned(), href: Some(self.href(url)) }
    }

    /// A translation of the interface.
    pub fn translate(&self, key: &str) -> String {
        self.translate_with(key, &[])
    }

    /// A translation of the interface with its placeholders filled in.
    pub fn translate_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.theme.translations().get(key, values)
    }

    /// The head of a page with this title at this address.
    pub(super) fn head(&self, title: &str, url: &UrlPath) -> PageHead {
        let base = &self.config.site.base;
        let site = &self.config.site.title;
        let full_title = if title == site { site.clone() } else { format!("{title} · {site}") };
        PageHead {
            title: title.to_owned(),
            full_title,
            href: self.href(url),
            canonical: Some(base.absolute(url)),
            image: self.site_picture(),
            ..PageHead::default()
        }
    }

    /// The description of a page that lists others: `describe.<kind>` of the translations, about `n` notes or terms.
    pub(super) fn describe(&self, kind: &str, title: &str, n: usize) -> Option<String> {
        let values = [("title", title), ("site", &*self.config.site.title), ("n", &*n.to_string())];
        Some(self.translate_with(&format!("describe.{kind}"), &values))
    }

    /// The head of a list below others: it has breadcrumbs for search engines.
    pub(super) fn list_head(&self, head: PageHead) -> PageHead {
        PageHead { json_ld_html: json_ld::of_list(&self.config.site, &head), ..head }
    }

    /// The folders above a note, outermost first; not the folder whose page it is.
    pub(super) fn breadcrumbs(&self, note: &Note) -> Vec<LinkView> {
        let mut crumbs = self.folder_crumbs(note.folder);
        if self.site.folder(note.folder).url == note.url {
            crumbs.pop();
        }
        crumbs
    }

    /// This folder and those above it, without the root.
    pub(super) fn folder_crumbs(&self, folder: FolderId) -> Vec<LinkView> {
        let mut crumbs = Vec::new();
        let mut next = Some(folder);
        while let Some(id) = next {
            let folder = self.site.folder(id);
            if folder.parent.is_some() {
                crumbs.push(self.folder_link(folder));
            }
            next = folder.parent;
        }
        crumbs.reverse();
        crumbs
    }

    fn folder_link(&self, folder: &Folder) -> LinkView {
        LinkView { label: folder.title.clone(), href: folder.listed.then(|| self.href(&folder.url)) }
    }
}
