//! The pages of a taxonomy: all its terms, and the notes of each.

use crate::index::TaxonomyTerms;
use crate::routes::page_of_list;
use crate::theme::Translations;
use crate::view::{NavItem, PageHead, TaxonomyView, TermView};

use super::context::{Made, Pages};
use super::kind::{Plan, SitemapEntry};
use super::scope::Scope;

pub(super) fn plan(plan: &mut Plan) {
    let site = plan.pages.site.clone();
    for (ix, taxonomy) in site.taxonomies.iter().enumerate() {
        plan.add(taxonomy.url.to_out(), move |pages| pages.taxonomy(ix));
        for (term_ix, term) in taxonomy.terms.iter().enumerate() {
            plan.list(&term.url, term.notes.len(), 1, move |pages, page| pages.term(ix, term_ix, page));
        }
    }
}

pub(super) fn nav(scope: Scope<'_>, translations: &Translations) -> Vec<NavItem> {
    let item = |taxonomy: &TaxonomyTerms| {
        let own_name = || {
            let known = translations.has(&format!("nav.{}", taxonomy.slug));
            (!known).then(|| taxonomy.slug.clone())
        };
        NavItem {
            key: taxonomy.slug.clone(),
            label: taxonomy.title.clone().or_else(own_name),
            href: scope.config.site.base.link(&taxonomy.url),
            count: None,
        }
    };
    scope.site.taxonomies.iter().map(item).collect()
}

pub(super) fn sitemap(pages: &Pages) -> Vec<SitemapEntry> {
    let of = |taxonomy: &TaxonomyTerms| {
        let terms = taxonomy.terms.iter().map(|term| (term.url.clone(), None));
        std::iter::once((taxonomy.url.clone(), None)).chain(terms).collect::<Vec<_>>()
    };
    pages.site.taxonomies.iter().flat_map(of).collect()
}

impl Pages {
    /// The title of a taxonomy: from the config, else from the theme, else its slug.
    pub(super) fn taxonomy_title(&self, taxonomy: &TaxonomyTerms) -> String {
        let key = format!("nav.{}", taxonomy.slug);
        let translations = self.theme.translations();
        let known = || if translations.has(&key) { translations.get(&key, &[]) } else { taxonomy.slug.clone() };
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
            ..self.head(&term.name, &page_of_list(&term.url, page))
        });
        let listing = self.listing(&term.notes, &term.url, page)?;
        self.page(&TermView { head, taxonomy: link, note: None, listing })
    }
}
