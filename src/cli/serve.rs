//! `kbgen serve`: starts the preview server and reports its events.
#![expect(clippy::disallowed_methods, reason = "opens the browser when asked to")]

use std::process::{Command, Stdio};

use super::args::{ServeArgs, VaultArgs};
use super::env::Env;
use super::exit::{Exit, Stop};
use super::session::{Session, reason};
use super::terminal::Terminal;
use super::{report, signals};
use crate::config::Flags;
use crate::date::Clock;
use crate::diag::{Diagnostic, Tally, codes};
use crate::pipeline::{self, Failure, Loaded};
use crate::serve::{self, Event, Options, Snapshot, Stopped};

/// The first port to try if none was given.
const FIRST_PORT: u16 = 4000;

pub fn run(args: &ServeArgs, env: &Env, terminal: &Terminal) -> Result<Exit, Stop> {
    signals::end_at_once()?;
    let port = args.port.unwrap_or(FIRST_PORT);
    // Problems of the vault or its config are reported before a port is taken.
    let session = Session::open(&args.vault, &Flags::default(), env)?;
    let at_start = session.clock;
    let listener = serve::bind(port, args.port.is_some()).map_err(|error| cannot_listen(port, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(port, &error))?;
    // The preview has its own address, whatever prefix the published site has.
    let flags = Flags { base_url: Some(format!("http://{address}/")), drafts: args.drafts, ..Flags::default() };
    let (date, vault) = (args.vault.date, args.vault.clone());
    let options = Options {
        vault: session.declared.scan_rules().root,
        write: args.write,
        load: Box::new(move || load(&vault, &flags)),
        clock: Box::new(move || date.map_or_else(|| Env::read().clock().unwrap_or(at_start), Clock::Day)),
        report: reporter(terminal.clone(), args.open),
    };
    // A signal ends the process at once: a preview leaves nothing on the disk.
    serve::run(listener, options, std::future::pending()).map_err(|stopped| match stopped {
        Stopped::Build(failure) => failure.into(),
        Stopped::Io(error) => cannot_listen(port, &error),
    })?;
    Ok(Exit::Success)
}

/// Reads config and vault; the config may have changed since.
fn load(vault: &VaultArgs, flags: &Flags) -> Result<Loaded, Failure> {
    let session = Session::open(vault, flags, &Env::read()).map_err(|stop| Failure::Setup(stop.diagnostics))?;
    pipeline::load(session.declared, session.clock)
}

fn cannot_listen(port: u16, error: &std::io::Error) -> Stop {
    let message = format!("cannot listen on port {port}: {}", reason(error));
    let help = "choose another one with `--port`, or leave it out to use a free one";
    vec![Diagnostic::new(codes::OUTPUT_IO, message).help(help)].into()
}

fn reporter(terminal: Terminal, open: bool) -> Box<dyn Fn(Event) + Send + Sync> {
    Box::new(move |event| match event {
        Event::Listening { address, snapshot } => {
            terminal.diagnostics(&snapshot.build.diagnostics);
            let url = format!("http://{address}/");
            terminal.say(&started(&url, &snapshot));
            if open && !open_browser(&url) {
                terminal.err(&format!("cannot open a browser; go to {url}\n"));
            }
        }
        Event::Rebuilt { snapshot, changed, took } => {
            let names: Vec<&str> = changed.iter().map(|path| path.as_str()).collect();
            let what = if names.is_empty() { "everything".to_owned() } else { names.join(", ") };
            let tally = report::findings(Tally::of(&snapshot.build.diagnostics));
            terminal.say(&format!("rebuilt {what} in {} ms: {tally}\n", took.as_millis()));
        }
        Event::Failed(diagnostics) => terminal.diagnostics(&diagnostics),
        Event::Polling(why) => terminal.err(&format!("cannot watch the vault ({why}); polling for changes instead\n")),
    })
}

fn started(url: &str, snapshot: &Snapshot) -> String {
    let build = &snapshot.build;
    format!(
        "serving {} at {url} for {}: {}; Ctrl-C ends it\n",
        report::count(build.site.notes.len(), "note"),
        report::day(&build.schedule.today),
        report::findings(Tally::of(&build.diagnostics)),
    )
}

/// Asks the desktop to open an address; false where there is no desktop.
fn open_browser(url: &str) -> bool {
    let (program, args): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(args).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
