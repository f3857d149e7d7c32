//! The command line: arguments in, reports and exit codes out. The only module that reads the environment and prints.

mod args;
mod build;
mod check;
mod due;
mod edit;
mod env;
mod exit;
mod export;
mod init;
mod man;
mod panic;
mod progress;
mod report;
#[cfg(feature = "serve")]
mod serve;
mod session;
mod signals;
mod terminal;
mod theme;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command, CompletionsArgs};
use env::Env;
use exit::Exit;
use terminal::Terminal;

use crate::diag::{Diagnostic, codes};

/// The whole program.
pub fn main() -> ExitCode {
    panic::guard(|| match Cli::try_parse() {
        Ok(cli) => run(&cli),
        Err(error) => {
            // Help goes to standard output and is not an error. If it cannot be printed, there is nowhere to report
            // that.
            let _ = error.print();
            if error.use_stderr() { Exit::Usage } else { Exit::Success }
        }
    })
    .into()
}

fn run(cli: &Cli) -> Exit {
    let env = Env::read();
    let terminal = Terminal::new(cli.talk, &env);
    let done = match &cli.command {
        Command::Build(args) => build::run(args, &env, &terminal),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, &env, &terminal),
        Command::Check(args) => check::run(args, &env, &terminal),
        Command::Due(args) => due::run(args, &env, &terminal),
        Command::Done(args) => edit::done(args, &env, &terminal),
        Command::Undo(args) => edit::undo(args, &env, &terminal),
        Command::Start(args) => edit::start(args, &env, &terminal),
        Command::Export(command) => export::run(command, &env, &terminal),
        Command::Theme(command) => theme::run(command, &env, &terminal),
        Command::Init(args) => init::run(args, &env, &terminal),
        Command::Completions(args) => Ok(completions(args, &terminal)),
        Command::Man => Ok(man::run(&terminal)),
    };
    let exit = done.unwrap_or_else(|stop| {
        terminal.diagnostics(&stop.diagnostics);
        stop.exit
    });
    if terminal.failed() {
        let diagnostic = Diagnostic::new(codes::OUTPUT_IO, "cannot write to standard output");
        terminal.diagnostics(&[diagnostic.help("look for a full disk where it is redirected to")]);
        return Exit::Io;
    }
    exit
}

fn completions(args: &CompletionsArgs, terminal: &Terminal) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kbgen", &mut script);
    terminal.out(&String::from_utf8_lossy(&script));
    Exit::Success
}
