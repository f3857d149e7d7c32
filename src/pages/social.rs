//! The picture that is shown with a link to a page: its own, a drawn one, or its first one.

use crate::diag::Outcome;
use crate::index::{AssetId, Cover, NoteId};
use crate::pages::context::{Made, Pages};
use crate::pages::kind::Plan;
use crate::path::UrlPath;
use crate::rendered::Body;
use crate::social::{HEIGHT, Pictures, WIDTH};
use crate::view::ImageView;

pub(super) fn plan(plan: &mut Plan) {
    for (url, note) in plan.pages.drawn_pictures() {
        plan.add(url.to_out(), move |pages| pages.draw(note));
    }
}

impl Pages {
    /// A note's picture: its own `image` or `cover`, else the one drawn of its title, else the first one in its text.
    /// Without a base URL a picture of the site has no address that others could fetch.
    pub(super) fn note_picture(&self, id: NoteId, first: Option<AssetId>) -> Option<ImageView> {
        let note = self.site.note(id);
        match &note.cover {
            Some(Cover::Url(url)) => Some(ImageView { href: url.clone(), ..ImageView::default() }),
            Some(Cover::Asset(id)) => self.asset_picture(*id),
            None => {
                let drawn = self.pictures.as_ref().and_then(|pictures| pictures.of_note(id));
                drawn.map(|url| self.drawn_picture(&url, &note.title)).or_else(|| self.asset_picture(first?))
            }
        }
    }

    /// The picture of a page other than a note.
    pub(super) fn site_picture(&self) -> Option<ImageView> {
        let url = self.pictures.as_ref()?.of_site()?;
        Some(self.drawn_picture(&url, &self.config.site.title))
    }

    fn asset_picture(&self, id: AssetId) -> Option<ImageView> {
        self.config.site.base.origin.as_ref()?;
        let asset = self.site.asset(id);
        let (width, height) = asset.size.unzip();
        Some(ImageView { href: self.config.site.base.absolute(&asset.url), width, height, alt: None })
    }

    fn drawn_picture(&self, url: &UrlPath, alt: &str) -> ImageView {
        ImageView {
            href: self.config.site.base.absolute(url),
            width: Some(WIDTH),
            height: Some(HEIGHT),
            alt: Some(alt.to_owned()),
        }
    }

    /// The drawn picture of a note, or of the site.
    pub(super) fn draw(&self, note: Option<NoteId>) -> Made {
        let draw = |pictures: &Pictures| match note {
            Some(note) => pictures.draw_note(&self.site, note),
            None => pictures.draw_site(),
        };
        let png = self.pictures.as_ref().and_then(draw);
        Ok(Outcome::clean(Body::Bytes(png.expect("only what can be drawn is planned"))))
    }

    /// Every drawn picture: its address, and its note.
    pub(super) fn drawn_pictures(&self) -> Vec<(UrlPath, Option<NoteId>)> {
        let Some(pictures) = &self.pictures else { return Vec::new() };
        let notes = self.site.ids().filter_map(|(id, _)| Some((pictures.of_note(id)?, Some(id))));
        pictures.of_site().map(|url| (url, None)).into_iter().chain(notes).collect()
    }
}
