//! The path from the command line to a checked config: finds the vault, the config file and the clock.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::VaultArgs;
use super::env::Env;
use super::exit::Stop;
use crate::config::{Declared, Dirs, Flags};
use crate::date::Clock;
use crate::diag::{Diagnostic, codes};
use crate::path::VaultPath;
use crate::text::Source;

/// The name of the config file in the vault.
pub const CONFIG_NAME: &str = "kbgen.toml";

/// The starting point of every command that reads a vault.
pub struct Session {
    pub declared: Declared,
    pub clock: Clock,
    /// The config file, absolute, where there is one.
    pub config_file: Option<PathBuf>,
}

impl Session {
    /// # Errors
    /// The vault or the config file cannot be read, or the config, the flags or the environment are invalid.
    pub fn open(args: &VaultArgs, flags: &Flags, env: &Env) -> Result<Self, Stop> {
        let vault = vault_folder(&args.vault)?;
        let config = config_file(args.config.as_deref(), &vault, env)?;
        let config_file = config.as_ref().map(|(file, _)| file.clone());
        let folder = config_file.as_deref().and_then(Path::parent).unwrap_or(&vault).to_owned();
        let dirs = Dirs { vault, config: folder, work: env.work.clone() };
        let declared = Declared::read(config.as_ref().map(|(_, source)| source), flags, dirs)?.value;
        let clock = match args.date {
            Some(day) => Clock::Day(day),
            None => env.clock()?,
        };
        Ok(Self { declared, clock, config_file })
    }
}

/// The vault's folder, absolute and without symlinks.
pub fn vault_folder(given: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    let unreadable =
        |message: String, help: &'static str| Box::new(Diagnostic::new(codes::VAULT_UNREADABLE, message).help(help));
    let shown = given.display();
    let folder = fs::canonicalize(given).map_err(|error| {
        unreadable(
            format!("cannot read the vault `{shown}`: {}", reason(&error)),
            "name the folder that holds your notes",
        )
    })?;
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(unreadable(format!("the vault `{shown}` is not a folder"), "name the folder that holds your notes"))
}

/// The config file's path and its text; `None` where the vault has no such file and none was named.
fn config_file(named: Option<&Path>, vault: &Path, env: &Env) -> Result<Option<(PathBuf, Source)>, Box<Diagnostic>> {
    let path = named.map_or_else(|| vault.join(CONFIG_NAME), |file| env.work.join(file));
    let shown = shown_path(&path, named, vault);
    let unreadable = |message: String| Box::new(Diagnostic::new(codes::CONFIG_UNREADABLE, message).in_file(&shown));
    let real = match fs::canonicalize(&path) {
        Ok(real) => real,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound && !path.is_symlink() => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(format!("cannot read the config file: {}", reason(&error)))),
    };
    // A file that came with the vault must not show lines of the machine's other files in its diagnostics.
    if named.is_none() && !real.starts_with(vault) {
        let diagnostic = unreadable("the config file is a symbolic link to a file outside the vault".to_owned());
        return Err(Box::new(diagnostic.help("name the file with `--config` if it is yours")));
    }
    if !real.is_file() {
        return Err(unreadable("the config file is not a regular file".to_owned()));
    }
    let bytes =
        fs::read(&real).map_err(|error| unreadable(format!("cannot read the config file: {}", reason(&error))))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        unreadable(format!("the config file is not UTF-8 at byte {}", error.utf8_error().valid_up_to()))
    })?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(Some((path, Source::new(shown, text))))
}

/// The name of the config file in diagnostics: relative to the vault, else as the user wrote it, but never an absolute
/// path.
fn shown_path(path: &Path, named: Option<&Path>, vault: &Path) -> VaultPath {
    let relative = path.strip_prefix(vault).ok().or_else(|| named.filter(|file| file.is_relative()));
    let relative = relative.or_else(|| path.file_name().map(Path::new)).unwrap_or(Path::new(CONFIG_NAME));
    VaultPath::new(relative.to_string_lossy().replace('\\', "/"))
}

/// An I/O error's reason, without the number that Rust adds.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
