//! The swap: the stage is completed and replaces the output as a whole.
//!
//! Unchanged files are hard-linked into the stage, and so are foreign files. Then one system call swaps both folders:
//! at any time, and even if the process is killed, the output is the old site or the new one.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::fs::FsError;
use super::outcome::Failure;
use super::retire;
use super::slot::Slot;
use super::stage_dir::{beside, manifest_in};
use super::staged::Staged;
use crate::diag::Diagnostic;

pub(super) enum Swap {
    /// The new site is in place; diagnostics for what remains of the old one.
    Done { left: Vec<Diagnostic> },
    /// The files must be replaced one by one; nothing of the output was touched.
    Impossible { why: String },
}

/// Completes the stage and swaps it in.
pub(super) fn swap(staged: &mut Staged, manifest: &[u8]) -> Result<Swap, Failure> {
    let Slot { fs, target, stage, .. } = &staged.slot;
    if let Some(why) = obstacle(staged) {
        return Ok(Swap::Impossible { why });
    }
    let link = |path: &Path| fs.link_or_copy(&target.out.join(path), &stage.path.join(path));
    staged.same.par_iter().try_for_each(|path| link(Path::new(path.as_str())))?;
    for path in &staged.survey.foreign_files {
        // A copy is not enough: the file could change while it is made.
        match fs.hard_link(&target.out.join(path), &stage.path.join(path)) {
            Err(error) if error.is_unsupported() => return undo_links(staged, &error),
            result => result?,
        }
    }
    fs.write(&manifest_in(&stage.path), manifest)?;
    staged.slot.check_interrupt()?;
    let old = match put_in_place(&staged.slot) {
        Err(error) if error.is_unsupported() => {
            fs.remove_file(&manifest_in(&stage.path))?;
            return undo_links(staged, &error);
        }
        result => result?,
    };
    let left = match old {
        Some(old) => retire::old_site(&staged.slot, &staged.survey, &old),
        None => Vec::new(),
    };
    staged.slot.stage.keep_parents();
    Ok(Swap::Done { left })
}

/// The reason why the output cannot be swapped as a whole.
fn obstacle(staged: &Staged) -> Option<String> {
    if let Some(why) = staged.slot.stage.within {
        return Some(why.to_owned());
    }
    let folder = staged.survey.foreign_folders.first()?;
    Some(format!("it holds folders that kbgen did not write, such as `{}/`", folder.display()))
}

/// Leaves in the stage only the files to move into the output.
fn undo_links(staged: &Staged, why: &FsError) -> Result<Swap, Failure> {
    let Slot { fs, stage, .. } = &staged.slot;
    let linked = staged.same.iter().map(|path| Path::new(path.as_str()));
    for path in linked.chain(staged.survey.foreign_files.iter().map(AsRef::as_ref)) {
        match fs.remove_file(&stage.path.join(path)) {
            Err(error) if error.error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(Swap::Impossible { why: why.diagnostic().message.into_owned() })
}

/// The swap itself. Returns the path of the old site, if there was one.
fn put_in_place(slot: &Slot) -> Result<Option<std::path::PathBuf>, FsError> {
    let Slot { fs, target, stage, .. } = slot;
    if !target.exists {
        fs.rename(&stage.path, &target.out)?;
        return Ok(None);
    }
    match fs.exchange(&stage.path, &target.out) {
        Ok(()) => return Ok(Some(stage.path.clone())),
        Err(error) if error.is_unsupported() => {}
        Err(error) => return Err(error),
    }
    // Two steps. Killed between them, the next build moves the old site back.
    let aside = beside(&target.out, retire::ASIDE);
    fs.rename(&target.out, &aside)?;
    if let Err(error) = fs.rename(&stage.path, &target.out) {
        fs.rename(&aside, &target.out)?;
        return Err(error);
    }
    Ok(Some(aside))
}
