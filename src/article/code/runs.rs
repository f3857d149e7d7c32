//! The result of highlighting a block, in four bytes for each piece. The HTML of a block is ten times as long as its
//! code and most of a vault's blocks are highlighted before the first page is made, so only this waits in memory.

use super::class::Class;
use crate::markup::escape;

/// A block's code as pieces with their classes, in order and without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<Run>);

/// A piece of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Bytes; a block has at most 64 KiB.
    length: u16,
    class: Option<Class>,
    /// Whether it must not be merged with the piece before.
    apart: bool,
}

impl Runs {
    /// The HTML of the code that these are the runs of; no span crosses a line end.
    pub fn write(&self, out: &mut String, code: &str) {
        let mut rest = code;
        for run in &self.0 {
            let (text, after) = rest.split_at(usize::from(run.length).min(rest.len()));
            match run.class {
                Some(class) => {
                    out.push_str("<span class=\"");
                    out.push_str(class.name());
                    out.push_str("\">");
                    escape(out, text);
                    out.push_str("</span>");
                }
                None => escape(out, text),
            }
            rest = after;
        }
        escape(out, rest);
    }

    /// Frees the spare capacity.
    pub fn shrink(self) -> Self {
        Self(self.0.as_slice().to_vec())
    }

    /// Adds the next piece. Blanks have no colour: they stay in the open run.
    pub fn piece(&mut self, text: &str, class: Option<Class>) {
        let blank = text.bytes().all(|b| b == b' ' || b == b'\t');
        let class = match self.0.last() {
            Some(last) if blank && !last.apart => last.class,
            _ if blank => None,
            _ => class,
        };
        self.push(text.len(), class);
    }

    /// Ends a line: no run extends across it.
    pub fn line_end(&mut self, text: &str) {
        self.push(text.len(), None);
        if let Some(last) = self.0.last_mut() {
            last.apart = true;
        }
    }

    fn push(&mut self, mut length: usize, class: Option<Class>) {
        if let Some(last) = self.0.last_mut().filter(|last| last.class == class && !last.apart) {
            let more = length.min(usize::from(u16::MAX - last.length));
            last.length += more as u16;
            length -= more;
        }
        while length > 0 {
            let part = length.min(usize::from(u16::MAX));
            self.0.push(Run { length: part as u16, class, apart: false });
            length -= part;
        }
    }
}
