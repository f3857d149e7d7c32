//! The folders that `--out` may name. Nothing is written before these rules allow it.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::destination::Destination;
use super::fs::{Fs, FsError};
use super::manifest::{self, Manifest};
use super::outcome::{Failure, FailureKind};
use crate::diag::{Diagnostic, codes};
use crate::platform::is_writable;

/// An output folder that kbgen may write to.
#[derive(Debug)]
pub(super) struct OutputFolder {
    /// Absolute and free of links.
    pub out: PathBuf,
    pub exists: bool,
    /// The files that kbgen wrote there last time.
    pub manifest: Manifest,
    /// The manifest's bytes; `None` where it is missing or cannot be trusted.
    pub manifest_bytes: Option<Vec<u8>>,
}

/// The output folder, free of links, if its location allows a site.
pub(super) fn position(destination: &Destination) -> Result<PathBuf, Failure> {
    // Without `/` at its end, which would make the system follow a link.
    if destination.out.components().collect::<PathBuf>().is_symlink() {
        return Err(refused(&destination.out, "it is a symbolic link", "name the folder itself"));
    }
    let out = resolve(&destination.out).map_err(|error| FsError::new("find", &destination.out, error))?;
    check_position(destination, &out)?;
    Ok(out)
}

/// The output folder, if its content allows a site.
pub(super) fn contents(destination: &Destination, out: PathBuf, fs: &Fs) -> Result<OutputFolder, Failure> {
    match out.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(OutputFolder { out, exists: false, manifest: Manifest::default(), manifest_bytes: None });
        }
        Err(error) => return Err(FsError::new("look at", &out, error).into()),
        Ok(meta) if !meta.is_dir() => {
            return Err(refused(&destination.out, "it is not a folder", "name a new or empty folder"));
        }
        Ok(_) => {}
    }
    let bytes = match fs.read(&out.join(manifest::NAME)) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let parsed = bytes.as_deref().and_then(Manifest::parse);
    if parsed.is_none() {
        check_foreign(destination, &out, bytes.is_some(), fs)?;
    }
    is_writable(&out).map_err(|error| FsError::new("write to", &out, error))?;
    let manifest_bytes = bytes.filter(|_| parsed.is_some());
    Ok(OutputFolder { out, exists: true, manifest: parsed.unwrap_or_default(), manifest_bytes })
}

/// Folders that a build must never replace, whatever is in them.
fn check_position(destination: &Destination, out: &Path) -> Result<(), Failure> {
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    let holds = |path: &PathBuf| real(path).starts_with(out);
    let elsewhere = "name a folder of its own for the site, such as --out public";
    let rule = if out.parent().is_none() {
        "it is the root of the file system"
    } else if destination.home.as_ref().is_some_and(|home| real(home) == out) {
        "it is your home folder"
    } else if real(&destination.vault) == out {
        "it is the vault itself"
    } else if holds(&destination.vault) {
        "it holds the vault"
    } else if destination.config_file.as_ref().is_some_and(holds) {
        "it holds the configuration file"
    } else if destination.home.as_ref().is_some_and(holds) {
        "it holds your home folder"
    } else if destination.working.as_ref().is_some_and(holds) {
        "it is the working directory, or holds it"
    } else if out.components().any(|part| part == Component::Normal(".git".as_ref())) {
        "it is in a `.git` folder"
    } else if out.components().any(|part| part == Component::Normal(".obsidian".as_ref())) {
        "it is in an `.obsidian` folder"
    } else {
        return Ok(());
    };
    Err(refused(&destination.out, rule, elsewhere))
}

/// A folder without a manifest to trust must be empty, or be taken over by `--adopt`.
fn check_foreign(destination: &Destination, out: &Path, has_manifest: bool, fs: &Fs) -> Result<(), Failure> {
    let entries = fs.list(out)?;
    let holds = |name: &str| entries.iter().any(|(entry, _)| entry == name);
    if holds(".obsidian") {
        return Err(refused(&destination.out, "it is a vault: it holds `.obsidian`", "name another folder by --out"));
    }
    if entries.is_empty() || destination.adopt {
        return Ok(());
    }
    let foreign: Vec<_> = entries
        .iter()
        .take(3)
        .map(|(name, is_dir)| format!("`{}{}`", name.display(), if *is_dir { "/" } else { "" }))
        .collect();
    let more = if entries.len() > 3 { format!(" and {} more", entries.len() - 3) } else { String::new() };
    let rule = format!("it holds files that kbgen did not write: {}{more}", foreign.join(", "));
    let rule = if has_manifest { format!("its {} is damaged, and {rule}", manifest::NAME) } else { rule };
    Err(refused(
        &destination.out,
        &rule,
        "name a new or empty folder, or keep these files beside the site with --adopt",
    ))
}

pub(super) fn refused(out: &Path, rule: &str, help: &'static str) -> Failure {
    let message = format!("refused to write to {}: {rule}", out.display());
    Failure::new(FailureKind::Refused, Diagnostic::new(codes::OUTPUT_REFUSED, message).help(help))
}

/// The path with links resolved as far as it exists, and `.` and `..` gone.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            part => real.push(part),
        }
        match real.canonicalize() {
            Ok(resolved) => real = resolved,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_resolved_through_links_and_past_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        std::os::unix::fs::symlink(root.join("a/b"), root.join("link")).unwrap();
        for (given, expected) in [
            ("a/./b/", "a/b"),
            ("link/new", "a/b/new"),
            ("link/..", "a"),
            ("new/../link/../x", "a/x"),
            ("new/deep/../..", ""),
        ] {
            let expected = root.join(expected);
            assert_eq!(
                resolve(&root.join(given)).unwrap().components().collect::<PathBuf>(),
                expected.components().collect::<PathBuf>(),
                "{given}"
            );
        }
    }
}
