//! The search page, which without a script is an index of titles by their initials, and the files of the search index.

use crate::pages::kind::Plan;
use crate::pages::scope::Scope;
use crate::pages::shared::Initials;
use crate::routes::{Route, page_of_list};
use std::num::NonZeroUsize;

use crate::diag::Outcome;
use crate::index::NoteId;
use crate::index::order::natural_key;
use crate::pages::context::{Made, Pages};
use crate::pages::list::{PAGE_SIZE, page_count};
use crate::path::UrlPath;
use crate::rendered::Body;
use crate::search::{self, Initial, SearchIndex, Shape};
use crate::view::{InitialView, LinkView, PageHead, PaginationView, SearchView, TitleLink};

/// The files of the search index.
#[derive(Clone, Copy, Debug)]
pub enum SearchFile {
    Manifest,
    Shard(usize),
    Shelf(usize),
}

/// The address of the pages of an initial.
pub(super) fn initial_url(initial: Initial) -> UrlPath {
    Route::Search.below(format_args!("{}/", initial.slug()))
}

pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.config.search.enabled
}

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Search, Pages::search);
    let pages = plan.pages.clone();
    if !pages.one_page_of_titles() {
        for ((_, initial), notes) in pages.initials() {
            plan.list(&initial_url(initial), notes.len(), 1, move |pages, page| pages.search_initial(initial, page));
        }
    }
    let shape = pages.search_shape();
    plan.add(Route::SearchIndex.out(), |pages| pages.search_file(SearchFile::Manifest));
    for ix in 0..shape.shards {
        plan.add(search::shard_url(ix).to_out(), move |pages| pages.search_file(SearchFile::Shard(ix)));
    }
    for ix in 0..shape.shelves {
        plan.add(search::shelf_url(ix).to_out(), move |pages| pages.search_file(SearchFile::Shelf(ix)));
    }
}

impl Pages {
    /// The number of searched notes, which determines the files.
    pub(super) fn search_shape(&self) -> Shape {
        Shape::of(search::searched(&self.site).map(|(_, note)| note))
    }

    /// Whether the search page has the whole index of titles; else each initial has its own pages.
    pub(super) fn one_page_of_titles(&self) -> bool {
        self.search_shape().notes <= PAGE_SIZE
    }

    /// Notes by initial, unsorted within an initial: enough for a plan.
    pub(super) fn initials(&self) -> Initials {
        let mut initials = Initials::new();
        for (id, note) in search::searched(&self.site) {
            initials.entry(Initial::of(&note.title).rank(self.config.site.language)).or_default().push(id);
        }
        initials
    }

    /// Notes by initial, each list in natural order of the titles.
    fn title_index(&self) -> &Initials {
        self.shared.title_index.get_or_init(|| {
            let mut initials = self.initials();
            let language = self.config.site.language;
            for notes in initials.values_mut() {
                notes.sort_by_cached_key(|&id| natural_key(&self.site.note(id).title, language));
            }
            initials
        })
    }

    /// `/search/`.
    pub fn search(&self) -> Made {
        let head = self.head(&self.translate("find.title"), &Route::Search.url());
        let head = PageHead { description: self.describe("search", &head.title, self.listed_notes()), ..head };
        let groups = if self.one_page_of_titles() { self.title_index().iter() } else { Default::default() };
        let groups = groups.map(|(&(_, initial), notes)| self.initial_view(initial, notes)).collect();
        self.search_view(head, None, groups, None)
    }

    /// A page of the titles with an initial.
    pub fn search_initial(&self, initial: Initial, page: usize) -> Made {
        let url = initial_url(initial);
        let label = self.initial_label(initial);
        let breadcrumbs = vec![self.link(&self.translate("find.title"), &Route::Search.url())];
        let head = self.head(&format!("{} {label}", self.translate("find.index")), &page_of_list(&url, page));
        let empty = Vec::new();
        let notes = self.title_index().get(&initial.rank(self.config.site.language)).unwrap_or(&empty);
        let shown = &notes[(page - 1) * PAGE_SIZE..notes.len().min(page * PAGE_SIZE)];
        let pages = page_count(notes.len());
        let href = |page| self.href(&page_of_list(&url, page));
        let pagination = (pages > 1).then(|| PaginationView {
            page: page as u32,
            pages: pages as u32,
            prev_href: (page > 1).then(|| href(page - 1)),
            next_href: (page < pages).then(|| href(page + 1)),
        });
        let groups = vec![self.initial_view(initial, shown)];
        let description = self.describe("list", &head.title, notes.len());
        let head = self.list_head(PageHead { breadcrumbs, description, ..head });
        self.search_view(head, Some(initial), groups, pagination)
    }

    fn search_view(
        &self,
        head: PageHead,
        current: Option<Initial>,
        groups: Vec<InitialView>,
        pagination: Option<PaginationView>,
    ) -> Made {
        let on_this_page = self.one_page_of_titles();
        let initials = self.title_index().iter().map(|(&(_, initial), notes)| TitleLink {
            label: self.initial_label(initial),
            href: if on_this_page { format!("#{}", initial.slug()) } else { self.href(&initial_url(initial)) },
            total: notes.len() as u32,
            current: current == Some(initial),
        });
        self.page(&SearchView {
            head: PageHead { section: Some("search".to_owned()), noindex: true, ..head },
            total: self.title_index().values().map(Vec::len).sum::<usize>() as u32,
            initials: initials.collect(),
            groups,
            pagination,
            topics_href: (!self.site.topics.is_empty()).then(|| self.href(&Route::Topics.url())),
        })
    }

    fn initial_label(&self, initial: Initial) -> String {
        initial.label().unwrap_or_else(|| self.translate("find.other"))
    }

    fn initial_view(&self, initial: Initial, notes: &[NoteId]) -> InitialView {
        let link = |&id: &NoteId| {
            let note = self.site.note(id);
            LinkView { label: note.title.clone(), href: Some(self.href(&note.url)) }
        };
        InitialView { label: self.initial_label(initial), id: initial.slug(), notes: notes.iter().map(link).collect() }
    }

    /// The search index, made on first use.
    pub(super) fn search_index(&self) -> &SearchIndex {
        let threads = NonZeroUsize::new(rayon::current_num_threads()).unwrap_or(NonZeroUsize::MIN);
        self.shared.search_index.get_or_init(|| SearchIndex::of(&self.site, self.config.search, threads))
    }

    /// A file of the search index.
    pub fn search_file(&self, file: SearchFile) -> Made {
        let index = self.search_index();
        let text = match file {
            SearchFile::Manifest => index.manifest(&self.theme.translations().below("find.script.")),
            SearchFile::Shard(ix) => index.shard(ix),
            SearchFile::Shelf(ix) => index.shelf(ix),
        };
        Ok(Outcome::clean(Body::Bytes(text.into_bytes())))
    }
}
