//! Addresses: every page and file of the site gets one, and no two get the same (C-CLASH).
//!
//! The first claimant keeps an address: generated pages, then notes in path order, then folders, attachments, topics.
//! A later one gets a hash of its own path as suffix, so that its address does not depend on the others.

use std::collections::HashSet;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diag::{Diagnostic, codes};
use crate::parse::ParsedNote;
use crate::path::{UrlPath, VaultPath, fold, same_name, short_hash, slug, slug_as_typed, slug_or_hash};
use crate::routes::{self, Route};

/// Addresses given out so far.
#[derive(Debug)]
pub struct Addresses {
    /// The holder of each. Folded: a host may ignore case.
    taken: FxHashMap<String, String>,
    reserved: HashSet<String>,
    /// The slugs of the segments of folders that hold notes: notes share them.
    folders: FxHashMap<String, Vec<String>>,
    /// The address of a folder's attachments: `/files/…/`.
    asset_folders: FxHashMap<String, String>,
}

impl Addresses {
    pub fn new(config: &Config) -> Self {
        let mut reserved: HashSet<String> = routes::reserved().collect();
        reserved.extend(config.taxonomies.iter().map(|taxonomy| taxonomy.slug.clone()));
        let taken = FxHashMap::from_iter([("/".to_owned(), "the front page".to_owned())]);
        Self { taken, reserved, folders: FxHashMap::default(), asset_folders: FxHashMap::default() }
    }

    /// Reads the folders of notes once for all later calls.
    pub fn know_folders<'a>(&mut self, folders: impl Iterator<Item = &'a str>) {
        for folder in folders {
            if !self.folders.contains_key(folder) {
                let segments = self.slugs_of(folder);
                self.folders.insert(folder.to_owned(), segments);
            }
        }
    }

    /// Takes an address for `holder` (a vault path or a name) if it is free and no further page of a list may need it.
    pub fn take(&mut self, url: &UrlPath, holder: &str) -> bool {
        if routes::is_page_of_list(url) {
            return false;
        }
        match self.taken.entry(fold(url.as_str())) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(holder.to_owned());
                true
            }
        }
    }

    /// Takes an old address of a note, which gives way to everything else.
    pub fn take_redirect(&mut self, url: &UrlPath, holder: &str) -> bool {
        let first = url.as_str().split('/').nth(1).unwrap_or_default();
        !self.reserved.contains(&fold(first)) && self.take(url, holder)
    }

    /// Takes `url`, or the same with a hash of `holder` behind its last segment; then the text names the holder.
    pub fn take_or_suffix(&mut self, url: UrlPath, holder: &str) -> (UrlPath, Option<String>) {
        if self.take(&url, holder) {
            return (url, None);
        }
        let first = self.taken.get(&fold(url.as_str())).map_or("a further page of a list", String::as_str);
        let clash = format!("“{holder}” claims the address {url}, which belongs to “{first}”");
        let url = with_suffix(&url, &short_hash(holder));
        self.take(&url, holder);
        (url, Some(clash))
    }

    /// The address of a folder, by the slugs of its segments; a first segment that is reserved gets a suffix.
    pub fn of_folder(&self, folder: &str) -> UrlPath {
        UrlPath::page(self.segments(folder).iter().map(String::as_str))
    }

    fn segments(&self, path: &str) -> Vec<String> {
        self.folders.get(path).cloned().unwrap_or_else(|| self.slugs_of(path))
    }

    fn slugs_of(&self, path: &str) -> Vec<String> {
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
        let name = if path.folder().is_empty() { page_name(path) } else { first };
        slug(name).is_some_and(|slug| self.reserved.contains(&slug))
    }

    /// The address of a note by its folder and name, before it is known whether that is free.
    pub fn default_of(&self, path: &VaultPath) -> UrlPath {
        let folder = path.folder();
        let own = folder.rsplit('/').next().unwrap_or_default();
        let is_folder_note =
            path.is_note() && !folder.is_empty() && (same_name(path.stem(), "index") || same_name(path.stem(), own));
        if is_folder_note {
            return self.of_folder(folder);
        }
        let mut segments = self.segments(folder);
        let slug = slug_or_hash(page_name(path), path.as_str());
        let clash = segments.is_empty() && self.reserved.contains(&slug);
        segments.push(if clash { format!("{slug}-{}", short_hash(path.as_str())) } else { slug });
        UrlPath::page(segments.iter().map(String::as_str))
    }

    /// A note's address: its permalink, else `default`, which is its [`default_of`](Self::default_of); with the default
    /// as a redirect where a permalink is used.
    pub fn of_note(
        &mut self,
        note: &ParsedNote,
        default: UrlPath,
        all: &mut Vec<Diagnostic>,
    ) -> (UrlPath, Option<UrlPath>) {
        let path = note.path();
        let (wanted, old) = match self.permalink(note, all) {
            Some(url) => (url, Some(default)),
            None => (default, None),
        };
        if old.is_none() && self.gives_way(path) {
            all.push(
                Diagnostic::new(codes::SLUG_RESERVED, format!("“{path}” claims an address of the site's own pages"))
                    .in_file(path)
                    .help(format!("its page is {wanted}; rename it or give it a permalink")),
            );
        }
        let (url, clash) = self.take_or_suffix(wanted, path.as_str());
        all.extend(clash.map(|clash| {
            Diagnostic::new(codes::SLUG_COLLISION, clash)
                .in_file(path)
                .help(format!("its page is {url}; rename one of the two, or give one a permalink"))
        }));
        let old = old.filter(|old| *old != url);
        (url, old)
    }

    /// The address in `permalink`; a warning at its value where that is not a valid address.
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
        let folder = self.asset_folder(path);
        let stem = slug_or_hash(path.stem(), path.as_str());
        let extension = slug(&path.extension()).map(|extension| format!(".{extension}")).unwrap_or_default();
        let plain = UrlPath::new(format!("{folder}{stem}{extension}"));
        let is_folder = self.taken.contains_key(&fold(&format!("{plain}/")));
        if !is_folder && self.take(&plain, path.as_str()) {
            return plain;
        }
        let suffixed = UrlPath::new(format!("{folder}{stem}-{}{extension}", short_hash(path.as_str())));
        self.take(&suffixed, path.as_str());
        suffixed
    }

    fn asset_folder(&mut self, path: &VaultPath) -> String {
        if let Some(known) = self.asset_folders.get(path.folder()) {
            return known.clone();
        }
        let mut folder = Route::Attachments.path().to_owned();
        for name in path.folder().split('/').filter(|name| !name.is_empty()) {
            let slug = slug_or_hash(name, path.folder());
            // A file may have this name: `A.png` beside `a.png/`.
            let clash = self.taken.contains_key(&fold(&format!("{folder}{slug}")));
            folder.push_str(&if clash { format!("{slug}-{}", short_hash(path.folder())) } else { slug });
            folder.push('/');
            self.taken.entry(fold(&folder)).or_insert_with(|| path.folder().to_owned());
        }
        self.asset_folders.insert(path.folder().to_owned(), folder.clone());
        folder
    }
}

/// The name for the last segment of a page's address: a canvas and a base keep their extension, as in links.
fn page_name(path: &VaultPath) -> &str {
    if path.is_note() { path.stem() } else { path.file_name() }
}

/// `/a/b/` with `-hash` behind `b`.
fn with_suffix(url: &UrlPath, hash: &str) -> UrlPath {
    UrlPath::new(format!("{}-{hash}/", url.as_str().trim_end_matches('/')))
}
