//! Limits on a formula, checked before the library reads it.
//!
//! The library calls itself for each command that is the argument of another, with or without braces, so a long chain of
//! them would overflow the stack, which cannot be caught. Nothing breaks a chain but the end of a group or a row.

/// The most bytes: the library looks for the end of each group again.
pub(super) const LENGTH: usize = 16 << 10;
/// The most groups within one another, and the most elements.
pub(super) const DEPTH: usize = 100;
/// The most commands and scripts in one row of one group.
const CHAIN: usize = 256;
/// The most comments.
const COMMENTS: usize = 256;

/// Commands that define others. A formula is alone here, so they are of little use, and each use of a definition may
/// be as long as all that was written before it.
const DEFINITIONS: [&str; 6] = ["def", "let", "futurelet", "newcommand", "renewcommand", "providecommand"];

/// The nesting depth of the reading so far.
struct Depth {
    /// For each open brace, the number of commands before it in its row.
    braces: Vec<usize>,
    /// Commands in this row of this group.
    chain: usize,
    brackets: usize,
    environments: usize,
    comments: usize,
}

/// Whether a formula may be read.
///
/// # Errors
/// The reason why it may not.
pub(super) fn hold(tex: &str) -> Result<(), String> {
    if tex.len() > LENGTH {
        return Err(format!("it is longer than {} KiB", LENGTH >> 10));
    }
    let mut depth = Depth { braces: Vec::new(), chain: 0, brackets: 0, environments: 0, comments: 0 };
    let mut rest = tex;
    while let Some(at) = rest.find(['\\', '{', '}', '[', ']', '^', '_', '&', '#', '%']) {
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match mark {
            b'\\' => {
                let name = command(rest);
                depth.command(name)?;
                rest = &rest[name.len()..];
            }
            b'#' if !rest.bytes().take(6).all(|digit| digit.is_ascii_hexdigit()) => {
                return Err("a # may only begin a colour of six digits".to_owned());
            }
            mark => depth.mark(mark),
        }
        let nested = depth.braces.len().max(depth.brackets).max(depth.environments);
        if nested > DEPTH || depth.chain > CHAIN || depth.comments > COMMENTS {
            return Err("it nests too deep".to_owned());
        }
    }
    Ok(())
}

impl Depth {
    fn mark(&mut self, mark: u8) {
        match mark {
            b'{' => self.braces.push(std::mem::take(&mut self.chain)),
            b'}' => self.chain = self.braces.pop().unwrap_or(self.chain),
            b'[' => self.brackets += 1,
            b']' => self.brackets = self.brackets.saturating_sub(1),
            b'^' | b'_' => self.chain += 1,
            b'&' => self.chain = 0,
            b'%' => self.comments += 1,
            _ => {}
        }
    }

    fn command(&mut self, name: &str) -> Result<(), String> {
        if DEFINITIONS.contains(&name) {
            return Err(format!("it defines a command with \\{name}"));
        }
        match name {
            // The library assumes that ASCII follows, and panics.
            "char" => return Err("it names a character by its number".to_owned()),
            "\\" => self.chain = 0,
            "left" | "begin" => self.environments += 1,
            "right" | "end" => self.environments = self.environments.saturating_sub(1),
            _ => self.chain += 1,
        }
        Ok(())
    }
}

/// The name at the start: letters, or one other character.
fn command(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters > 0 { &text[..letters] } else { &text[..text.chars().next().map_or(0, char::len_utf8)] }
}
