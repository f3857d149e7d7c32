//! The facts of a note that depend on no other note: computed by all threads, and taken over from one
//! index to the next as long as the note stays the same.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::config::{Config, bare_key};
use crate::index::address::Addresses;
use crate::index::order::natural_key;
use crate::parse::tree::Kind;
use crate::parse::{ParsedNote, Property};
use crate::path::{UrlPath, fold};

/// The facts of a note, a function of the note and of the config.
#[derive(Debug)]
pub struct Facts {
    /// `title`, else the file's name.
    pub title: String,
    /// The sort key of the title.
    pub sort_key: Vec<u64>,
    /// The address by the note's folder and name.
    pub address: UrlPath,
    pub lang: Option<String>,
    /// `created`, else `date`.
    pub created: Option<NaiveDate>,
    pub updated: Option<NaiveDate>,
    /// As written.
    pub aliases: Vec<String>,
    /// The links of the topic lines, in order.
    pub topic_links: Vec<u32>,
    /// The note's values of taxonomies, in the order of its properties.
    pub terms: Vec<TermFact>,
}

/// A value of a taxonomy.
#[derive(Debug)]
pub struct TermFact {
    /// An index into the config's taxonomies.
    pub taxonomy: u32,
    pub folded: String,
    pub text: String,
}

/// A reader of facts, for one note after the other.
pub struct FactReader<'a> {
    config: &'a Config,
    addresses: &'a Addresses,
    /// The taxonomies of each key met so far: notes share their keys.
    taxonomies: FxHashMap<String, Vec<u32>>,
}

impl<'a> FactReader<'a> {
    /// `addresses` must know the folders of the notes.
    pub fn new(config: &'a Config, addresses: &'a Addresses) -> Self {
        Self { config, addresses, taxonomies: FxHashMap::default() }
    }

    pub fn read(&mut self, note: &ParsedNote) -> Facts {
        let properties = &note.properties;
        let zone = self.config.today.zone;
        let title = properties.text("title").unwrap_or_else(|| note.path().stem()).to_owned();
        Facts {
            sort_key: natural_key(&title, self.config.site.language),
            title,
            address: self.addresses.default_of(note.path()),
            lang: properties.text("lang").map(str::to_owned),
            created: properties.date("created", zone).or_else(|| properties.date("date", zone)),
            updated: properties.date("updated", zone),
            aliases: properties.aliases(),
            topic_links: topic_line_links(note),
            terms: properties.entries().flat_map(|property| self.terms(&property)).collect(),
        }
    }

    /// The values of taxonomies in a property: each text of those that their keys name; a wikilink counts by its text.
    fn terms(&mut self, property: &Property) -> Vec<TermFact> {
        let mut found = Vec::new();
        for &taxonomy in self.taxonomies_of(&property.key) {
            let texts = property.value.scalars().iter().filter_map(|scalar| scalar.as_text());
            let texts = texts.map(link_text).filter(|text| !text.is_empty());
            found.extend(texts.map(|text| TermFact { taxonomy, folded: fold(&text), text }));
        }
        found
    }

    fn taxonomies_of(&mut self, key: &str) -> &[u32] {
        if !self.taxonomies.contains_key(key) {
            let bare = bare_key(key);
            let all = self.config.taxonomies.iter().enumerate();
            let named = all.filter(|(_, taxonomy)| taxonomy.keys.contains(&bare)).map(|(ix, _)| ix as u32);
            self.taxonomies.insert(key.to_owned(), named.collect());
        }
        self.taxonomies.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The links of a note's topic lines, in order.
fn topic_line_links(note: &ParsedNote) -> Vec<u32> {
    let tree = &note.body;
    let Some(start) = tree.roots().find(|&ix| tree.node(ix).kind == Kind::TopicLines) else {
        return Vec::new();
    };
    let inside = tree.run(start..tree.node(start).end);
    inside.filter_map(|node| if let Kind::Link(link) = node.kind { Some(link) } else { None }).collect()
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
