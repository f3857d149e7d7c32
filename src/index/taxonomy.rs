//! Taxonomies: properties that group notes, such as a subject or a textbook.

use std::collections::BTreeMap;

use crate::config::{Config, Taxonomy};
use crate::index::address::Addresses;
use crate::index::memo::Memo;
use crate::index::order::natural_key;
use crate::index::{Note, NoteId, TaxonomyTerms, Term, TermRef};
use crate::path::{UrlPath, slug_or_hash};

/// The taxonomies that listed notes use, in the config's order. `ranks` are the notes' positions in natural order. Sets
/// [`Note::terms`].
pub fn taxonomies(
    notes: &mut [Note],
    memo: &Memo,
    addresses: &mut Addresses,
    config: &Config,
    ranks: &[u32],
) -> Vec<TaxonomyTerms> {
    let groups = groups(notes, memo, config);
    let named = config.taxonomies.iter().zip(groups).filter(|(_, groups)| !groups.is_empty());
    let found: Vec<TaxonomyTerms> =
        named.map(|(taxonomy, groups)| terms(taxonomy, groups, addresses, config, ranks)).collect();
    for (taxonomy, terms) in found.iter().enumerate() {
        for (term, of) in terms.terms.iter().enumerate() {
            for note in &of.notes {
                notes[note.0 as usize].terms.push(TermRef { taxonomy: taxonomy as u32, term: term as u32 });
            }
        }
    }
    found
}

/// The values of one taxonomy by their folded text: as first spelt, and the notes that have them, in path order.
type Groups = BTreeMap<String, (String, Vec<NoteId>)>;

/// The result is parallel to the config's taxonomies.
fn groups(notes: &[Note], memo: &Memo, config: &Config) -> Vec<Groups> {
    let mut groups: Vec<Groups> = config.taxonomies.iter().map(|_| Groups::new()).collect();
    for ix in (0..notes.len()).filter(|&ix| notes[ix].listed()) {
        for term in &memo.facts(ix).terms {
            let groups = &mut groups[term.taxonomy as usize];
            if !groups.contains_key(&term.folded) {
                groups.insert(term.folded.clone(), (term.text.clone(), Vec::new()));
            }
            if let Some((_, notes)) = groups.get_mut(&term.folded)
                && notes.last() != Some(&NoteId(ix as u32))
            {
                notes.push(NoteId(ix as u32));
            }
        }
    }
    groups
}

fn terms(
    taxonomy: &Taxonomy,
    groups: Groups,
    addresses: &mut Addresses,
    config: &Config,
    ranks: &[u32],
) -> TaxonomyTerms {
    let language = config.site.language;
    let root = UrlPath::page([taxonomy.slug.as_str()]);
    addresses.take(&root, &taxonomy.slug);
    let mut groups: Vec<(String, Vec<NoteId>)> = groups.into_values().collect();
    groups.sort_by_cached_key(|(name, _)| natural_key(name, language));
    let terms = groups.into_iter().map(|(name, mut listed)| {
        listed.sort_unstable_by_key(|id| ranks[id.0 as usize]);
        let url = UrlPath::page([taxonomy.slug.as_str(), &slug_or_hash(&name, &name)]);
        let (url, _) = addresses.take_or_suffix(url, &name);
        Term { name, url, notes: listed }
    });
    let terms = terms.collect();
    TaxonomyTerms { slug: taxonomy.slug.clone(), title: taxonomy.title.clone(), url: root, terms }
}
