//! Taxonomies: properties that group notes, such as a subject or a textbook.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::config::{Config, Taxonomy, bare_key};
use crate::index::address::Addresses;
use crate::index::order::natural_key;

use crate::index::{Note, NoteId, TaxonomyTerms, Term, TermRef};
use crate::parse::Property;
use crate::path::{UrlPath, fold, slug_or_hash};

/// The taxonomies that listed notes use, in the config's order. `ranks` are the notes' places in natural order. Sets
/// [`Note::terms`].
pub fn taxonomies(notes: &mut [Note], addresses: &mut Addresses, config: &Config, ranks: &[u32]) -> Vec<TaxonomyTerms> {
    let groups = groups(notes, &config.taxonomies);
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

/// One walk over all properties, for all taxonomies; the result is parallel to them.
fn groups(notes: &[Note], taxonomies: &[Taxonomy]) -> Vec<Groups> {
    let mut groups: Vec<Groups> = taxonomies.iter().map(|_| Groups::new()).collect();
    // Notes share their keys: each is looked at once.
    let mut known: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (ix, note) in notes.iter().enumerate().filter(|(_, note)| note.listed()) {
        for property in &note.parsed.properties.entries {
            let of = known.entry(&property.key).or_insert_with(|| {
                let key = bare_key(&property.key);
                let named = taxonomies.iter().enumerate().filter(|(_, taxonomy)| taxonomy.keys.contains(&key));
                named.map(|(at, _)| at).collect()
            });
            for &taxonomy in &*of {
                for value in values(property) {
                    let (_, notes) = groups[taxonomy].entry(fold(&value)).or_insert_with(|| (value, Vec::new()));
                    if notes.last() != Some(&NoteId(ix as u32)) {
                        notes.push(NoteId(ix as u32));
                    }
                }
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

/// What a property says for a taxonomy: every text; a wikilink counts by its text.
fn values(property: &Property) -> impl Iterator<Item = String> {
    let texts = property.value.scalars().iter().filter_map(|scalar| scalar.as_text());
    texts.map(link_text).filter(|text| !text.is_empty())
}

/// `[[Folder/Name|shown]]` is `shown`, `[[Folder/Name]]` is `Name`.
fn link_text(text: &str) -> String {
    let Some(inner) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) else {
        return text.to_owned();
    };
    let shown = inner.split_once('|').map_or_else(|| inner.rsplit('/').next().unwrap_or(inner), |(_, shown)| shown);
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::link_text;

    #[test]
    fn a_wikilink_counts_by_its_text() {
        for (value, expected) in
            [("AWS", "AWS"), ("[[AWS]]", "AWS"), ("[[a/AWS]]", "AWS"), ("[[AWS|아마존]]", "아마존")]
        {
            assert_eq!(link_text(value), expected);
        }
    }
}
