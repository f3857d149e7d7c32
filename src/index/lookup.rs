//! The look-up of link targets: every file of the vault, its role on the site, and the aliases.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::NoteId;
use crate::index::facts::Facts;
use crate::index::input::Input;
use crate::index::names::Names;
use crate::parse::ParsedNote;
use crate::path::{VaultPath, fold};

/// The role of a vault file on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Note(NoteId),
    /// An index into the vault's assets.
    Asset(u32),
    /// A note that is not published, or could not be read.
    Withheld,
}

/// Every file of the vault by its names.
#[derive(Debug)]
pub struct Lookup {
    /// In path order; private notes too, whose names stay taken.
    paths: Vec<VaultPath>,
    /// Parallel to the paths.
    files: Vec<File>,
    /// Folded aliases of published notes, where aliases resolve.
    aliases: FxHashMap<String, Vec<NoteId>>,
    /// The names, a function of the paths alone.
    names: Arc<Names>,
}

impl PartialEq for Lookup {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files && self.paths == other.paths && self.aliases == other.aliases
    }
}

impl Lookup {
    /// `published` are the notes of the site in the order of their numbers, with their facts. `last` may lend the
    /// look-up of the same names.
    pub fn new(input: Input<'_>, published: &[Arc<ParsedNote>], facts: &[Arc<Facts>], last: Option<&Self>) -> Self {
        let Input { parsed, refused, vault, config, .. } = input;
        let ids: FxHashMap<&VaultPath, NoteId> =
            published.iter().enumerate().map(|(ix, note)| (note.path(), NoteId(ix as u32))).collect();
        let of_note = |path: &VaultPath| (path.clone(), ids.get(path).map_or(File::Withheld, |&id| File::Note(id)));
        let withheld = vault.unreadable.iter().chain(refused).map(|path| (path.clone(), File::Withheld));
        let assets = vault.assets.iter().enumerate().map(|(ix, asset)| (asset.path.clone(), File::Asset(ix as u32)));
        let mut known: Vec<(VaultPath, File)> =
            parsed.iter().map(|note| of_note(note.path())).chain(withheld).chain(assets).collect();
        known.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (paths, files): (Vec<_>, Vec<_>) = known.into_iter().unzip();
        let aliases = if config.markdown.alias_links { aliases(facts) } else { FxHashMap::default() };
        let same = last.filter(|last| last.paths == paths);
        let names = same.map_or_else(|| Arc::new(Names::new(&paths)), |last| last.names.clone());
        Self { paths, files, aliases, names }
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    pub fn path(&self, ix: u32) -> &VaultPath {
        &self.paths[ix as usize]
    }

    pub fn file(&self, ix: u32) -> File {
        self.files[ix as usize]
    }

    /// The notes that have this alias (folded).
    pub fn aliased(&self, alias: &str) -> Option<&[NoteId]> {
        self.aliases.get(alias).map(Vec::as_slice)
    }
}

fn aliases(facts: &[Arc<Facts>]) -> FxHashMap<String, Vec<NoteId>> {
    let mut aliases: FxHashMap<String, Vec<NoteId>> = FxHashMap::default();
    for (ix, facts) in facts.iter().enumerate() {
        let own: BTreeSet<String> = facts.aliases.iter().map(|alias| fold(alias)).collect();
        for alias in own {
            aliases.entry(alias).or_default().push(NoteId(ix as u32));
        }
    }
    aliases
}
