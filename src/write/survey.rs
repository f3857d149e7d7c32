//! The content of the output folder: kbgen's own files, and everything else.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::fs::{Fs, FsError};
use super::guard::{OutputFolder, refused};
use super::manifest;
use super::outcome::Failure;
use crate::path::OutPath;

/// The output folder's content, by paths below it.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files of the manifest that are there, reached through real folders only: a link that took a folder's place
    /// makes nothing behind it kbgen's.
    pub own: HashSet<String>,
    /// Files, links and anything else that is not a folder, sorted.
    pub foreign_files: Vec<PathBuf>,
    /// Folders that hold nothing of kbgen's, sorted. They were not read.
    pub foreign_folders: Vec<PathBuf>,
}

/// Reads every folder that kbgen wrote to. `ignore` is a name in the output folder that is kbgen's own workplace.
pub(super) fn survey(fs: &Fs, target: &OutputFolder, ignore: Option<&str>) -> Result<Survey, FsError> {
    let mut survey = Survey::default();
    let known = target.manifest.folders();
    let mut level = if target.exists { vec![PathBuf::new()] } else { Vec::new() };
    while !level.is_empty() {
        let lists: Vec<_> = level.par_iter().map(|folder| fs.list(&target.out.join(folder))).collect();
        let mut next = Vec::new();
        for (folder, list) in level.iter().zip(lists) {
            for (name, is_dir) in list? {
                let path = folder.join(&name);
                match path.to_str() {
                    Some(text) if text == manifest::NAME || ignore == Some(text) => {}
                    Some(text) if is_dir && known.contains(text) => next.push(path),
                    Some(text) if !is_dir && target.manifest.files.contains_key(text) => {
                        survey.own.insert(text.to_owned());
                    }
                    _ if is_dir => survey.foreign_folders.push(path),
                    _ => survey.foreign_files.push(path),
                }
            }
        }
        level = next;
    }
    survey.foreign_files.sort();
    survey.foreign_folders.sort();
    Ok(survey)
}

impl Survey {
    /// An error where a file of the site would have to replace something foreign.
    pub(super) fn check_way<'a>(
        &self,
        target: &OutputFolder,
        paths: impl Iterator<Item = &'a OutPath>,
    ) -> Result<(), Failure> {
        if self.foreign_files.is_empty() && self.foreign_folders.is_empty() {
            return Ok(());
        }
        let files: HashSet<&Path> = self.foreign_files.iter().map(PathBuf::as_path).collect();
        let folders: HashSet<&Path> = self.foreign_folders.iter().map(PathBuf::as_path).collect();
        // Folders that must stay folders, since something foreign is in them.
        let occupied: BTreeSet<&Path> =
            files.iter().chain(&folders).flat_map(|path| path.ancestors().skip(1)).collect();
        for path in paths {
            let path = Path::new(path.as_str());
            let in_foreign_folder = path.ancestors().skip(1).any(|folder| folders.contains(folder));
            let blocked = path.ancestors().find(|part| files.contains(part)).or_else(|| {
                let taken = folders.contains(path)
                    || occupied.contains(path)
                    || in_foreign_folder && is_blocked_below(&target.out, path);
                taken.then_some(path)
            });
            if let Some(blocked) = blocked {
                let rule = format!("`{}` is in the way, and kbgen did not write it", blocked.display());
                return Err(refused(&target.out, &rule, "move it away, or give the note another `permalink`"));
            }
        }
        Ok(())
    }

    /// Everything foreign, for the report.
    pub(super) fn kept(&self) -> Vec<String> {
        let files = self.foreign_files.iter().map(|path| path.display().to_string());
        let mut kept: Vec<_> =
            files.chain(self.foreign_folders.iter().map(|path| format!("{}/", path.display()))).collect();
        kept.sort();
        kept
    }
}

/// Whether a new file cannot be put below a foreign folder: its name is taken, or a part of its path is not a folder.
fn is_blocked_below(out: &Path, path: &Path) -> bool {
    let way = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let is_no_folder = |folder: &Path| out.join(folder).symlink_metadata().is_ok_and(|meta| !meta.is_dir());
    out.join(path).symlink_metadata().is_ok() || way.into_iter().any(is_no_folder)
}
