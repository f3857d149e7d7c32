//! [`StageDir`]: the folder in which a site is made before it replaces the output, and the names of such folders.

#![expect(clippy::disallowed_methods, reason = "cleaning up must work after a fault that was injected into the rest")]

use std::path::{Path, PathBuf};

use crate::platform::is_same_mount;

use super::fs::{Fs, FsError};
use super::guard::OutputFolder;
use super::manifest;

/// A folder to build in. It is removed with its content when this value is dropped.
#[derive(Debug)]
pub(super) struct StageDir {
    pub path: PathBuf,
    /// The reason why it is in the output and not beside it: then nothing can be swapped.
    pub within: Option<&'static str>,
    /// Folders above the output that were missing, outermost first.
    parents: Vec<PathBuf>,
}

impl StageDir {
    /// Beside the output if a folder there can be swapped with it, else in it.
    pub(super) fn create(fs: &mut Fs, target: &OutputFolder) -> Result<Self, FsError> {
        let parent = target.out.parent().unwrap_or(&target.out);
        let mut stage = Self { path: beside(&target.out, ""), within: None, parents: Vec::new() };
        if !target.exists {
            stage.parents = fs.create_dirs(parent)?;
            fs.create_first_dir(&stage.path)?;
            return Ok(stage);
        }
        let why = if !is_same_mount(parent, &target.out) {
            "it is a mount point"
        } else if fs.create_first_dir(&stage.path).is_err() {
            "the folder above it cannot be written to"
        } else {
            return Ok(stage);
        };
        stage.path = target.out.join(format!("{WITHIN}{}", std::process::id()));
        stage.within = Some(why);
        fs.create_first_dir(&stage.path)?;
        Ok(stage)
    }

    /// The name of the folder if it is in the output.
    pub(super) fn name_within(&self) -> Option<&str> {
        self.within.and(self.path.file_name()).and_then(|name| name.to_str())
    }

    /// Keeps the new folders above the output.
    pub(super) fn keep_parents(&mut self) {
        self.parents.clear();
    }
}

impl Drop for StageDir {
    fn drop(&mut self) {
        // No error can be reported from here; the next build cleans up the rest.
        let _ = std::fs::remove_dir_all(&self.path);
        for parent in self.parents.iter().rev() {
            let _ = std::fs::remove_dir(parent);
        }
    }
}

/// The prefix of a workplace's name in the output, before the process's number.
pub(super) const WITHIN: &str = ".kbgen-stage-";

/// The path of this process's workplace beside the output.
pub(super) fn beside(out: &Path, suffix: &str) -> PathBuf {
    let mut name = beside_prefix(out);
    name.push(format!("{}{suffix}", std::process::id()));
    out.with_file_name(name)
}

/// The prefix of workplaces' names beside the output, before the process's number.
pub(super) fn beside_prefix(out: &Path) -> std::ffi::OsString {
    let name = out.file_name().unwrap_or_default();
    let mut prefix = std::ffi::OsString::from(".");
    // A file system's limit is 255 bytes.
    if name.len() <= 200 {
        prefix.push(name);
    } else {
        prefix.push(&blake3::hash(name.as_encoded_bytes()).to_hex()[..16]);
    }
    prefix.push(".kbgen-");
    prefix
}

/// The manifest's place in a tree.
pub(super) fn manifest_in(tree: &Path) -> PathBuf {
    tree.join(manifest::NAME)
}
