//! Lists of notes: rows, counts, and the pages of a long one.

use crate::diag::Diagnostic;
use crate::index::{NoteId, TopicId};
use crate::pages::context::Pages;
use crate::pages::review::iso;
use crate::path::UrlPath;
use crate::review::State;
use crate::routes::page_of_list;
use crate::text::without_spare_capacity;
use crate::view::{ChipView, CountedLink, EntryView, LinkView, ListingView, PaginationView};

/// The notes on one page of a list.
pub const PAGE_SIZE: usize = 200;

/// The number of pages of a list with this many notes; an empty list has one page.
pub fn page_count(notes: usize) -> usize {
    notes.div_ceil(PAGE_SIZE).max(1)
}

/// The links from a page (1-based) to its neighbours; `None` where there is only one.
pub fn numbered(page: usize, pages: usize, href: impl Fn(usize) -> String) -> Option<PaginationView> {
    (pages > 1).then(|| PaginationView {
        page: page as u32,
        pages: pages as u32,
        prev_href: (page > 1).then(|| href(page - 1)),
        next_href: (page < pages).then(|| href(page + 1)),
    })
}

impl Pages {
    /// A note as a row.
    pub(super) fn row(&self, id: NoteId) -> EntryView {
        let note = self.site.note(id);
        EntryView {
            title: note.title.clone(),
            href: self.href(&note.url),
            folder: None,
            chips: self.chips(id),
            review: self.entry(id).map(|entry| self.review_view(entry)),
            updated: note.updated.map(iso),
            tick: None,
            order: id.0,
        }
    }

    fn chips(&self, id: NoteId) -> Vec<ChipView> {
        let chip = |link: LinkView, topic| ChipView {
            label: link.label,
            href: link.href.unwrap_or_default(),
            topic,
            subject: !topic,
        };
        let topics = self.site.note(id).topics.iter();
        let mut chips: Vec<ChipView> = topics.map(|&topic| chip(self.topic_link(topic), true)).collect();
        for subject in self.subjects().map(|ix| self.terms_of(id, ix)).unwrap_or_default() {
            match chips.iter_mut().find(|chip| chip.label == subject.label) {
                Some(known) => known.subject = true,
                None => chips.push(chip(subject, false)),
            }
        }
        chips
    }

    /// The taxonomy of subjects, an index into the site's.
    pub(super) fn subjects(&self) -> Option<usize> {
        self.site.taxonomies.iter().position(|taxonomy| taxonomy.slug == "subjects")
    }

    /// A row of a list that spans folders.
    pub(super) fn row_with_folder(&self, id: NoteId) -> EntryView {
        let folder = self.folder_crumbs(self.site.note(id).folder).pop();
        EntryView { folder, ..self.row(id) }
    }

    /// A row's HTML. A note is in the lists of its folder, topics, subjects and books, so it is made once.
    fn row_html(&self, id: NoteId) -> Result<&str, Box<Diagnostic>> {
        let make = || self.renderer.render_row(&self.row_with_folder(id)).map(without_spare_capacity);
        let row = self.rows[id.0 as usize].get_or_init(make);
        row.as_ref().map(|html| &**html).map_err(Clone::clone)
    }

    /// A page (1-based) of the list of `notes` at `list`. A list that spans folders shows each note's folder.
    ///
    /// # Errors
    /// The template of a row fails.
    pub(super) fn listing(
        &self,
        notes: &[NoteId],
        list: &UrlPath,
        page: usize,
    ) -> Result<ListingView, Box<Diagnostic>> {
        let pages = page_count(notes.len());
        let folder = |id: &NoteId| self.site.note(*id).folder;
        let spans_folders = notes.windows(2).any(|pair| folder(&pair[0]) != folder(&pair[1]));
        let mut rows_html = String::new();
        for &id in notes.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE) {
            rows_html.push_str(self.row_html(id)?);
        }
        let href = |page: usize| self.href(&page_of_list(list, page));
        Ok(ListingView {
            rows_html,
            spans_folders,
            total: notes.len() as u32,
            due: self.site_shows_reviews().then(|| self.due_among(notes)),
            pagination: numbered(page, pages, href),
        })
    }

    /// The number of due or overdue notes among `notes`.
    pub(super) fn due_among(&self, notes: &[NoteId]) -> u32 {
        let due =
            |id: &&NoteId| self.entry(**id).is_some_and(|entry| matches!(entry.state, State::Due | State::Overdue));
        notes.iter().filter(due).count() as u32
    }

    pub(super) fn counted(&self, label: &str, url: &UrlPath, depth: u32, notes: &[NoteId]) -> CountedLink {
        CountedLink {
            label: label.to_owned(),
            href: self.href(url),
            depth,
            total: notes.len() as u32,
            due: self.due_among(notes),
        }
    }

    /// A link to a topic: its note's page where it has one, else the topic's own.
    pub(super) fn topic_link(&self, id: TopicId) -> LinkView {
        let topic = self.site.topic(id);
        let url = topic.note.map_or(&topic.url, |note| &self.site.note(note).url);
        self.link(&topic.name, url)
    }

    /// A note's values of one taxonomy (an index into the site's), as links to the terms' pages.
    pub(super) fn terms_of(&self, id: NoteId, taxonomy: usize) -> Vec<LinkView> {
        let terms = self.site.note(id).terms.iter().filter(|of| of.taxonomy as usize == taxonomy);
        terms
            .map(|of| &self.site.taxonomies[taxonomy].terms[of.term as usize])
            .map(|term| self.link(&term.name, &term.url))
            .collect()
    }
}
