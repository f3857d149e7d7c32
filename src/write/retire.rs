//! Clears away an old site that was swapped out, and what a killed build left behind.
//!
//! Only kbgen's own files go. A foreign file is hard-linked into the new site and may lose this link; one added late
//! to be linked is moved over. The manifest goes last, so that a tree that was only half cleared away still lists which
//! files are kbgen's.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::fs::{Fs, FsError};
use super::manifest::{self, Manifest};
use super::outcome::Failure;
use super::slot::Slot;
use super::stage_dir::{WITHIN, beside_prefix, manifest_in};
use super::survey::Survey;
use crate::diag::{Diagnostic, codes};
use crate::platform::is_same_file;

/// The suffix of a workplace's name for a site moved aside.
pub(super) const ASIDE: &str = "-old";

/// Clears away the site that was swapped out to `old`; returns diagnostics for what remains.
///
/// The new site is in place, so nothing that happens here is a failure of the build.
pub(super) fn old_site(slot: &Slot, survey: &Survey, old: &Path) -> Vec<Diagnostic> {
    let Slot { fs, target, .. } = slot;
    // A failure here is met again, and reported, by the walk below.
    survey.own.par_iter().for_each(|path| drop(fs.remove_file(&old.join(path))));
    for path in &survey.foreign_files {
        if is_same_file(&old.join(path), &target.out.join(path)) {
            let _ = fs.remove_file(&old.join(path));
        }
    }
    for folder in target.manifest.folders().into_iter().rev() {
        let _ = fs.remove_dir(&old.join(folder));
    }
    let _ = fs.remove_file(&manifest_in(old));
    match fs.remove_dir(old) {
        Ok(()) => Vec::new(),
        Err(_) => tree(fs, old, &target.out, &target.manifest),
    }
}

/// Clears away what killed builds left beside `out` and in it. A site that was moved aside and not yet replaced is moved
/// back first.
pub(super) fn residue(fs: &Fs, out: &Path) -> Result<(), Failure> {
    let prefix = beside_prefix(out);
    let parent = out.parent().unwrap_or(out);
    for (name, suffix) in named(fs, parent, &prefix)? {
        let path = parent.join(&name);
        if suffix == ASIDE && out.symlink_metadata().is_err() {
            fs.rename(&path, out)?;
            continue;
        }
        match fs.read(&manifest_in(&path)).ok().as_deref().and_then(Manifest::parse) {
            Some(manifest) => drop(tree(fs, &path, out, &manifest)),
            // A stage gets its manifest when it is complete: this one holds only files that kbgen made, and links.
            None => fs.remove_tree(&path)?,
        }
    }
    for (name, _) in named(fs, out, WITHIN.as_ref())? {
        fs.remove_tree(&out.join(name))?;
    }
    Ok(())
}

/// The folders in `parent` named `prefix` and a process's number, each with the rest of its name.
fn named(fs: &Fs, parent: &Path, prefix: &OsStr) -> Result<Vec<(PathBuf, &'static str)>, FsError> {
    let entries = match fs.list(parent) {
        Err(error) if matches!(error.error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Vec::new()
        }
        // A folder that may be passed through but not listed can hold no workplace either.
        Err(error) if error.error.kind() == io::ErrorKind::PermissionDenied => Vec::new(),
        entries => entries?,
    };
    let matches = |name: &OsStr| {
        let rest = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes())?;
        let (number, suffix) = match rest.strip_suffix(ASIDE.as_bytes()) {
            Some(number) => (number, ASIDE),
            None => (rest, ""),
        };
        (!number.is_empty() && number.iter().all(u8::is_ascii_digit)).then_some(suffix)
    };
    Ok(entries
        .into_iter()
        .filter(|(_, is_dir)| *is_dir)
        .filter_map(|(name, _)| matches(&name).map(|suffix| (PathBuf::from(name), suffix)))
        .collect())
}

/// Clears away kbgen's files of a tree, which its manifest lists; returns diagnostics for what remains.
fn tree(fs: &Fs, old: &Path, out: &Path, manifest: &Manifest) -> Vec<Diagnostic> {
    let own: HashSet<&Path> = manifest.files.keys().map(|path| Path::new(path.as_str())).collect();
    for entry in WalkDir::new(old).min_depth(1).contents_first(true).into_iter().filter_map(Result::ok) {
        let Ok(path) = entry.path().strip_prefix(old) else { continue };
        if path == Path::new(manifest::NAME) {
            continue;
        }
        let _ = if entry.file_type().is_dir() {
            fs.remove_dir(entry.path())
        } else if own.contains(path) || is_same_file(entry.path(), &out.join(path)) {
            fs.remove_file(entry.path())
        } else {
            rescue(fs, entry.path(), &out.join(path))
        };
    }
    let rest = fs.list(old).unwrap_or_default();
    if rest.iter().all(|(name, _)| name == manifest::NAME) {
        let _ = fs.remove_file(&manifest_in(old));
    }
    match fs.remove_dir(old) {
        Ok(()) => Vec::new(),
        Err(error) if error.error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let message = format!("the site is in place, but {} was left behind: {}", old.display(), error.error);
            vec![Diagnostic::new(codes::OUTPUT_LEFT_OVER, message).help("the next build tries again")]
        }
    }
}

/// Moves a foreign file to the new site, unless something is there already.
fn rescue(fs: &Fs, file: &Path, to: &Path) -> Result<(), FsError> {
    // A link, since unlike a move it never replaces.
    fs.hard_link(file, to)?;
    fs.remove_file(file)
}
