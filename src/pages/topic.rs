//! The pages of topics and of taxonomies.

use crate::diag::Diagnostic;
use crate::index::{TaxonomyTerms, TopicId};
use crate::pages::head::TOPICS;
use crate::pages::list::page_url;
use crate::pages::{Made, Pages};
use crate::path::UrlPath;
use crate::view::{CountedLink, PageHead, TaxonomyView, TermView, TopicList, TopicView, TopicsView};

impl Pages {
    /// All topics, as a tree.
    pub fn topics(&self) -> Made {
        let title = self.word("nav.topics");
        let description = self.describe("topics", &title, self.site.topics.len());
        let head = PageHead { description, section: section("topics"), ..self.head(&title, &UrlPath::new(TOPICS)) };
        self.page(&TopicsView { head, topics: self.topic_tree() })
    }

    /// Every topic in display order, with its counts.
    pub(super) fn topic_tree(&self) -> Vec<CountedLink> {
        let counted = |(id, depth)| {
            let topic = self.site.topic(id);
            self.counted(topic.label(), &topic.url, depth, &topic.notes)
        };
        self.topics_in_order().into_iter().map(counted).collect()
    }

    /// Every topic in display order with its depth: natural, each followed by its sub-topics.
    pub(super) fn topics_in_order(&self) -> Vec<(TopicId, u32)> {
        let language = self.config.site.language;
        let mut roots: Vec<TopicId> = (0..self.site.topics.len() as u32).map(TopicId).collect();
        roots.retain(|&id| self.site.topic(id).parent.is_none());
        roots.sort_by_cached_key(|&id| crate::index::order::natural_key(&self.site.topic(id).name, language));
        let mut open: Vec<(TopicId, u32)> = roots.into_iter().rev().map(|id| (id, 0)).collect();
        let mut tree = Vec::with_capacity(self.site.topics.len());
        while let Some((id, depth)) = open.pop() {
            tree.push((id, depth));
            open.extend(self.site.topic(id).children.iter().rev().map(|&child| (child, depth + 1)));
        }
        tree
    }

    /// A topic's notes and sub-topics, page by page.
    pub(super) fn topic_list(&self, id: TopicId, page: usize) -> Result<TopicList, Box<Diagnostic>> {
        let topic = self.site.topic(id);
        let children = topic.children.iter().map(|&child| self.site.topic(child));
        Ok(TopicList {
            label: topic.name.clone(),
            quiz_href: self.topic_quiz(topic).filter(|_| page == 1),
            subtopics: children.map(|child| self.counted(child.label(), &child.url, 0, &child.notes)).collect(),
            listing: self.listing(&topic.notes, &topic.url, page)?,
        })
    }

    /// A page of a topic's list.
    pub fn topic(&self, id: TopicId, page: usize) -> Made {
        let topic = self.site.topic(id);
        let mut breadcrumbs = vec![self.link(&self.word("nav.topics"), &UrlPath::new(TOPICS))];
        let mut above: Vec<_> = std::iter::successors(topic.parent, |&id| self.site.topic(id).parent).collect();
        above.reverse();
        breadcrumbs.extend(above.iter().map(|&id| self.topic_page_link(id)));
        let mut head = self.list_head(PageHead {
            breadcrumbs,
            section: section("topics"),
            description: self.describe("list", &topic.name, topic.notes.len()),
            ..self.head(&topic.name, &page_url(&topic.url, page))
        });
        let mut note_html = None;
        if let Some(note) = topic.note.filter(|_| page == 1) {
            // Its diagnostics are the note's own, which its page reports.
            let article = self.article(note).value;
            head.frame_src = article.frame_src;
            head.diagrams = article.mermaid;
            note_html = Some(article.html).filter(|html| !html.trim().is_empty());
        }
        let note = topic.note.map(|note| self.site.note(note)).map(|note| self.link(&note.title, &note.url));
        self.page(&TopicView { head, topic: self.topic_list(id, page)?, note, note_html })
    }

    fn topic_page_link(&self, id: TopicId) -> crate::view::LinkView {
        let topic = self.site.topic(id);
        self.link(topic.label(), &topic.url)
    }

    /// What a taxonomy is called: by the config, else by the theme, else by its slug.
    pub(super) fn taxonomy_title(&self, taxonomy: &TaxonomyTerms) -> String {
        let key = format!("nav.{}", taxonomy.slug);
        let words = self.theme.words();
        let known = || if words.has(&key) { words.get(&key, &[]) } else { taxonomy.slug.clone() };
        taxonomy.title.clone().unwrap_or_else(known)
    }

    /// All terms of a taxonomy (an index into the site's).
    pub fn taxonomy(&self, ix: usize) -> Made {
        let taxonomy = &self.site.taxonomies[ix];
        let title = self.taxonomy_title(taxonomy);
        let description = self.describe("taxonomy", &title, taxonomy.terms.len());
        let head = PageHead { description, ..self.head(&title, &taxonomy.url) };
        let terms = taxonomy.terms.iter().map(|term| self.counted(&term.name, &term.url, 0, &term.notes)).collect();
        self.page(&TaxonomyView { head: PageHead { section: Some(taxonomy.slug.clone()), ..head }, terms })
    }

    /// A page of a term's list.
    pub fn term(&self, taxonomy: usize, term: usize, page: usize) -> Made {
        let taxonomy = &self.site.taxonomies[taxonomy];
        let term = &taxonomy.terms[term];
        let link = self.link(&self.taxonomy_title(taxonomy), &taxonomy.url);
        let head = self.list_head(PageHead {
            breadcrumbs: vec![link.clone()],
            section: Some(taxonomy.slug.clone()),
            description: self.describe("list", &term.name, term.notes.len()),
            ..self.head(&term.name, &page_url(&term.url, page))
        });
        let listing = self.listing(&term.notes, &term.url, page)?;
        self.page(&TermView { head, taxonomy: link, note: None, listing })
    }
}

fn section(key: &str) -> Option<String> {
    Some(key.to_owned())
}
