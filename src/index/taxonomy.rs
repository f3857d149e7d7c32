//! Taxonomies: properties that group notes, such as a subject or a textbook.

use std::collections::{BTreeMap, HashMap};

use crate::config::{Config, Taxonomy, bare_key};
use crate::index::address::Addresses;
use crate::index::order::natural_key;

use crate::index::{Note, NoteId, TaxonomyTerms, Term, TermRef};
use crate::path::{UrlPath, fold, slug_or_hash};

/// The taxonomies that listed notes use, in the config's order. Sets [`Note::terms`].
pub fn taxonomies(notes: &mut [Note], addresses: &mut Addresses, config: &Config) -> Vec<TaxonomyTerms> {
    let found = config.taxonomies.iter().filter_map(|taxonomy| terms(taxonomy, notes, addresses, config));
    let found: Vec<TaxonomyTerms> = found.collect();
    for (taxonomy, terms) in found.iter().enumerate() {
        for (term, of) in terms.terms.iter().enumerate() {
            for note in &of.notes {
                notes[note.0 as usize].terms.push(TermRef { taxonomy: taxonomy as u32, term: term as u32 });
            }
        }
    }
    found
}

fn terms(taxonomy: &Taxonomy, notes: &[Note], addresses: &mut Addresses, config: &Config) -> Option<TaxonomyTerms> {
    let mut groups: BTreeMap<String, (String, Vec<NoteId>)> = BTreeMap::new();
    // Notes share their keys: each is looked at once.
    let mut known: HashMap<&str, bool> = HashMap::new();
    for (ix, note) in notes.iter().enumerate().filter(|(_, note)| note.listed()) {
        for value in values(note, taxonomy, &mut known) {
            let group = groups.entry(fold(&value)).or_insert_with(|| (value, Vec::new()));
            if group.1.last() != Some(&NoteId(ix as u32)) {
                group.1.push(NoteId(ix as u32));
            }
        }
    }
    if groups.is_empty() {
        return None;
    }
    let language = config.site.language;
    let root = UrlPath::page([taxonomy.slug.as_str()]);
    addresses.take(&root, &taxonomy.slug);
    let mut groups: Vec<(String, Vec<NoteId>)> = groups.into_values().collect();
    groups.sort_by_cached_key(|(name, _)| natural_key(name, language));
    let terms = groups.into_iter().map(|(name, mut listed)| {
        listed.sort_by_cached_key(|id| natural_key(&notes[id.0 as usize].title, language));
        let url = UrlPath::page([taxonomy.slug.as_str(), &slug_or_hash(&name, &name)]);
        let (url, _) = addresses.take_or_suffix(url, &name);
        Term { name, url, notes: listed }
    });
    let terms = terms.collect();
    Some(TaxonomyTerms { slug: taxonomy.slug.clone(), title: taxonomy.title.clone(), url: root, terms })
}

/// What a note says for a taxonomy: every text of the properties that its keys name; a wikilink counts by its text.
fn values<'n>(note: &'n Note, taxonomy: &Taxonomy, known: &mut HashMap<&'n str, bool>) -> Vec<String> {
    let properties = note.parsed.properties.entries.iter();
    properties
        .filter(|property| {
            *known.entry(&property.key).or_insert_with(|| taxonomy.keys.contains(&bare_key(&property.key)))
        })
        .flat_map(|property| property.value.scalars())
        .filter_map(|scalar| scalar.as_text())
        .map(link_text)
        .filter(|text| !text.is_empty())
        .collect()
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
