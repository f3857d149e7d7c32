//! `kbgen done`, `kbgen undo` and `kbgen start`: the commands that change notes.

use std::path::{Path, PathBuf};

use super::args::{DoneArgs, EditArgs, StartArgs, UndoArgs, VaultArgs};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::progress::Progress;
use super::session::{CONFIG_NAME, Session};
use super::signals;
use super::terminal::Terminal;
use crate::config::Flags;
use crate::diag::Diagnostic;
use crate::diag::render::visible;
use crate::edit::{self, Change, Done, EditContext, Editor, Reason, Refusal, Ticked};
use crate::index::{NoteId, Site};
use crate::pipeline::{self, Build, Purpose};
use crate::review::LogStep;

pub fn done(args: &DoneArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    edit(&args.edit, env, terminal, |opened, editor| {
        let notes = opened.find(&args.notes)?;
        let how = Done { again: args.again, grade: args.grade.map(super::args::Grade::number) };
        let ticked = all(notes.iter().map(|note| Ok((*note, editor.done(*note, how)?))))?;
        let mut report = String::new();
        for (note, ticked) in ticked {
            let title = opened.title(note);
            match ticked {
                Ticked::Already => {
                    report += &format!(
                        "{title}: done on {} already, so nothing was changed (`--again` ticks the next box)\n",
                        opened.build.config.today.date,
                    )
                }
                Ticked::Change(change) => {
                    editor.write(&change).map_err(|refusal| with_written_changes(refusal, &report))?;
                    report += &format!("{title}: {}\n", change_text(&change));
                }
            }
        }
        Ok(report)
    })
}

pub fn undo(args: &UndoArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    edit(&args.edit, env, terminal, |opened, editor| {
        let undone = editor.undo(None).map_err(|refusal| vec![refusal])?;
        Ok(format!("{}: {} is restored\n", opened.title(undone.note), step(undone.step)))
    })
}

pub fn start(args: &StartArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    edit(&args.edit, env, terminal, |opened, editor| {
        let notes = opened.find(&args.notes)?;
        let changes = all(notes.iter().map(|note| editor.start(*note, args.again)))?;
        let mut report = String::new();
        for change in changes {
            editor.write(&change).map_err(|refusal| with_written_changes(refusal, &report))?;
            let today = opened.build.config.today.date;
            report += &format!("{}: the first study day is {today}\n", opened.title(change.note));
        }
        Ok(report)
    })
}

/// A vault opened for editing.
struct Opened<'a> {
    root: PathBuf,
    work: &'a Path,
    build: Build,
}

impl Opened<'_> {
    /// The notes of these names, each once, or every problem with the names.
    fn find(&self, names: &[String]) -> Result<Vec<NoteId>, Vec<Refusal>> {
        let found = all(names.iter().map(|name| edit::find(&self.build.site, &self.in_vault(name))))?;
        let mut notes: Vec<NoteId> = Vec::new();
        for note in found {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        Ok(notes)
    }

    /// A file name relative to the working directory, as a path relative to the vault's folder; any other name is
    /// unchanged.
    fn in_vault(&self, name: &str) -> String {
        let inside = || {
            let file = self.work.join(name);
            let folder = file.parent()?.canonicalize().ok()?;
            let below = folder.strip_prefix(&self.root).ok()?.join(file.file_name()?);
            file.is_file().then(|| below.to_string_lossy().into_owned())
        };
        inside().unwrap_or_else(|| name.to_owned())
    }

    fn title(&self, note: NoteId) -> String {
        let site: &Site = &self.build.site;
        visible(&site.note(note).title)
    }
}

/// Reads the vault, lets `work` edit it, and prints its report.
fn edit(
    args: &EditArgs,
    env: &Env,
    terminal: &Terminal,
    work: impl FnOnce(&Opened<'_>, &mut Editor<'_>) -> Result<String, Vec<Refusal>>,
) -> Result<Exit, Stop> {
    // A signal waits until the note is written, which takes a few milliseconds.
    let interrupt = signals::watch()?;
    let vault = args.vault.clone().unwrap_or_else(|| vault_around(&env.work));
    let vault = VaultArgs { vault, config: args.config.clone(), date: args.date };
    let session = Session::open(&vault, &Flags::default(), env)?;
    let root = session.declared.scan_rules().root;
    let progress = Progress::start("reading the vault", terminal.live);
    let build = pipeline::load(session.declared, session.clock)?.into_build(Purpose::SomePages);
    drop(progress);
    if interrupt.flag.load(std::sync::atomic::Ordering::Relaxed) {
        return Ok(signals::exit(&interrupt));
    }
    let opened = Opened { root, work: &env.work, build };
    let vault = EditContext {
        root: &opened.root,
        site: &opened.build.site,
        schedule: &opened.build.schedule,
        config: &opened.build.config,
    };
    let report = Editor::open(vault).map_err(|refusal| vec![refusal]).and_then(|mut editor| work(&opened, &mut editor));
    match report {
        Ok(report) => {
            terminal.say(&report);
            Ok(Exit::Success)
        }
        Err(refusals) => Err(stop(refusals)),
    }
}

/// The nearest folder upward that is a vault; the working directory where there is none.
fn vault_around(work: &Path) -> PathBuf {
    let is_vault = |folder: &&Path| folder.join(CONFIG_NAME).exists() || folder.join(".obsidian").is_dir();
    work.ancestors().find(is_vault).unwrap_or(Path::new(".")).to_owned()
}

/// All values, or all refusals.
fn all<T>(results: impl Iterator<Item = Result<T, Refusal>>) -> Result<Vec<T>, Vec<Refusal>> {
    let (mut values, mut refusals) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(values) } else { Err(refusals) }
}

/// Adds the changes already written to the refusal of a later one.
fn with_written_changes(mut refusal: Refusal, report: &str) -> Vec<Refusal> {
    if !report.is_empty() {
        refusal.diagnostic.message.to_mut().push_str(&format!("; before that:\n{}", report.trim_end()));
    }
    vec![refusal]
}

fn stop(refusals: Vec<Refusal>) -> Stop {
    let broken = refusals.iter().any(|refusal| matches!(refusal.reason, Reason::NoSpace | Reason::Io));
    let diagnostics: Vec<Diagnostic> = refusals.into_iter().map(|refusal| refusal.diagnostic).collect();
    Stop { exit: if broken { Exit::Io } else { Exit::Findings }, diagnostics }
}

fn change_text(change: &Change) -> String {
    let ticked = change.step.map_or_else(String::new, |ticked| format!("{} is ticked", step(ticked)));
    match (change.next, change.step) {
        (Some((next, day)), _) => format!("{ticked}; day {next} is next, on {day}"),
        (None, Some(LogStep::Step(_))) if !change.lost.is_empty() => {
            let lost: Vec<String> = change.lost.iter().map(u32::to_string).collect();
            format!("{ticked}, the note's only box; add boxes of day {} to continue with them", lost.join(", "))
        }
        (None, Some(LogStep::Step(_))) => format!("{ticked}; the ladder is done, long-term memory is next"),
        (None, _) => ticked,
    }
}

fn step(step: LogStep) -> String {
    match step {
        LogStep::Step(step) => format!("day {step}"),
        LogStep::LongTerm => "long-term memory".to_owned(),
    }
}
