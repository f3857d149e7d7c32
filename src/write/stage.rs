//! Makes the files of the site beside the output: those that changed are written, the others are only recorded as
//! unchanged. All threads work; their results are put in path order.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::manifest::{FileHash, Manifest};
use super::outcome::{Failure, FailureKind};
use super::slot::Slot;
use super::staged::Staged;
use super::survey::{Survey, survey};
use crate::diag::{Diagnostic, codes};
use crate::path::{OutPath, UrlPath, VaultPath};
use crate::platform::open_regular;
use crate::rendered::{Body, Rendered};

/// Makes every file of the site in the stage.
pub(super) fn make(slot: Slot, rendered: &Rendered, on_progress: &(dyn Fn(usize) + Sync)) -> Result<Staged, Failure> {
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
    Ok(Staged { slot, survey, new, same, manifest: Manifest { files, sources }, diagnostics })
}

/// The result of making one file.
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

/// The state of making all files.
struct Pass<'a> {
    slot: &'a Slot,
    survey: &'a Survey,
    rendered: &'a Rendered,
    /// In path order.
    paths: &'a [&'a OutPath],
    sources: &'a BTreeMap<VaultPath, UrlPath>,
}

impl Pass<'_> {
    /// Every file in path order, or the failure that is first in path order, whichever thread met one first.
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
        // Files not made come after a failure in path order, so the failure is met first.
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
