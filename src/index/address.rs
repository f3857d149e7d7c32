//! Addresses: every page and file of the site gets one, and no two get the same (product.md section 4).
//!
//! Who comes first keeps an address: generated pages, then notes in path order, then folders, attachments and topics.
//! Who comes later gets a hash of its own path as suffix, so that its address does not depend on the others.

use std::collections::{HashMap, HashSet};

use crate::config::Config;
use crate::diag::{Diagnostic, codes};
use crate::parse::ParsedNote;
use crate::path::{UrlPath, VaultPath, fold, short_hash, slug, slug_as_typed, slug_or_hash};

/// First segments of generated pages and files.
const RESERVED: &[&str] = &["tags", "due", "files", "assets", "search", "graph", "quiz", "progress", "404"];

/// Addresses given out so far.
#[derive(Debug)]
pub struct Addresses {
    /// Folded: a host may not tell case apart.
    taken: HashSet<String>,
    /// The notes among them, for messages.
    notes: HashMap<String, VaultPath>,
    reserved: HashSet<String>,
}

impl Addresses {
    pub fn new(config: &Config) -> Self {
        let mut reserved: HashSet<String> = RESERVED.iter().map(|&name| name.to_owned()).collect();
        reserved.extend(config.taxonomies.iter().map(|taxonomy| taxonomy.slug.clone()));
        Self { taken: HashSet::from(["/".to_owned()]), notes: HashMap::new(), reserved }
    }

    /// Takes an address if it is free.
    pub fn take(&mut self, url: &UrlPath) -> bool {
        self.taken.insert(fold(url.as_str()))
    }

    /// Takes `url`, or the same with a hash of `identity` behind its last segment. The flag tells that it was taken.
    pub fn take_or_suffix(&mut self, url: UrlPath, identity: &str) -> (UrlPath, bool) {
        if self.take(&url) {
            return (url, false);
        }
        let url = with_suffix(&url, &short_hash(identity));
        self.take(&url);
        (url, true)
    }

    /// The address of a folder, by the slugs of its segments; a first segment that is reserved gets a suffix.
    pub fn of_folder(&self, folder: &str) -> UrlPath {
        UrlPath::page(self.segments(folder).iter().map(String::as_str))
    }

    fn segments(&self, path: &str) -> Vec<String> {
        let mut segments = Vec::new();
        for (ix, name) in path.split('/').filter(|name| !name.is_empty()).enumerate() {
            let slug = slug_or_hash(name, path);
            let clash = ix == 0 && self.reserved.contains(&slug);
            segments.push(if clash { format!("{slug}-{}", short_hash(name)) } else { slug });
        }
        segments
    }

    /// Whether the note's or folder's first segment had to give way to a generated page.
    fn gives_way(&self, path: &VaultPath) -> bool {
        let first = path.as_str().split('/').next().unwrap_or_default();
        let name = if path.folder().is_empty() { path.stem() } else { first };
        slug(name).is_some_and(|slug| self.reserved.contains(&slug))
    }

    /// The address that a note has by its folder and name, before it is known whether that is free.
    pub fn default_of(&self, path: &VaultPath) -> UrlPath {
        let folder = path.folder();
        let own = folder.rsplit('/').next().unwrap_or_default();
        let is_folder_note = !folder.is_empty() && (fold(path.stem()) == "index" || fold(path.stem()) == fold(own));
        if is_folder_note {
            return self.of_folder(folder);
        }
        let mut segments = self.segments(folder);
        let slug = slug_or_hash(path.stem(), path.as_str());
        let clash = segments.is_empty() && self.reserved.contains(&slug);
        segments.push(if clash { format!("{slug}-{}", short_hash(path.as_str())) } else { slug });
        UrlPath::page(segments.iter().map(String::as_str))
    }

    /// A note's address: its permalink, else [`default_of`](Self::default_of); with the default as a redirect where a
    /// permalink is used.
    pub fn of_note(&mut self, note: &ParsedNote, all: &mut Vec<Diagnostic>) -> (UrlPath, Option<UrlPath>) {
        let path = note.path();
        let default = self.default_of(path);
        let (wanted, old) = match self.permalink(note, all) {
            Some(url) => (url, Some(default)),
            None => (default, None),
        };
        if old.is_none() && self.gives_way(path) {
            all.push(
                Diagnostic::new(codes::SLUG_RESERVED, format!("“{path}” wants an address of the site's own pages"))
                    .in_file(path)
                    .help(format!("its page is {wanted}; rename it or give it a permalink")),
            );
        }
        let (url, clashed) = self.take_or_suffix(wanted.clone(), path.as_str());
        if clashed {
            let other = self.notes.get(&fold(wanted.as_str()));
            let other = other.map_or_else(|| "another page".to_owned(), |other| format!("“{other}”"));
            all.push(
                Diagnostic::new(codes::SLUG_COLLISION, format!("{other} has the address {wanted} of “{path}” already"))
                    .in_file(path)
                    .help(format!("this one is {url}; rename one of the two, or give one a permalink")),
            );
        }
        self.notes.insert(fold(url.as_str()), path.clone());
        let old = old.filter(|old| *old != url);
        (url, old)
    }

    /// The address that `permalink` asks for; a warning at its value where that is no address.
    fn permalink(&self, note: &ParsedNote, all: &mut Vec<Diagnostic>) -> Option<UrlPath> {
        let property = note.properties.get("permalink")?;
        let text = property.value.as_text().unwrap_or_default();
        let parts: Vec<&str> = text.trim_matches('/').split('/').collect();
        let odd = |part: &&str| matches!(*part, "" | "." | "..") || part.contains(['\\', '?', ':', '\0']);
        let segments: Option<Vec<String>> =
            if parts.iter().any(odd) { None } else { parts.iter().map(|part| slug_as_typed(part)).collect() };
        let Some(mut segments) = segments else {
            all.push(
                Diagnostic::new(codes::PERMALINK_INVALID, format!("“{text}” cannot be the address of a page"))
                    .at(&note.source, property.value_span)
                    .help("write a path such as /notes/argo-cd/; the note keeps its usual address"),
            );
            return None;
        };
        if self.reserved.contains(&fold(&segments[0])) {
            segments[0] = format!("{}-{}", segments[0], short_hash(note.path().as_str()));
            all.push(
                Diagnostic::new(codes::SLUG_RESERVED, format!("“{text}” is an address of the site's own pages"))
                    .at(&note.source, property.value_span)
                    .help("choose another permalink"),
            );
        }
        Some(UrlPath::page(segments.iter().map(String::as_str)))
    }

    /// Takes an address for an attachment: `/files/`, the vault's folders slugged, the extension kept.
    pub fn of_asset(&mut self, path: &VaultPath) -> UrlPath {
        let mut url = String::from("/files/");
        for folder in path.folder().split('/').filter(|name| !name.is_empty()) {
            url.push_str(&slug_or_hash(folder, path.folder()));
            url.push('/');
        }
        let stem = slug_or_hash(path.stem(), path.as_str());
        let extension = slug(&path.extension()).map(|extension| format!(".{extension}")).unwrap_or_default();
        let plain = UrlPath::new(format!("{url}{stem}{extension}"));
        if self.take(&plain) {
            return plain;
        }
        let suffixed = UrlPath::new(format!("{url}{stem}-{}{extension}", short_hash(path.as_str())));
        self.take(&suffixed);
        suffixed
    }
}

/// `/a/b/` with `-hash` behind `b`.
fn with_suffix(url: &UrlPath, hash: &str) -> UrlPath {
    UrlPath::new(format!("{}-{hash}/", url.as_str().trim_end_matches('/')))
}
