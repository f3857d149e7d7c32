//! Makes the files of the site beside the output: those that changed are written, of the others only that they are
//! the same is known. All threads work; what they find is put in path order.

#![expect(clippy::disallowed_methods, reason = "cleaning up must work after a fault that was injected into the rest")]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::fs::{Fs, FsError};
use super::guard::OutputFolder;
use super::manifest::{self, FileHash, Manifest};
use super::survey::{Survey, survey};
use super::{Failure, FailureKind, Report, Slot, patch, swap};
use crate::diag::{Diagnostic, codes};
use crate::path::{OutPath, UrlPath, VaultPath};
use crate::platform::is_same_mount;
use crate::platform::open_regular;
use crate::rendered::{Body, Rendered};

/// A folder to build in. It is gone when this value is, with all it holds.
#[derive(Debug)]
pub(super) struct StageDir {
    pub path: PathBuf,
    /// Why it lies in the output and not beside it: then nothing can be swapped.
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

    /// The name of the folder where it lies in the output.
    fn name_within(&self) -> Option<&str> {
        self.within.and(self.path.file_name()).and_then(|name| name.to_str())
    }

    /// The folders above the output have come to stay.
    pub(super) fn keep_parents(&mut self) {
        self.parents.clear();
    }
}

impl Drop for StageDir {
    fn drop(&mut self) {
        // Nothing can be told from here; what is left is cleaned up by the next build.
        let _ = std::fs::remove_dir_all(&self.path);
        for parent in self.parents.iter().rev() {
            let _ = std::fs::remove_dir(parent);
        }
    }
}

/// How a workplace in the output is called, before the process's number.
pub(super) const WITHIN: &str = ".kbgen-stage-";

/// The path of this process's workplace beside the output.
pub(super) fn beside(out: &Path, suffix: &str) -> PathBuf {
    let mut name = beside_prefix(out);
    name.push(format!("{}{suffix}", std::process::id()));
    out.with_file_name(name)
}

/// How workplaces beside the output are called, before the process's number.
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

/// The whole site, made and not yet published. Dropping it leaves the output as it was.
#[derive(Debug)]
pub struct Staged {
    pub(super) slot: Slot,
    pub(super) survey: Survey,
    /// Files whose bytes are in the stage, in path order.
    pub(super) new: Vec<OutPath>,
    /// Files whose bytes are in the output already, in path order.
    pub(super) same: Vec<OutPath>,
    pub(super) manifest: Manifest,
    diagnostics: Vec<Diagnostic>,
}

impl Staged {
    pub(super) fn make(slot: Slot, rendered: &Rendered, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Self, Failure> {
        let survey = survey(&slot.fs, &slot.target, slot.stage.name_within())?;
        let paths = rendered.paths();
        survey.check_way(&slot.target, paths.iter().copied())?;
        let sources = rendered.sources();
        let pass = Pass { slot: &slot, survey: &survey, rendered, paths: &paths, sources: &sources };
        let (mut new, mut same, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
        let mut files = BTreeMap::new();
        for (&path, made) in paths.iter().zip(pass.run(on_progress)?) {
            diagnostics.extend(made.diagnostics);
            let (list, hash) = match made.body {
                MadeBody::New(hash) => (&mut new, hash),
                MadeBody::Same(hash) => (&mut same, hash),
                MadeBody::Missing => continue,
            };
            list.push(path.clone());
            files.insert(path.clone(), FileHash(hash));
        }
        let sources = sources.into_iter().filter(|(_, url)| files.contains_key(&url.to_out())).collect();
        Ok(Self { slot, survey, new, same, manifest: Manifest { files, sources }, diagnostics })
    }

    /// What the making of the files had to say, in path order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Files of the last build that the site no longer has.
    pub(super) fn removed(&self) -> BTreeSet<String> {
        self.survey.own.iter().filter(|path| !self.manifest.files.contains_key(path.as_str())).cloned().collect()
    }

    /// Puts the site in place of the old one.
    ///
    /// # Errors
    /// The file system fails before the swap, or the build is interrupted; the output is as it was.
    pub fn commit(mut self) -> Result<Report, Failure> {
        self.slot.check_interrupt()?;
        let removed = self.removed();
        let mut report = Report {
            written: self.new.len(),
            unchanged: self.same.len(),
            removed: removed.len(),
            kept: self.survey.kept(),
            one_by_one: None,
            diagnostics: std::mem::take(&mut self.diagnostics),
        };
        let manifest = self.manifest.to_bytes();
        let untouched = self.new.is_empty() && removed.is_empty();
        if !(untouched && self.slot.target.manifest_bytes.as_deref() == Some(&manifest)) {
            match swap::swap(&mut self, &manifest)? {
                swap::Swap::Done { left } => report.diagnostics.extend(left),
                swap::Swap::Impossible { why } => {
                    report.diagnostics.extend(patch::patch(&self, &manifest, &removed)?);
                    report.one_by_one = Some(why);
                }
            }
        }
        report.diagnostics.extend(self.notes(&report));
        Ok(report)
    }

    /// What the user should know of the way it was written.
    fn notes(&self, report: &Report) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let out = self.slot.place.out.display();
        if let Some(why) = &report.one_by_one {
            let message = format!("the files of {out} were replaced one by one: {why}");
            notes.push(Diagnostic::new(codes::OUTPUT_ONE_BY_ONE, message));
        }
        if let [first, rest @ ..] = report.kept.as_slice() {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            let message = format!("kept what kbgen did not write in {out}: `{first}`{more}");
            notes.push(Diagnostic::new(codes::OUTPUT_FOREIGN_KEPT, message));
        }
        notes
    }
}

/// One file, made.
struct Made {
    body: MadeBody,
    diagnostics: Vec<Diagnostic>,
}

enum MadeBody {
    New(blake3::Hash),
    Same(blake3::Hash),
    /// An attachment that could not be read.
    Missing,
}

/// The making of all files.
struct Pass<'a> {
    slot: &'a Slot,
    survey: &'a Survey,
    rendered: &'a Rendered,
    /// In path order.
    paths: &'a [&'a OutPath],
    sources: &'a BTreeMap<VaultPath, UrlPath>,
}

impl Pass<'_> {
    /// Every file in path order, or the failure that comes first in path order, whatever thread met which one first.
    fn run(&self, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Vec<Made>, Failure> {
        let first_failure = AtomicUsize::new(usize::MAX);
        let count = AtomicUsize::new(0);
        let make = |(index, path): (usize, &&OutPath)| {
            if index > first_failure.load(Ordering::Relaxed) {
                return None;
            }
            let made = self.slot.check_interrupt().and_then(|()| self.make(path));
            if made.is_err() {
                first_failure.fetch_min(index, Ordering::Relaxed);
            }
            on_progress(count.fetch_add(1, Ordering::Relaxed) + 1);
            Some(made)
        };
        // Those left out come after a failure, so the failure is met before them.
        self.paths.par_iter().enumerate().map(make).collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn make(&self, path: &OutPath) -> Result<Made, Failure> {
        let outcome = match self.rendered.body(path) {
            Some(Ok(outcome)) => outcome,
            Some(Err(diagnostic)) => return Err(Failure::new(FailureKind::Template, *diagnostic)),
            None => return Ok(Made { body: MadeBody::Missing, diagnostics: Vec::new() }),
        };
        let mut diagnostics = outcome.diagnostics;
        let body = match outcome.value {
            Body::Bytes(bytes) => self.put_bytes(path, &bytes)?,
            Body::File(source) => self.put_copy(path, &source)?.unwrap_or_else(|error| {
                diagnostics.push(self.unreadable(path, &error));
                MadeBody::Missing
            }),
        };
        Ok(Made { body, diagnostics })
    }

    fn put_bytes(&self, path: &OutPath, bytes: &[u8]) -> Result<MadeBody, Failure> {
        let hash = blake3::hash(bytes);
        let was_same = self.old_hash(path) == Some(hash);
        if was_same && self.slot.fs.holds(&self.slot.target.out.join(path.as_str()), bytes) {
            return Ok(MadeBody::Same(hash));
        }
        self.slot.fs.write(&self.slot.stage.path.join(path.as_str()), bytes)?;
        Ok(MadeBody::New(hash))
    }

    /// The outer error is the output's, the inner one the attachment's.
    fn put_copy(&self, path: &OutPath, source: &Path) -> Result<io::Result<MadeBody>, Failure> {
        let fs = &self.slot.fs;
        let opened = || open_regular(source).and_then(|file| Ok((file.metadata()?.len(), file)));
        if let Some(old) = self.old_hash(path) {
            let (length, mut file) = match opened() {
                Ok(opened) => opened,
                Err(error) => return Ok(Err(error)),
            };
            let there = self.slot.target.out.join(path.as_str());
            if let Some(hash) = fs.holds_copy(&there, &mut file, length).filter(|hash| old == *hash) {
                return Ok(Ok(MadeBody::Same(hash)));
            }
        }
        let mut file = match opened() {
            Ok((_, file)) => file,
            Err(error) => return Ok(Err(error)),
        };
        Ok(fs.copy(&mut file, &self.slot.stage.path.join(path.as_str()))?.map(MadeBody::New))
    }

    /// The hash that the last build gave a file, if the file is still there.
    fn old_hash(&self, path: &OutPath) -> Option<blake3::Hash> {
        let hash = self.slot.target.manifest.files.get(path)?;
        self.survey.own.contains(path.as_str()).then_some(hash.0)
    }

    fn unreadable(&self, path: &OutPath, error: &io::Error) -> Diagnostic {
        let source = self.sources.iter().find(|(_, url)| url.to_out() == *path).map(|(source, _)| source);
        let diagnostic = Diagnostic::new(codes::FILE_UNREADABLE, format!("the attachment cannot be read: {error}"))
            .help("check that the file is there and that you may read it");
        match source {
            Some(source) => diagnostic.in_file(source),
            None => diagnostic,
        }
    }
}

/// The manifest's place in a tree.
pub(super) fn manifest_in(tree: &Path) -> PathBuf {
    tree.join(manifest::NAME)
}
