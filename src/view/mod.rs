//! The data of templates: one struct per page, with texts, numbers and addresses that are ready to print.
//!
//! Nothing else in the program derives `Serialize` for a template, so this file is the whole contract between the
//! pages and a theme (`themes/default/README.md` documents it for theme authors). Conventions, without exception:
//!
//! * an `href` is complete, with the base path, so a template only escapes it;
//! * a date is an ISO day, `2024-10-27`; the theme formats it;
//! * a field ending in `html` is safe HTML and printed as it is; every other string is text, and is escaped;
//! * texts of the interface are never in a view: they are in the theme's translations. Labels come from the vault.

mod head;
mod list;
mod nav;
mod progress;
mod property;
mod review;
mod search;

pub use head::*;
pub use list::*;
pub use nav::*;
pub use progress::*;
pub use property::*;
pub use review::*;
pub use search::*;

use serde::Serialize;

/// A view that is a page of its own.
pub trait Page: Serialize {
    /// The template that renders it, a path below the theme's `templates/`.
    const TEMPLATE: &'static str;

    /// The head that every page has.
    fn head(&self) -> &PageHead;
}

macro_rules! pages {
    ($($view:ident = $template:literal;)*) => {
        $(impl Page for $view {
            const TEMPLATE: &'static str = $template;

            fn head(&self) -> &PageHead {
                &self.head
            }
        })*
        /// The templates that a theme must have, one for each kind of page.
        pub const TEMPLATES: &[&str] = &[$($template),*];
    };
}

pages! {
    NoteView = "note.html";
    FolderView = "folder.html";
    FoldersView = "folders.html";
    RecentView = "recent.html";
    RandomView = "random.html";
    TopicsView = "topics.html";
    TopicView = "topic.html";
    TaxonomyView = "taxonomy.html";
    TermView = "term.html";
    HomeView = "home.html";
    DueView = "due.html";
    ProgressView = "progress.html";
    QuizView = "quiz.html";
    SearchView = "search.html";
    GraphView = "graph.html";
    NotFoundView = "404.html";
    RedirectView = "redirect.html";
    SectionsView = "sections.html";
}

/// The same on every page: `site` in a template.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteView {
    pub title: String,
    /// The interface's language, a BCP 47 tag: `ko` or `en`.
    pub language: String,
    /// The path prefix of every address: `""`, or `/repo` without a slash at its end.
    pub base: String,
    pub home_href: String,
    pub author: Option<String>,
    /// `None` where the site publishes no review state.
    pub stamp: Option<StampView>,
    /// The main entries: about five, whatever the size of the vault.
    pub nav: Vec<NavItem>,
    /// The entries that are one step further away, behind “More”.
    pub more: Vec<NavItem>,
    /// The search page; `None` where search is off.
    pub search_href: Option<String>,
    /// The web manifest, which lets a phone install the site beside its apps.
    pub manifest_href: String,
    pub feeds: Vec<FeedView>,
}

/// The day for which every relative date of the site was computed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StampView {
    pub date: String,
    /// An IANA zone, `Asia/Seoul`.
    pub timezone: String,
    /// The local time at which a new day begins, `HH:MM`.
    pub day_start: String,
}

/// An entry of the main navigation.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NavItem {
    /// Selects the label (`nav.<key>` of the translations) and the icon: `home`, `due`, `topics`, `quiz`, `progress`,
    /// `graph`, `recent`, `random`, or the name of a taxonomy.
    pub key: String,
    /// Shown where the translations have no `nav.<key>`: a taxonomy's own name.
    pub label: Option<String>,
    pub href: String,
    /// Notes due today and overdue; `None` shows no number.
    pub count: Option<u32>,
}

/// A feed or calendar, announced in every page's head.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FeedView {
    /// `notes`, `review` or `calendar`: the label is `feed.<key>` of the translations.
    pub key: String,
    pub mime: String,
    pub href: String,
}

/// A note's page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoteView {
    pub head: PageHead,
    /// False where the body begins with an H1 of the same text, so that no page has its title twice.
    pub show_title: bool,
    pub topics: Vec<LinkView>,
    pub taxonomies: Vec<TaxonomyValues>,
    pub review: Option<ReviewView>,
    /// The minutes of reading; `None` for a short note.
    pub minutes: Option<u32>,
    /// The inner HTML of the article.
    pub html: String,
    pub toc: Vec<TocEntry>,
    pub properties: Vec<PropertyView>,
    pub backlinks: Vec<BacklinkView>,
    pub created: Option<String>,
    pub updated: Option<String>,
    /// The topic's own list, where the note is a topic's note.
    pub topic: Option<TopicList>,
    /// The folder's list, where the note is the page of a folder.
    pub listing: Option<ListingView>,
    pub folders: Vec<CountedLink>,
    /// A complete `figure.kb-graph`.
    pub graph_html: Option<String>,
    /// `None` where no list of a folder has the note.
    pub near: Option<NearView>,
}

/// A note's values of one taxonomy: the subjects, the books.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TaxonomyValues {
    /// The taxonomy's own page.
    pub taxonomy: LinkView,
    pub values: Vec<LinkView>,
}

/// A heading of the article.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TocEntry {
    /// Steps below the outermost heading of this note, 0-based and without gaps.
    pub depth: u32,
    pub text: String,
    /// `#fragment`.
    pub href: String,
}

/// A note that links here, with the sentence around each of its links.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BacklinkView {
    pub title: String,
    pub href: String,
    pub contexts: Vec<ContextView>,
}

/// Text around a link, in three pieces.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ContextView {
    pub before: String,
    pub link: String,
    pub after: String,
}

/// One row of a list of notes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntryView {
    pub title: String,
    pub href: String,
    /// Shown where the list spans folders.
    pub folder: Option<LinkView>,
    /// Its topics, then its subjects; a subject that is a topic as well is one chip.
    pub chips: Vec<ChipView>,
    pub review: Option<ReviewView>,
    /// The day of the note's last change, where it has one.
    pub updated: Option<String>,
    /// Only on the due page, where there is a box to tick.
    pub tick: Option<TickView>,
    /// The note's position in path order, by which equal rows are sorted.
    pub order: u32,
}

/// A topic or subject of a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChipView {
    pub label: String,
    pub href: String,
    pub topic: bool,
    pub subject: bool,
}

/// A list of notes, or one page of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListingView {
    /// The rows, each `parts/entry.html` of an [`EntryView`]. A note is in many lists, so its row is made once.
    pub rows_html: String,
    /// Whether its notes are in more than one folder; else the folder's name in each row is redundant.
    pub spans_folders: bool,
    /// Notes of the whole list, not only of this page.
    pub total: u32,
    /// The number of due or overdue notes; `None` where the site publishes no review state.
    pub due: Option<u32>,
    pub pagination: Option<PaginationView>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct PaginationView {
    /// 1-based.
    pub page: u32,
    pub pages: u32,
    pub prev_href: Option<String>,
    pub next_href: Option<String>,
}

/// A link to a list, and the number of its notes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CountedLink {
    pub label: String,
    pub href: String,
    /// Steps below the outermost entry, 0-based; always 0 in a list without levels.
    pub depth: u32,
    /// Notes, those of sub-topics included.
    pub total: u32,
    pub due: u32,
}

/// The front page: the vault's own home note, or one made of topics and recent notes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HomeView {
    pub head: PageHead,
    pub summary: Option<SummaryView>,
    /// The home note. Its `head` is not used.
    pub note: Option<Box<NoteView>>,
    pub topics: Vec<CountedLink>,
    pub folders: Vec<CountedLink>,
    pub recent: Vec<EntryView>,
    /// Whether `recent` has the latest changes; else no note of the vault has a date, and they are its first ones.
    pub recent_is_dated: bool,
}

/// The map of all notes. Its nodes and their positions are in the data file; a script draws them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GraphView {
    pub head: PageHead,
    pub data_href: String,
    pub notes: u32,
    pub links: u32,
    /// The notes and topics with the most links; `total` is the number of links.
    pub hubs: Vec<CountedLink>,
    /// The outermost topics with the most notes.
    pub topics: Vec<CountedLink>,
    /// The review states of the notes; empty where the site does not name them.
    pub states: Vec<ReviewState>,
}

/// `/404.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NotFoundView {
    pub head: PageHead,
}

/// The page of an alias or a former address, which redirects.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RedirectView {
    pub head: PageHead,
    pub target_href: String,
}
