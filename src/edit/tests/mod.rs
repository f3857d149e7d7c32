//! Edits, byte by byte: what a review changes, preserves and refuses.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::config::{Declared, Dirs, Flags};
use crate::date::Clock;
use crate::index::NoteId;
use crate::pipeline::{self, Build, Purpose};
use crate::text::Source;

mod notes;
mod random;
mod refusals;

const SEED: &str = include_str!("../../../tests/fixtures/seed/Argo CD.md");

/// A vault on disk, for a day.
struct Bench {
    folder: TempDir,
    day: &'static str,
}

impl Bench {
    fn new(day: &'static str, files: &[(&str, &str)]) -> Self {
        let bench = Self { folder: TempDir::new().unwrap(), day };
        for (path, text) in files {
            std::fs::create_dir_all(bench.path(path).parent().unwrap()).unwrap();
            std::fs::write(bench.path(path), text).unwrap();
        }
        bench
    }

    fn one(text: &str) -> Self {
        Self::new("2025-03-09", &[("Note.md", text)])
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(path)
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(std::fs::read(self.path(path)).unwrap()).unwrap()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.path(".kbgen/reviews.tsv")).unwrap_or_default()
    }

    /// Every file in the vault's folders, hidden ones too.
    fn files(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.path("")).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        files.map(|entry| entry.path().strip_prefix(self.path("")).unwrap().display().to_string()).collect()
    }

    fn build(&self) -> Build {
        let root = self.path("");
        let dirs = Dirs { vault: root.clone(), config: root.clone(), work: root.clone() };
        let toml = std::fs::read_to_string(self.path("kbgen.toml")).ok();
        let toml = toml.map(|text| Source::new(crate::path::VaultPath::new("kbgen.toml"), text));
        let declared = Declared::read(toml.as_ref(), &Flags::default(), dirs).unwrap().value;
        pipeline::load(declared, Clock::Day(self.day.parse().unwrap())).unwrap().build(Purpose::SomePages)
    }

    fn try_with<T>(&self, work: impl FnOnce(&mut Editor<'_>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let build = self.build();
        let root = self.path("");
        let vault = EditContext { root: &root, site: &build.site, schedule: &build.schedule, config: &build.config };
        work(&mut Editor::open(vault)?)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Editor<'_>) -> T) -> T {
        self.try_with(|editor| Ok(work(editor))).unwrap()
    }

    /// Reviews a note.
    fn done(&self, name: &str, done: Done) -> Result<Ticked, Refusal> {
        self.try_with(|editor| {
            let ticked = editor.done(find(editor.vault.site, name)?, done)?;
            if let Ticked::Change(change) = &ticked {
                editor.write(change)?;
            }
            Ok(ticked)
        })
    }

    fn start(&self, name: &str) -> Result<(), Refusal> {
        self.try_with(|editor| {
            let change = editor.start(find(editor.vault.site, name)?, false)?;
            editor.write(&change)
        })
    }

    fn undo(&self) -> Result<Undone, Refusal> {
        self.try_with(|editor| editor.undo(None))
    }
}

/// The note after a review on 2025-03-09.
fn ticked(text: &str) -> String {
    let bench = Bench::one(text);
    let before = bench.text("Note.md");
    match bench.done("Note", Done::default()) {
        Ok(Ticked::Change(_)) => {}
        other => panic!("{text:?}: {other:?}"),
    }
    let after = bench.text("Note.md");
    bench.undo().unwrap();
    assert_eq!(bench.text("Note.md"), before, "undo restores every byte");
    after
}

/// Properties with a first day a week ago.
fn note(properties: &str) -> String {
    format!("---\n첫 학습날: 2025-03-01\n{properties}\n---\nbody\n")
}
