//! The pages of topics and of taxonomies.

use crate::diag::Diagnostic;
use crate::index::TopicId;
use crate::pages::context::{Made, Pages};
use crate::pages::kind::{Plan, SitemapEntry};
use crate::pages::scope::Scope;
use crate::routes::{Route, page_of_list};
use crate::view::{CountedLink, PageHead, TopicList, TopicView, TopicsView};

pub(super) fn exists(scope: Scope<'_>) -> bool {
    !scope.site.topics.is_empty()
}

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Topics, Pages::topics);
    let site = plan.pages.site.clone();
    for (ix, topic) in site.topics.iter().enumerate() {
        let id = TopicId(ix as u32);
        plan.list(&topic.url, topic.notes.len(), 1, move |pages, page| pages.topic(id, page));
    }
}

pub(super) fn sitemap(pages: &Pages) -> Vec<SitemapEntry> {
    pages.site.topics.iter().map(|topic| (topic.url.clone(), None)).collect()
}

impl Pages {
    /// All topics, as a tree.
    pub fn topics(&self) -> Made {
        let title = self.translate("nav.topics");
        let description = self.describe("topics", &title, self.site.topics.len());
        let head = PageHead { description, section: section("topics"), ..self.head(&title, &Route::Topics.url()) };
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
        let mut breadcrumbs = vec![self.link(&self.translate("nav.topics"), &Route::Topics.url())];
        let mut above: Vec<_> = std::iter::successors(topic.parent, |&id| self.site.topic(id).parent).collect();
        above.reverse();
        breadcrumbs.extend(above.iter().map(|&id| self.topic_page_link(id)));
        let mut head = self.list_head(PageHead {
            breadcrumbs,
            section: section("topics"),
            description: self.describe("list", &topic.name, topic.notes.len()),
            ..self.head(&topic.name, &page_of_list(&topic.url, page))
        });
        let mut note_html = None;
        if let Some(note) = topic.note.filter(|_| page == 1) {
            // Its diagnostics are the note's own, which its page reports.
            let article = self.article(note).value;
            head.frame_src = article.frame_src;
            head.diagrams = article.mermaid;
            note_html = Some(article.html).filter(|html| !html.trim().is_empty());
        }
        let note = topic.note.map(|note| self.note_link(note));
        self.page(&TopicView { head, topic: self.topic_list(id, page)?, note, note_html })
    }

    fn topic_page_link(&self, id: TopicId) -> crate::view::LinkView {
        let topic = self.site.topic(id);
        self.link(topic.label(), &topic.url)
    }
}

fn section(key: &str) -> Option<String> {
    Some(key.to_owned())
}
