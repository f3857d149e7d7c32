//! The scan, which turns the vault's files into a [`Vault`]. Nothing else reads the vault.
//!
//! Names and bytes are unchanged; their meaning is decided by the phases that follow. A walk finds the names, other
//! threads read the files meanwhile, and everything is put in path order, so that neither the order of the folder nor
//! the threads affect the result.

mod decode;
mod exclude;
pub mod fonts;
mod git;
pub mod image;
pub mod metadata;
mod obsidian;
mod read;
mod reviews;
mod svg;
mod vault;
mod walk;

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use crate::config::ScanRules;
use crate::diag::{self, Diagnostic, Outcome, codes};
use crate::path::VaultPath;
use crate::text::Source;

pub use decode::{NotText, decode};
use exclude::{Gate, Verdict};
pub use read::NOTE_LIMIT;
use read::{read_note, read_theme_file};
pub use reviews::{REVIEW_LOG, read as read_reviews};
pub use vault::{Asset, ObsidianSettings, SourceFile, Vault, is_page};
use walk::{FileKind, FoundFile};

impl Vault {
    fn add(&mut self, path: VaultPath, piece: Piece) {
        match piece {
            Piece::Note(note) => self.notes.push(note),
            Piece::Asset(asset) => self.assets.push(asset),
            Piece::Withheld => self.unreadable.push(path),
            Piece::ExcludedButPublic => self.excluded_but_public.push(path),
            Piece::Nothing => {}
        }
    }
}

/// The result of reading one note's file.
#[derive(Clone, Debug)]
pub enum Reading {
    Note(SourceFile),
    /// It exists and cannot be published; a diagnostic has the reason. Its name stays reserved.
    Withheld,
    /// There is no such note: the file is gone, hidden or excluded.
    Absent,
}

/// Reads the whole vault.
///
/// # Errors
/// The vault's folder cannot be read at all (`vault::unreadable`), or an exclude pattern is invalid
/// (`config::bad-value`): continuing would publish files that it was meant to hide.
pub fn scan(rules: &ScanRules) -> Result<Outcome<Vault>, Box<Diagnostic>> {
    let root = vault_root(&rules.root)?;
    let mut diagnostics = Vec::new();
    let obsidian = obsidian::read(&root).take(&mut diagnostics);
    let gate = Gate::new(rules, &root, &obsidian)?;
    let quiet = obsidian::quiet_filters(&obsidian).take(&mut diagnostics);
    let mut vault = read_while_walking(&root, &gate, &quiet)?.take(&mut diagnostics);
    vault.obsidian = obsidian;
    settle_theme(&mut vault, &mut diagnostics);
    vault.reviews = read_reviews(&root).take(&mut diagnostics);
    if rules.git_dates {
        let notes = vault.notes.iter().map(|note| &note.source.path);
        vault.git_dates = git::last_changes(&root, notes).take(&mut diagnostics);
    }
    diag::sort(&mut diagnostics);
    Ok(Outcome::new(vault, diagnostics))
}

/// Reads one note again after a change, under the same rules as [`scan`]. `settings` are those of the last scan.
///
/// # Errors
/// As for [`scan`].
pub fn reread(
    rules: &ScanRules,
    settings: &ObsidianSettings,
    path: &VaultPath,
) -> Result<Outcome<Reading>, Box<Diagnostic>> {
    let root = vault_root(&rules.root)?;
    let gate = Gate::new(rules, &root, settings)?;
    if !is_page(path) || gate.verdict_of_all(path.as_str()) != Verdict::Keep {
        return Ok(Outcome::clean(Reading::Absent));
    }
    let mut diagnostics = Vec::new();
    let Some(found) = walk::look_up(&root, &gate, path).take(&mut diagnostics) else {
        let reading = if diagnostics.is_empty() { Reading::Absent } else { Reading::Withheld };
        return Ok(Outcome::new(reading, diagnostics));
    };
    // The scan has reported invalid filters.
    let quiet = obsidian::quiet_filters(settings).value;
    let reading = match read_piece(&found, &quiet, &mut Vec::new()).take(&mut diagnostics) {
        Piece::Note(note) => Reading::Note(note),
        Piece::Withheld => Reading::Withheld,
        _ => Reading::Absent,
    };
    Ok(Outcome::new(reading, diagnostics))
}

/// Reads the review log again after a change.
///
/// # Errors
/// As for [`scan`].
pub fn reread_reviews(rules: &ScanRules) -> Result<Outcome<Option<Source>>, Box<Diagnostic>> {
    Ok(read_reviews(&vault_root(&rules.root)?))
}

/// The vault's folder with every link on the way resolved, so that "inside the vault" is a comparison of prefixes.
fn vault_root(given: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    let unreadable = |why: &dyn std::fmt::Display| {
        let message = format!("the vault {} cannot be read: {why}", given.display());
        let help = "name the folder that holds the notes, as in `kbgen build path/to/vault`";
        Box::new(Diagnostic::new(codes::VAULT_UNREADABLE, message).help(help))
    };
    let root = given.canonicalize().map_err(|error| unreadable(&error))?;
    if root.is_dir() { Ok(root) } else { Err(unreadable(&"it is not a folder")) }
}

/// The part of the vault that one file becomes.
enum Piece {
    Note(SourceFile),
    Asset(Asset),
    Withheld,
    ExcludedButPublic,
    Nothing,
}

/// Every file in path order; each is read while others are still being found.
fn read_while_walking(
    root: &Path,
    gate: &Gate,
    quiet: &obsidian::QuietFilters,
) -> Result<Outcome<Vault>, Box<Diagnostic>> {
    let (sender, receiver) = mpsc::channel();
    let read_batch = |batch: Vec<FoundFile>| {
        let mut buffer = Vec::new();
        let read = |found: FoundFile| (read_piece(&found, quiet, &mut buffer), found.path);
        // The receiver outlives the scope.
        let _ = sender.send(batch.into_iter().map(read).collect::<Vec<_>>());
    };
    let mut all = rayon::in_place_scope(|scope| walk::walk(root, gate, |batch| scope.spawn(|_| read_batch(batch))))?;
    drop(sender);
    let mut vault = Vault::default();
    for (piece, path) in receiver.into_iter().flatten() {
        vault.add(path, piece.take(&mut all));
    }
    vault.notes.sort_unstable_by(|a, b| a.source.path.cmp(&b.source.path));
    vault.assets.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    vault.unreadable.sort_unstable();
    vault.excluded_but_public.sort_unstable();
    Ok(Outcome::new(vault, all))
}

/// Where there is a theme in `theme/`, everything there but notes is the theme's.
fn settle_theme(vault: &mut Vault, diagnostics: &mut Vec<Diagnostic>) {
    if !walk::is_theme(vault.assets.iter().map(|asset| &asset.path)) {
        return;
    }
    let readme = VaultPath::new("theme/README.md");
    vault.notes.retain(|note| note.source.path != readme);
    vault.unreadable.retain(|path| *path != readme);
    diagnostics.retain(|diagnostic| diagnostic.place.as_ref().is_none_or(|place| place.path != readme));
    let of_theme = vault.assets.extract_if(.., |asset| asset.path.as_str().starts_with(walk::THEME_PREFIX));
    for Asset { path, disk, .. } in of_theme {
        let bytes = read_theme_file(&path, &disk).take(diagnostics);
        let below = path.as_str().strip_prefix(walk::THEME_PREFIX).unwrap_or(path.as_str());
        vault.theme.extend(bytes.map(|bytes| (below.to_owned(), bytes)));
    }
}

fn read_piece(found: &FoundFile, quiet: &obsidian::QuietFilters, buffer: &mut Vec<u8>) -> Outcome<Piece> {
    match found.kind {
        FileKind::Note => read_note(found, buffer).map(|source| match source {
            Some(source) => Piece::Note(SourceFile { quiet: quiet.matches(&source.path), source }),
            None => Piece::Withheld,
        }),
        FileKind::Withheld => Outcome::clean(Piece::Withheld),
        FileKind::Asset => match found.disk.symlink_metadata() {
            Ok(meta) => Outcome::clean(Piece::Asset(Asset {
                path: found.path.clone(),
                disk: found.disk.clone(),
                size: meta.len(),
            })),
            // The file vanished after the walk; a note that refers to it will have a diagnostic.
            Err(_) => Outcome::clean(Piece::Nothing),
        },
        FileKind::Excluded => excluded_note(found),
    }
}

/// The finding about an excluded note. Exclusion wins over `publish: true`, and the author must know.
fn excluded_note(found: &FoundFile) -> Outcome<Piece> {
    if !read::claims_to_be_public(&found.disk) {
        return Outcome::clean(Piece::Nothing);
    }
    let warning =
        Diagnostic::new(codes::PUBLISH_EXCLUDED, "the note has `publish: true` but an exclude pattern matches it")
            .in_file(&found.path)
            .help("exclusion wins: change `exclude` in kbgen.toml to publish the note, or drop the property");
    Outcome::new(Piece::ExcludedButPublic, vec![warning])
}

#[cfg(test)]
mod tests;
