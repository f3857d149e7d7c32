//! Folders: one page for every folder with listed notes and for those above it.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diag::{Diagnostic, codes};
use crate::index::address::Addresses;
use crate::index::order::natural_key;
use crate::index::{Folder, FolderId, Note, NoteId};
use crate::path::{UrlPath, same_name};

/// The folders of `notes`; the first is the root. Sets [`Note::folder`].
pub fn folders(
    notes: &mut [Note],
    addresses: &mut Addresses,
    config: &Config,
    ranks: &[u32],
    all: &mut Vec<Diagnostic>,
) -> Vec<Folder> {
    let paths = paths_of(notes);
    let ids: BTreeMap<&str, FolderId> =
        paths.iter().enumerate().map(|(ix, path)| (path.as_str(), FolderId(ix as u32))).collect();
    let mut folders: Vec<Folder> = paths.iter().map(|path| empty(path, &ids, config)).collect();
    for (ix, note) in notes.iter_mut().enumerate() {
        note.folder = ids[note.parsed.path().folder()];
        let id = NoteId(ix as u32);
        if !note.listed() {
            continue;
        }
        if let Some(own) = folder_of_note(note, &ids, addresses) {
            folders[own.0 as usize].note.get_or_insert(id);
        }
        folders[note.folder.0 as usize].notes.push(id);
    }
    mark_listed(&mut folders);
    for ix in 1..folders.len() {
        if folders[ix].listed {
            let parent = folders[ix].parent.unwrap_or(FolderId(0));
            folders[parent.0 as usize].children.push(FolderId(ix as u32));
            folders[ix].url = url_of(&folders[ix], notes, addresses, all);
        }
    }
    sort(&mut folders, ranks, config);
    folders
}

/// A folder is listed when it or one below it holds a listed note. Parents precede children.
fn mark_listed(folders: &mut [Folder]) {
    for ix in (0..folders.len()).rev() {
        folders[ix].listed |= ix == 0 || !folders[ix].notes.is_empty();
        if let (true, Some(parent)) = (folders[ix].listed, folders[ix].parent) {
            folders[parent.0 as usize].listed = true;
        }
    }
}

/// Every folder that holds a note, and all above.
fn paths_of(notes: &[Note]) -> BTreeSet<String> {
    let mut paths = BTreeSet::from([String::new()]);
    let mut last = "";
    for note in notes {
        // Notes are in path order, so most are in the folder of the one before.
        let mut folder = note.parsed.path().folder();
        if std::mem::replace(&mut last, folder) == folder {
            continue;
        }
        while !folder.is_empty() && paths.insert(folder.to_owned()) {
            folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    }
    paths
}

fn empty(path: &str, ids: &BTreeMap<&str, FolderId>, config: &Config) -> Folder {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    Folder {
        path: path.to_owned(),
        title: if path.is_empty() { config.site.title.clone() } else { name.to_owned() },
        url: UrlPath::root(),
        parent: (!path.is_empty()).then(|| ids[parent]),
        children: Vec::new(),
        notes: Vec::new(),
        note: None,
        listed: false,
    }
}

/// The folder that a note is the page of: `X/X.md` and `X/index.md`, and `X.md` beside `X`, since both claim `/x/`.
fn folder_of_note(note: &Note, ids: &BTreeMap<&str, FolderId>, addresses: &Addresses) -> Option<FolderId> {
    let path = note.parsed.path();
    let folder = path.folder();
    let own = folder.rsplit('/').next().unwrap_or_default();
    if !folder.is_empty() && (same_name(path.stem(), "index") || same_name(path.stem(), own)) {
        return (note.url == addresses.of_folder(folder)).then(|| ids[folder]);
    }
    let beside = if folder.is_empty() { path.stem().to_owned() } else { format!("{folder}/{}", path.stem()) };
    ids.get(beside.as_str()).copied().filter(|_| note.url == addresses.of_folder(&beside))
}

fn url_of(folder: &Folder, notes: &[Note], addresses: &mut Addresses, all: &mut Vec<Diagnostic>) -> UrlPath {
    if let Some(note) = folder.note {
        return notes[note.0 as usize].url.clone();
    }
    let (url, clash) = addresses.take_or_suffix(addresses.of_folder(&folder.path), &folder.path);
    all.extend(clash.map(|clash| {
        Diagnostic::new(codes::SLUG_COLLISION, clash).help(format!("the folder's page is {url}; rename one of the two"))
    }));
    url
}

fn sort(folders: &mut [Folder], ranks: &[u32], config: &Config) {
    let language = config.site.language;
    let titles: Vec<Vec<u64>> = folders.iter().map(|folder| natural_key(&folder.title, language)).collect();
    for folder in folders {
        folder.children.sort_by(|a, b| titles[a.0 as usize].cmp(&titles[b.0 as usize]));
        if let Some(own) = folder.note {
            folder.notes.retain(|&id| id != own);
        }
        folder.notes.sort_unstable_by_key(|id| ranks[id.0 as usize]);
    }
}
