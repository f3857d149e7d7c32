//! The pages that are the same for every vault: not found, and moved.

use crate::index::{NoteId, Target};
use crate::pages::{Made, Pages};
use crate::path::UrlPath;
use crate::view::{NotFoundView, PageHead, RedirectView};

impl Pages {
    /// `/404.html`, whose links work from any address.
    pub fn not_found(&self) -> Made {
        let head = self.head(&self.word("not_found.title"), &UrlPath::new("/404.html"));
        self.page(&NotFoundView { head: PageHead { noindex: true, canonical: None, ..head } })
    }

    /// A page at an old address of a note, which leads on.
    pub fn redirect(&self, from: &UrlPath, id: NoteId) -> Made {
        let note = self.site.note(id);
        let base = &self.config.site.base;
        let head =
            PageHead { noindex: true, canonical: Some(base.absolute(&note.url)), ..self.head(&note.title, from) };
        self.page(&RedirectView { head, target_href: self.href(&note.url) })
    }

    /// Whether some page may hold a frame (a PDF, a video), which the site's policy must then allow.
    pub fn may_frame(&self) -> bool {
        self.site.notes.iter().any(|note| {
            note.parsed.links.iter().zip(&note.targets).any(|(link, target)| match target {
                Target::External => link.embed,
                Target::Asset(id) => link.embed && self.site.asset(*id).asset.path.extension() == "pdf",
                _ => false,
            })
        })
    }
}
