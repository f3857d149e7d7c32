//! The command line. `--help`, the manual page and the completions are all made from these definitions.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

/// Examples, shown below `--help` and in the manual page.
pub const EXAMPLES: &str = "  kbgen build                              build the vault in this folder into ./public
  kbgen build ~/Notes --out ~/site         build another vault somewhere else
  kbgen build --base-url https://me.github.io/notes/
                                           build for a site below a path
  kbgen serve --open                       look at the site while you write
  kbgen serve --open --write               … and tick boxes from its pages
  kbgen check --strict                     fail on any warning
  kbgen due                                what is due today
  kbgen done Terraform                     tick the next box of a note
  kbgen init --ci github                   a config file, and workflows that publish every day";

/// The exit codes of [`Exit`](super::exit::Exit), for `--help` and the manual page.
pub const EXIT_CODES: &str = "  0   done; there may be warnings
  1   some note could not be published, or --strict found a warning; done, undo, start: refused
  2   wrong usage, or an error in kbgen.toml or the theme
  3   the output cannot be written, or the vault cannot be read
  4   refused for safety: the output folder holds files that kbgen did not write
  10  due: something is due or overdue
  70  a bug in kbgen";

/// A static site generator for a review-aware Obsidian vault.
///
/// kbgen turns a vault into a website: notes with working links, topics and backlinks, and a page that lists the notes
/// due for review today. No configuration is needed. The vault is unchanged except for the boxes that you tick.
#[derive(Debug, Parser)]
#[command(name = "kbgen", version, after_help = format!("Examples:\n{EXAMPLES}\n\nExit codes:\n{EXIT_CODES}"), max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub talk: Talk,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site
    ///
    /// Only files that kbgen wrote itself are ever replaced or deleted. The new site replaces the old one at once,
    /// when it is complete.
    Build(BuildArgs),
    /// Serve the site on this machine, and follow the vault
    ///
    /// The site is built in memory and served on the loopback address only. Pages in the browser reload when the vault
    /// changes, and the review page is updated at midnight. Ctrl-C ends it.
    #[cfg(feature = "serve")]
    Serve(ServeArgs),
    /// Report every problem of the vault; write nothing
    Check(CheckArgs),
    /// List the notes that are due for review (exit code 10 if there are any)
    Due(DueArgs),
    /// Tick the next review box of notes
    ///
    /// This is the box of the next step, or that of long-term memory after the last step; the board is updated too.
    /// Nothing else in the note changes, and the review is written to .kbgen/reviews.tsv in the vault.
    Done(DoneArgs),
    /// Undo the last `kbgen done`
    ///
    /// Restores every byte of the note; refused if the note changed since.
    Undo(UndoArgs),
    /// Set the first study day of notes to today
    Start(StartArgs),
    /// Write the cue questions for another program
    #[command(subcommand)]
    Export(ExportCommand),
    /// Copy files of the theme into the vault, to change them
    #[command(subcommand)]
    Theme(ThemeCommand),
    /// Write a commented kbgen.toml and, with --ci, the files that publish the site
    Init(InitArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// The amount of output, and its colours.
#[derive(Clone, Copy, Debug, Args)]
pub struct Talk {
    /// Print only errors
    #[arg(short, long, global = true, help_heading = "Reporting", conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more: infos, and the time of each phase
    #[arg(short, long, global = true, help_heading = "Reporting")]
    pub verbose: bool,
    /// When to use colours; `auto` also looks at NO_COLOR
    #[arg(long, global = true, help_heading = "Reporting", value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

/// The arguments of every command that reads a vault.
#[derive(Clone, Debug, Args)]
pub struct VaultArgs {
    /// The vault's folder
    #[arg(value_name = "VAULT", default_value = ".", value_hint = ValueHint::DirPath)]
    pub vault: PathBuf,
    /// The config file [default: kbgen.toml in the vault, if there is one]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// The day to use as today [default: SOURCE_DATE_EPOCH, else now, in the vault's time zone]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub date: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub vault: VaultArgs,
    /// The output folder [default: `[build] out` of the config, else public]
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// The address of the site, such as https://me.github.io/notes/
    ///
    /// Without it, links begin at the root, also those in the sitemap and the feed.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Publish notes with `draft: true` too
    #[arg(long)]
    pub drafts: bool,
    /// Write nothing and exit with 1 if there is a warning or an error
    #[arg(long)]
    pub strict: bool,
    /// Exit with 0 even if some note could not be published
    #[arg(long)]
    pub keep_going: bool,
    /// Use an output folder that kbgen did not make: its files stay
    #[arg(long)]
    pub adopt: bool,
    /// Draw social images again; nothing else is cached between builds
    #[arg(long, conflicts_with = "cache_dir")]
    pub no_cache: bool,
    /// The folder of social images and of the output folder's lock [default: kbgen in the user's cache folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub cache_dir: Option<PathBuf>,
}

#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub vault: VaultArgs,
    /// The port [default: 4000, or the next free one]
    #[arg(short, long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Let pages tick review boxes: without it nothing in the vault can be changed from the browser
    #[arg(long)]
    pub write: bool,
    /// Show notes with `draft: true` too
    #[arg(long)]
    pub drafts: bool,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub vault: VaultArgs,
    /// Exit with 1 on a warning too
    #[arg(long)]
    pub strict: bool,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With the line and a caret
    Human,
    /// An array of objects
    Json,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Debug, Args)]
pub struct DueArgs {
    #[command(flatten)]
    pub vault: VaultArgs,
    /// List every review note, not only the due ones
    #[arg(long)]
    pub all: bool,
    /// Only notes of this topic and the topics below it
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Plan a backlog: spread the overdue and due notes over days, at most this many notes a day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max: Option<u32>,
    /// How to print the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DueFormat,
}

/// The arguments of every command that changes notes.
#[derive(Clone, Debug, Args)]
pub struct EditArgs {
    /// The vault's folder [default: the nearest folder upward that holds kbgen.toml or .obsidian, else this one]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub vault: Option<PathBuf>,
    /// The config file [default: kbgen.toml in the vault, if there is one]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// The day to use as today [default: SOURCE_DATE_EPOCH, else now, in the vault's time zone]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    pub date: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub struct DoneArgs {
    /// A path, a title, or a part of one that only this note has
    #[arg(value_name = "NOTE", required = true, value_hint = ValueHint::FilePath)]
    pub notes: Vec<String>,
    /// How well it went, for the log
    #[arg(long, value_name = "GRADE")]
    pub grade: Option<Grade>,
    /// Tick the next box even if one was ticked today
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub edit: EditArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Grade {
    /// Badly
    #[value(name = "1", aliases = ["low", "bad", "again", "하"])]
    Low,
    /// So so
    #[value(name = "2", aliases = ["medium", "hard", "중"])]
    Medium,
    /// Well
    #[value(name = "3", aliases = ["high", "good", "easy", "상"])]
    High,
}

impl Grade {
    /// The grade's number in the log.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

#[derive(Debug, Args)]
pub struct UndoArgs {
    #[command(flatten)]
    pub edit: EditArgs,
}

#[derive(Debug, Args)]
pub struct StartArgs {
    /// A path, a title, or a part of one that only this note has
    #[arg(value_name = "NOTE", required = true, value_hint = ValueHint::FilePath)]
    pub notes: Vec<String>,
    /// Start a note again that has a first study day
    #[arg(long)]
    pub again: bool,
    #[command(flatten)]
    pub edit: EditArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DueFormat {
    /// A table
    Human,
    /// The format of the site's review.json
    Json,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Write the cue questions as a text file that Anki imports
    ///
    /// Importing a later export updates the cards: a card is identified by its note and its question. The pictures of
    /// the cards are listed beside it; copy them into Anki's folder `collection.media` under the names given.
    Anki(AnkiArgs),
}

#[derive(Debug, Args)]
pub struct AnkiArgs {
    #[command(flatten)]
    pub vault: VaultArgs,
    /// The address of the site, for the links of cards [default: `[site] base_url` of the config]
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Write the list of media instead: for each, its required name, a tab, and its path in the vault
    #[arg(long)]
    pub media: bool,
}

#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// List the files of the theme
    List(ThemeArgs),
    /// Copy files of the theme into theme/ in the vault, where they replace the theme's own
    ///
    /// If one of the files exists already, nothing is written.
    Eject(EjectArgs),
}

#[derive(Debug, Args)]
pub struct ThemeArgs {
    /// The vault's folder
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub vault: PathBuf,
    /// The config file, which names the theme [default: kbgen.toml in the vault, if there is one]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct EjectArgs {
    /// A file as `kbgen theme list` names it, such as templates/note.html
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
    #[command(flatten)]
    pub theme: ThemeArgs,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The vault's folder; it is created if it does not exist
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub dir: PathBuf,
    /// Also write the files that this host needs to publish the site
    #[arg(long, value_name = "HOST")]
    pub ci: Option<Ci>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// GitHub Pages, on every push and once a day
    Github,
    /// Netlify
    Netlify,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

fn parse_date(text: &str) -> Result<NaiveDate, String> {
    let fits = |(ix, b): (usize, u8)| if ix == 4 || ix == 7 { b == b'-' } else { b.is_ascii_digit() };
    let shape = text.len() == 10 && text.bytes().enumerate().all(fits);
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| shape);
    date.ok_or_else(|| "not a day; write it like 2024-10-27".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_date_has_one_spelling() {
        assert_eq!(parse_date("2024-02-29"), Ok(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()));
        for text in ["2024-2-29", "2023-02-29", "2024/02/29", "+024-02-29", "today", "2024-02-291", "２０２４-1"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_command_and_flag_is_explained() {
        let mut command = Cli::command();
        command.build();
        for sub in command.get_subcommands() {
            assert!(sub.get_about().is_some(), "{}", sub.get_name());
            for arg in sub.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {}", sub.get_name(), arg.get_id());
            }
        }
    }
}
