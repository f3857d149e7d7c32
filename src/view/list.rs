//! The pages that are lists: folders, topics, the values of a taxonomy.

use serde::Serialize;

use super::{CountedLink, LinkView, ListingView, PageHead, PaginationView};

/// A topic's notes and sub-topics.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TopicList {
    pub label: String,
    /// The quiz of this topic; `None` where its notes have no questions.
    pub quiz_href: Option<String>,
    pub subtopics: Vec<CountedLink>,
    pub listing: ListingView,
}

/// A folder's page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FolderView {
    pub head: PageHead,
    pub folders: Vec<CountedLink>,
    pub listing: ListingView,
}

/// All topics: the tree in display order, depth first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TopicsView {
    pub head: PageHead,
    pub topics: Vec<CountedLink>,
}

/// One topic's page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TopicView {
    pub head: PageHead,
    pub topic: TopicList,
    /// The note of the topic's name, where there is one.
    pub note: Option<LinkView>,
    /// That note's text; `None` where it is empty.
    pub note_html: Option<String>,
}

/// All values of a taxonomy, such as the subjects.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TaxonomyView {
    pub head: PageHead,
    pub terms: Vec<CountedLink>,
}

/// One value of a taxonomy.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TermView {
    pub head: PageHead,
    pub taxonomy: LinkView,
    /// The note of the term's name, where there is one.
    pub note: Option<LinkView>,
    pub listing: ListingView,
}

/// Notes in sections: the page of any kind that only lists notes under headings.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SectionsView {
    pub head: PageHead,
    /// The subject of the list, with the number of notes.
    pub about: String,
    pub sections: Vec<SectionView>,
    pub pagination: Option<PaginationView>,
}

/// Some notes under one heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SectionView {
    /// `None` for notes without a heading, such as those in no folder.
    pub title: Option<LinkView>,
    pub notes: Vec<LinkView>,
}
