//! Replaces the files of the output one by one, where it cannot be swapped as a whole.
//!
//! Each file is moved into place in one step, deletions come last, and a call that fails undoes everything. Killed
//! midway, the output is a mixture of two builds; a manifest of both is put there first, so that the next build knows
//! every file as its own.

use std::path::{Path, PathBuf};
use std::{collections::BTreeSet, io};

use super::fs::{Fs, FsError};
use super::manifest::{self, Manifest};
use super::outcome::Failure;
use super::slot::Slot;
use super::staged::Staged;
use crate::diag::Diagnostic;

/// Files that the stage holds besides those of the site, whose paths never begin with a dot.
const BACKUP: &str = ".kbgen-old";
const INTERIM: &str = ".kbgen-both";
const FINAL: &str = ".kbgen-new";

/// Puts the staged files in place and removes those of `removed`.
pub(super) fn patch(staged: &Staged, manifest: &[u8], removed: &BTreeSet<String>) -> Result<Vec<Diagnostic>, Failure> {
    let Slot { fs, target, stage, .. } = &staged.slot;
    staged.slot.check_interrupt()?;
    let mut patch = Patch { fs, out: &target.out, stage: &stage.path, undo: Vec::new() };
    match patch.run(staged, manifest, removed) {
        Ok(()) => Ok(Vec::new()),
        Err(error) => {
            patch.take_back();
            Err(error.into())
        }
    }
}

/// The undo of one step; paths are below the output.
enum Undo {
    /// The file was replaced or removed; the old file is in the backup.
    Restore(PathBuf),
    /// The file is new.
    Remove(PathBuf),
    /// The folder is new; this is its full path.
    RemoveFolder(PathBuf),
    /// The folder was removed.
    CreateFolder(PathBuf),
}

struct Patch<'a> {
    fs: &'a Fs,
    out: &'a Path,
    stage: &'a Path,
    undo: Vec<Undo>,
}

impl Patch<'_> {
    fn run(&mut self, staged: &Staged, manifest: &[u8], removed: &BTreeSet<String>) -> Result<(), FsError> {
        let old = &staged.slot.target.manifest;
        self.fs.write(&self.stage.join(INTERIM), &both(old, &staged.manifest).to_bytes())?;
        self.fs.write(&self.stage.join(FINAL), manifest)?;
        self.put(&self.stage.join(INTERIM), Path::new(manifest::NAME))?;
        let blockers = blockers(&staged.manifest, removed);
        for path in &blockers {
            self.remove(Path::new(path))?;
        }
        for path in &staged.new {
            let path = Path::new(path.as_str());
            self.clear_folder(old, path)?;
            self.put(&self.stage.join(path), path)?;
        }
        for path in removed.difference(&blockers) {
            self.remove(Path::new(path))?;
        }
        // The old manifest is in the backup already.
        self.fs.rename(&self.stage.join(FINAL), &self.out.join(manifest::NAME))?;
        let kept = staged.manifest.folders();
        for folder in old.folders().into_iter().rev().filter(|folder| !kept.contains(folder)) {
            // A folder with something foreign in it stays.
            let _ = self.fs.remove_dir(&self.out.join(folder));
        }
        Ok(())
    }

    /// Moves a file of the stage into place.
    fn put(&mut self, from: &Path, path: &Path) -> Result<(), FsError> {
        let to = self.out.join(path);
        if let Some(folder) = to.parent() {
            self.undo.extend(self.fs.create_dirs(folder)?.into_iter().map(Undo::RemoveFolder));
        }
        let is_there = to.symlink_metadata().is_ok();
        if is_there {
            self.fs.link_or_copy(&to, &self.backup(path))?;
        }
        self.fs.rename(from, &to)?;
        self.undo.push(if is_there { Undo::Restore(path.to_owned()) } else { Undo::Remove(path.to_owned()) });
        Ok(())
    }

    /// Moves a file out of the output.
    fn remove(&mut self, path: &Path) -> Result<(), FsError> {
        let backup = self.backup(path);
        if let Some(folder) = backup.parent() {
            self.fs.create_dirs(folder)?;
        }
        self.fs.rename(&self.out.join(path), &backup)?;
        self.undo.push(Undo::Restore(path.to_owned()));
        Ok(())
    }

    /// Removes the emptied folders of the last build where a file is to be.
    fn clear_folder(&mut self, old: &Manifest, path: &Path) -> Result<(), FsError> {
        if !self.out.join(path).symlink_metadata().is_ok_and(|meta| meta.is_dir()) {
            return Ok(());
        }
        for folder in old.folders().into_iter().rev().filter(|folder| Path::new(folder).starts_with(path)) {
            match self.fs.remove_dir(&self.out.join(folder)) {
                Err(error) if error.error.kind() != io::ErrorKind::NotFound => return Err(error),
                Err(_) => {}
                Ok(()) => self.undo.push(Undo::CreateFolder(folder.into())),
            }
        }
        Ok(())
    }

    fn backup(&self, path: &Path) -> PathBuf {
        self.stage.join(BACKUP).join(path)
    }

    /// Undoes every step, the last one first. A step that cannot be undone does not stop the others.
    fn take_back(&mut self) {
        while let Some(step) = self.undo.pop() {
            let _ = match step {
                Undo::Restore(path) => self.fs.rename(&self.backup(&path), &self.out.join(path)),
                Undo::Remove(path) => self.fs.remove_file(&self.out.join(path)),
                Undo::RemoveFolder(path) => self.fs.remove_dir(&path),
                Undo::CreateFolder(path) => self.fs.create_dir(&self.out.join(path)),
            };
        }
    }
}

/// A manifest of everything that either build wrote.
fn both(old: &Manifest, new: &Manifest) -> Manifest {
    let mut files = old.files.clone();
    files.extend(new.files.clone());
    Manifest { files, sources: new.sources.clone() }
}

/// Files to remove whose path is a folder in the new site, or is in a folder where it has a file.
fn blockers(new: &Manifest, removed: &BTreeSet<String>) -> BTreeSet<String> {
    let folders = new.folders();
    let in_file = |path: &str| path.match_indices('/').any(|(end, _)| new.files.contains_key(&path[..end]));
    removed.iter().filter(|path| folders.contains(path.as_str()) || in_file(path)).cloned().collect()
}
