//! `kbgen init`: writes a commented config and the files that publish a vault. Never overwrites.
#![expect(clippy::disallowed_methods, reason = "writes new files that the user asked for, and never over others")]

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use chrono_tz::Tz;

use super::args::{Ci, InitArgs, VaultArgs};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::session::{CONFIG_NAME, Session, reason};
use super::terminal::Terminal;
use crate::config::Flags;
use crate::diag::{Diagnostic, codes};
use crate::pipeline;

const CONFIG: &str = include_str!("kbgen.toml");
const PUBLISH: &str = include_str!("publish.yml");
const DAILY: &str = include_str!("daily.yml");
const NETLIFY: &str = include_str!("netlify.toml");

/// A file to write: its path below the vault and its bytes.
pub(super) type NewFile<'a> = (&'a str, Vec<u8>);

pub fn run(args: &InitArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    let folder = env.work.join(&args.dir);
    let zone = if args.ci == Some(Ci::Github) { zone(&folder, env) } else { chrono_tz::UTC };
    let written = write_all(&folder, files(args.ci, folder.join(CONFIG_NAME).exists(), zone))?;
    terminal.say(&report(&written, args.ci));
    Ok(Exit::Success)
}

/// The zone whose midnight starts the vault's day; UTC where there is no vault yet.
fn zone(folder: &Path, env: &Env) -> Tz {
    let args = VaultArgs { vault: folder.to_owned(), config: None, date: None };
    let session = Session::open(&args, &Flags::default(), env).ok();
    let loaded = session.and_then(|session| pipeline::load(session.declared, session.clock).ok());
    loaded.map_or(chrono_tz::UTC, |loaded| loaded.config.today.zone)
}

/// The files to write. With `--ci` an existing config is left alone, since hosts are added to existing vaults.
fn files(ci: Option<Ci>, has_config: bool, zone: Tz) -> Vec<NewFile<'static>> {
    let mut files = Vec::new();
    if ci.is_none() || !has_config {
        files.push((CONFIG_NAME, CONFIG.into()));
    }
    match ci {
        Some(Ci::Github) => {
            files.push((".github/workflows/publish.yml", PUBLISH.into()));
            files.push((".github/workflows/daily.yml", DAILY.replace("{{timezone}}", zone.name()).into()));
        }
        Some(Ci::Netlify) => files.push(("netlify.toml", NETLIFY.into())),
        None => {}
    }
    files
}

/// Writes all files or, where one of them exists already, none.
pub(super) fn write_all<'a>(folder: &Path, files: Vec<NewFile<'a>>) -> Result<Vec<&'a str>, Box<Diagnostic>> {
    if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).symlink_metadata().is_ok()) {
        return Err(exists(name));
    }
    let mut written = Vec::new();
    for (name, bytes) in files {
        write_new(&folder.join(name), &bytes).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => exists(name),
            _ => Box::new(Diagnostic::new(codes::OUTPUT_IO, format!("cannot write `{name}`: {}", reason(&error)))),
        })?;
        written.push(name);
    }
    Ok(written)
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

fn exists(name: &str) -> Box<Diagnostic> {
    let help = match name {
        CONFIG_NAME => "edit it, or move it away first; `--ci` adds a host's files beside it",
        _ => "edit it, or move it away first",
    };
    Box::new(Diagnostic::new(codes::OUTPUT_REFUSED, format!("`{name}` exists already; nothing was written")).help(help))
}

fn report(written: &[&str], ci: Option<Ci>) -> String {
    let files = written.iter().map(|name| format!("wrote {name}\n")).collect::<String>();
    let next = match ci {
        None => "next: `kbgen serve` to look at the site, `kbgen build` to write it\n",
        Some(Ci::Github) => {
            "next: fill in KBGEN_URL and KBGEN_SHA256 in .github/workflows/publish.yml, choose Settings > Pages > Source: \
             GitHub Actions in the repository, and push\n"
        }
        Some(Ci::Netlify) => "next: fill in KBGEN_URL and KBGEN_SHA256 in netlify.toml, and push\n",
    };
    files + next
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Declared, Dirs};
    use crate::path::VaultPath;
    use crate::text::Source;

    fn settled(text: &str) -> String {
        let source = Source::new(VaultPath::new(CONFIG_NAME), text);
        let dirs = Dirs { vault: "/v".into(), config: "/v".into(), work: "/v".into() };
        let declared = Declared::read(Some(&source), &Flags::default(), dirs).expect("the file is valid").value;
        format!("{declared:?}")
    }

    #[test]
    fn the_written_config_changes_nothing_by_itself() {
        assert_eq!(settled(CONFIG), settled(""));
    }

    #[test]
    fn what_the_written_config_calls_defaults_are_the_defaults() {
        let given_by_the_vault = ["title", "base_url", "language", "author", "timezone", "out", "strict_line_breaks"];
        let is_key = |line: &str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" = ");
        let mut enabled = String::new();
        for line in CONFIG.lines() {
            let bare = line.strip_prefix('#').filter(|bare| is_key(bare));
            let kept = bare.filter(|bare| !given_by_the_vault.iter().any(|key| bare.starts_with(&format!("{key} = "))));
            enabled.push_str(kept.unwrap_or(line));
            enabled.push('\n');
        }
        assert!(enabled.contains("\nsteps = [1, 4, 7, 14]\n") && enabled.contains("\nlimit = 20\n"));
        assert_eq!(settled(&enabled), settled(""));
    }

    #[test]
    fn netlify_gets_a_valid_file() {
        let parsed: toml::Table = NETLIFY.parse().expect("TOML");
        let command = parsed["build"]["command"].as_str().expect("a command");
        assert!(command.contains("sha256sum --check") && command.contains("--base-url \"$at\""), "{command}");
    }
}
