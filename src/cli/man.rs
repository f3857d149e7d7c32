//! `kbgen man`: one manual page with every command and its flags, from the definitions of `--help`.

use std::io;

use clap::CommandFactory;
use clap_mangen::Man;

use super::args::{Cli, EXAMPLES, EXIT_CODES};
use super::exit::Exit;
use super::terminal::Terminal;

pub fn run(terminal: &Terminal) -> Exit {
    let page = page().expect("writing to memory cannot fail");
    terminal.out(&page);
    Exit::Success
}

fn page() -> io::Result<String> {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut page = text(page);
    page.push_str(".SH COMMANDS\n");
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        page.push_str(&section(sub)?);
    }
    page.push_str(&literal("EXAMPLES", EXAMPLES));
    page.push_str(&literal("EXIT STATUS", EXIT_CODES));
    Ok(page)
}

/// A command as a subsection: its own sections without their headings, and without the flags that all commands share.
fn section(command: &clap::Command) -> io::Result<String> {
    let usage = command.clone().render_usage().to_string().replace("Usage: ", "");
    let man = Man::new(command.clone().mut_args(|arg| {
        let shared = arg.is_global_set() || arg.get_id() == "help";
        arg.hide(shared)
    }));
    let mut body = Vec::new();
    man.render_description_section(&mut body)?;
    man.render_options_section(&mut body)?;
    let is_heading = |line: &&str| line.starts_with(".SH ") || line.starts_with(".ie ") || line.starts_with(".el ");
    let body: String = text(body).lines().filter(|line| !is_heading(line)).map(|line| format!("{line}\n")).collect();
    Ok(format!(".SS \"{}\"\n{body}", escaped(&usage)))
}

/// A section with fixed line breaks.
fn literal(title: &str, lines: &str) -> String {
    format!(".SH \"{title}\"\n.nf\n{}\n.fi\n", escaped(lines))
}

/// Escapes a text: roff reads a bare hyphen as a typographic one and a backslash as a command.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

fn text(roff: Vec<u8>) -> String {
    String::from_utf8_lossy(&roff).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_command_and_flag_once_under_its_heading() {
        let page = page().expect("the page renders");
        assert!(page.starts_with(".ie") && page.contains(".TH kbgen 1"), "{page}");
        for command in Cli::command().get_subcommands() {
            assert!(page.contains(&format!("\n.SS \"kbgen {}", command.get_name())), "{}", command.get_name());
        }
        assert_eq!(page.matches("\n\\fB\\-\\-base\\-url\\fR").count(), 1);
        assert_eq!(page.matches("\n\\fB\\-q\\fR, ").count(), 1);
        assert!(page.contains(".SH \"EXIT STATUS\"\n.nf\n  0   done"));
    }
}
