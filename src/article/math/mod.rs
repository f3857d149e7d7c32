//! TeX to MathML, which browsers set by themselves: no script, no font, no style element.
//!
//! The library that does it, `pulldown-latex`, trusts its input: it writes the name of an `\operatorname` and the text of
//! its errors as they are, and calls a formula with an error a success. So the events are walked before anything is
//! written, and the output is copied element by element through an allow-list ([`check`]). Some input makes it
//! panic: input known to do so is refused first, and the rest is contained, since a formula must not end a build.
//!
//! Converting a formula takes a few microseconds, no more than looking up an earlier result, so none is cached.

mod check;
mod limits;

use std::borrow::Cow;
use std::convert::Infallible;
use std::panic::catch_unwind;

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event};
use pulldown_latex::mathml::write_mathml;
use pulldown_latex::{Parser, Storage};

/// The MathML of a formula.
///
/// # Errors
/// The reason why it cannot be converted, in English, in lower case.
pub fn mathml(tex: &str, display: bool) -> Result<String, String> {
    limits::hold(tex)?;
    let tex = &*spaces(tex);
    let done = contained(tex, display);
    // In Obsidian `\\` breaks the line in all display math, not only in an environment of lines.
    if done.is_err() && display && tex.contains("\\\\") {
        let lines = format!("\\begin{{gathered}}{tex}\\end{{gathered}}");
        if let Ok(math) = contained(&lines, display) {
            return Ok(math);
        }
    }
    done
}

/// Every blank as one of ASCII: the library takes each for one byte.
fn spaces(tex: &str) -> Cow<'_, str> {
    let wide = |c: char| c.is_whitespace() && !c.is_ascii();
    if tex.contains(wide) { Cow::Owned(tex.replace(wide, " ")) } else { Cow::Borrowed(tex) }
}

/// Converts with panics contained. The panic hook of `cli` also knows the library, and prints nothing for it.
fn contained(tex: &str, display: bool) -> Result<String, String> {
    catch_unwind(|| convert(tex, display)).unwrap_or_else(|_| Err("it cannot be read".to_owned()))
}

fn convert(tex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(tex, &storage) {
        let event = event.map_err(|error| reason(&error.to_string()))?;
        if !is_writable(&event) {
            return Err("a command has an argument that it may not have".to_owned());
        }
        events.push(Ok::<_, Infallible>(event));
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut written = Vec::with_capacity(tex.len() * 8);
    write_mathml(&mut written, events.into_iter(), config).map_err(|error| error.to_string())?;
    let written = String::from_utf8(written).map_err(|error| error.to_string())?;
    check::checked(&written, limits::DEPTH).ok_or_else(|| "its parts do not fit together".to_owned())
}

/// The library's error message, without the excerpt that it quotes.
fn reason(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    line.strip_prefix("parsing error: ").unwrap_or(line).to_owned()
}

/// Whether the library writes this event as well-formed MathML.
fn is_writable(event: &Event) -> bool {
    match event {
        Event::Content(Content::Function(name) | Content::Number(name)) => !name.contains(['<', '>', '&']),
        // Its start tag is only written with a width.
        Event::Space { width, .. } => width.is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
