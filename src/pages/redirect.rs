//! A page at an old address of a note, which redirects to the note.

use crate::index::NoteId;
use crate::path::UrlPath;
use crate::view::{PageHead, RedirectView};

use super::context::{Made, Pages};
use super::kind::Plan;

pub(super) fn plan(plan: &mut Plan) {
    for (url, note) in plan.pages.site.redirects.clone() {
        let out = url.to_out();
        plan.add(out, move |pages| redirect(pages, &url, note));
    }
}

fn redirect(pages: &Pages, from: &UrlPath, id: NoteId) -> Made {
    let note = pages.site.note(id);
    let canonical = Some(pages.config.site.base.absolute(&note.url));
    let head = PageHead { noindex: true, canonical, ..pages.head(&note.title, from) };
    pages.page(&RedirectView { head, target_href: pages.href(&note.url) })
}
