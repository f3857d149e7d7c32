//! `kbgen theme`: lists the files of the theme, and copies some into the vault. Never overwrites.

use super::args::{EjectArgs, ThemeArgs, ThemeCommand, VaultArgs};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::init;
use super::session::Session;
use super::terminal::Terminal;
use crate::config::{Declared, Flags};
use crate::diag::{Diagnostic, codes, did_you_mean};
use crate::theme;

pub fn run(command: &ThemeCommand, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    match command {
        ThemeCommand::List(args) => list(args, env, terminal),
        ThemeCommand::Eject(args) => eject(args, env, terminal),
    }
}

fn declared(args: &ThemeArgs, env: &Env) -> Result<Declared, Stop> {
    let vault = VaultArgs { vault: args.vault.clone(), config: args.config.clone(), date: None };
    Ok(Session::open(&vault, &Flags::default(), env)?.declared)
}

fn list(args: &ThemeArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    let theme = declared(args, env)?.theme();
    terminal.out(&theme::embedded(theme).map(|(path, _)| format!("{path}\n")).collect::<String>());
    Ok(Exit::Success)
}

fn eject(args: &EjectArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    let declared = declared(&args.theme, env)?;
    let files: Vec<_> = theme::embedded(declared.theme()).collect();
    let mut wanted = Vec::new();
    for name in &args.files {
        let (path, bytes) = files.iter().find(|(path, _)| path == name).ok_or_else(|| unknown(name, &files))?;
        wanted.push((format!("theme/{path}"), bytes.clone()));
    }
    wanted.sort();
    wanted.dedup();
    let wanted = wanted.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let written = init::write_all(&declared.dirs().vault, wanted)?;
    terminal.say(&written.iter().map(|path| format!("wrote {path}\n")).collect::<String>());
    Ok(Exit::Success)
}

/// The error for an unknown file name. Only names of the theme are accepted, so nothing outside `theme/` can be
/// written.
fn unknown(name: &str, files: &[(String, Vec<u8>)]) -> Box<Diagnostic> {
    let near = did_you_mean(name, files.iter().map(|(path, _)| path.as_str()));
    let help = match near {
        Some(near) => format!("did you mean {near}?"),
        None => "`kbgen theme list` names them all".to_owned(),
    };
    Box::new(Diagnostic::new(codes::THEME_TEMPLATE, format!("the theme has no file `{name}`")).help(help))
}
