//! A note's page.

use crate::article::{Article, TocItem};
use crate::article::{excerpt, reading};
use crate::diag::{Diagnostic, Outcome};
use crate::index::{Note, NoteId};
use crate::markup::fragment_text;
use crate::pages::context::{Made, Pages};
use crate::pages::json_ld;
use crate::pages::kind::{Plan, SitemapEntry};
use crate::pages::review::iso;
use crate::path::slug;
use crate::routes::Route;
use crate::view::{BacklinkView, ContextView, NoteView, PageHead, TaxonomyValues, TocEntry};

/// The most links of one note that a backlink quotes: each costs a search of the whole note.
const CONTEXTS: usize = 100;

pub(super) fn plan(plan: &mut Plan) {
    let site = plan.pages.site.clone();
    for (id, note) in site.ids().filter(|&(id, _)| site.home != Some(id)) {
        plan.add(note.url.to_out(), move |pages| pages.note(id));
    }
}

pub(super) fn sitemap(pages: &Pages) -> Vec<SitemapEntry> {
    let notes = pages.site.notes.iter().filter(|note| !note.unlisted && note.url != Route::Home.url());
    notes.map(|note| (note.url.clone(), note.updated.or(note.created))).collect()
}

impl Pages {
    /// The page of a note other than the front page.
    pub fn note(&self, id: NoteId) -> Made {
        let view = self.note_view(id)?;
        self.page_with(&view.value, view.diagnostics)
    }

    /// The content of a note's page.
    ///
    /// # Errors
    /// The template of a list's row fails.
    pub(super) fn note_view(&self, id: NoteId) -> Result<Outcome<NoteView>, Box<Diagnostic>> {
        let note = self.site.note(id);
        let topic = note.topic_of.map(|topic| self.topic_list(topic, 1)).transpose()?;
        let folder = self.own_folder(id).map(|own| self.site.folder(own));
        let listing = folder.map(|folder| self.listing(&folder.notes, &folder.url, 1)).transpose()?;
        Ok(self.article(id).map(|article| NoteView {
            head: self.note_head(id, &article),
            show_title: !begins_with_title(note),
            topics: note.topics.iter().map(|&topic| self.topic_link(topic)).collect(),
            taxonomies: self.taxonomy_values(id),
            review: self.entry(id).map(|entry| self.review_view(entry)),
            minutes: reading::minutes(&note.parsed),
            toc: toc(&article.toc),
            html: article.html,
            properties: self.properties(id),
            backlinks: self.backlinks(note),
            created: note.created.map(iso),
            updated: note.updated.map(iso),
            topic,
            listing,
            folders: folder.map(|folder| self.counted_folders(folder)).unwrap_or_default(),
            graph_html: self.graph_picture(id),
            near: self.near(id),
        }))
    }

    fn note_head(&self, id: NoteId, article: &Article) -> PageHead {
        let note = self.site.note(id);
        let properties = &note.parsed.properties;
        let described = excerpt::description(note, &self.config);
        let head = PageHead {
            description: described.or_else(|| self.describe("note", &note.title, 1)),
            is_article: true,
            published: note.created.map(iso),
            modified: note.updated.map(iso),
            lang: note.lang.clone().filter(|lang| lang != self.config.site.language.tag()),
            noindex: note.unlisted,
            image: self.note_picture(id, article.first_image),
            frame_src: article.frame_src.clone(),
            diagrams: article.mermaid,
            cssclasses: properties.css_classes(),
            folder: self.own_folder(id).unwrap_or(note.folder),
            breadcrumbs: self.breadcrumbs(note),
            ..self.head(&note.title, &note.url)
        };
        PageHead { json_ld_html: json_ld::of_note(&self.config.site, &head), ..head }
    }

    fn taxonomy_values(&self, id: NoteId) -> Vec<TaxonomyValues> {
        let values = self.site.taxonomies.iter().enumerate().map(|(ix, taxonomy)| TaxonomyValues {
            taxonomy: self.link(&self.taxonomy_title(taxonomy), &taxonomy.url),
            values: self.terms_of(id, ix),
        });
        values.filter(|values| !values.values.is_empty()).collect()
    }

    /// The notes that link here, each once, with the sentence around each of its links.
    fn backlinks(&self, note: &Note) -> Vec<BacklinkView> {
        let mut views: Vec<(NoteId, BacklinkView)> = Vec::new();
        for backlink in &note.backlinks {
            let from = self.site.note(backlink.from);
            let context = || {
                let context = excerpt::link_context(from, backlink.link);
                ContextView { before: context.before, link: context.link, after: context.after }
            };
            match views.last_mut() {
                Some((id, view)) if *id == backlink.from => {
                    if view.contexts.len() < CONTEXTS {
                        view.contexts.push(context());
                    }
                }
                _ => {
                    let href = self.href(&from.url);
                    let view = BacklinkView { title: from.title.clone(), href, contexts: vec![context()] };
                    views.push((backlink.from, view));
                }
            }
        }
        views.into_iter().map(|(_, view)| view).collect()
    }
}

/// Whether the body begins with an H1 equal to the title.
fn begins_with_title(note: &Note) -> bool {
    let first = note.parsed.headings.first();
    first.is_some_and(|heading| {
        let starts = note.parsed.body.roots().next() == Some(heading.node);
        starts && heading.level == 1 && slug(heading.text()) == slug(&note.title)
    })
}

/// Levels as depths: notes may begin with any level and skip some.
fn toc(items: &[TocItem]) -> Vec<TocEntry> {
    let mut open: Vec<u8> = Vec::new();
    let entry = |item: &TocItem| {
        while open.last().is_some_and(|&level| level >= item.level) {
            open.pop();
        }
        let depth = open.len() as u32;
        open.push(item.level);
        TocEntry { depth, text: item.text.clone(), href: fragment_text(&item.id) }
    };
    items.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_toc_has_no_gaps_whatever_levels_a_note_uses() {
        let item = |level, text: &str| TocItem { level, id: text.to_owned(), text: text.to_owned() };
        let items = [item(3, "a"), item(6, "b"), item(3, "c"), item(1, "d"), item(2, "e")];
        let depths: Vec<u32> = toc(&items).iter().map(|entry| entry.depth).collect();
        assert_eq!(depths, [0, 1, 0, 0, 1]);
    }
}
