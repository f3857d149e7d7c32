//! Syntax highlighting: code becomes pieces with a short list of classes.
//!
//! Grammars are those of `syntect` and `two-face`. Their scopes are far finer than a theme needs, and one span for
//! each would make the HTML ten times as long as the code; here a scope is mapped to one of the [`Class`]es, and a span
//! is written only where the class changes.
//!
//! Limits are counted in bytes and never in time, so the same code always gives the same HTML.

mod class;
mod language;
mod memo;
mod runs;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use syntect::parsing::SyntaxReference;

use crate::parse::ParsedNote;

pub use class::{CLASSES, Class};
pub use language::{Info, is_known};
pub use runs::Runs;

use class::ClassStack;
use language::syntax;
use memo::Memo;

/// The most bytes of a block that is highlighted (P7).
pub const BLOCK_LIMIT: usize = 64 << 10;
/// The most bytes of a line in it: grammars look ahead to the line's end again and again.
pub const LINE_LIMIT: usize = 2 << 10;
/// The most that the squares of a block's line lengths may add up to, in bytes squared: the time for a hostile line grows
/// with the square of its length (measured over all grammars: at most 0.12 s for a million). Ordinary code of
/// [`BLOCK_LIMIT`] bytes stays below it.
const WORK_LIMIT: usize = 8 << 20;
/// A line with a longer run of blanks, backticks or tildes is written plain: some grammars need cubic time for those.
const RUN_LIMIT: usize = 64;

/// The most scopes that may be open at the end of a line: the time for each further line grows with them.
const SCOPE_LIMIT: usize = 500;

/// The result of highlighting a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Highlighted<'a> {
    /// The code in pieces; see [`Runs::write`].
    Coloured(Cow<'a, Runs>),
    /// The language is not known, or the code has nothing to distinguish.
    Plain,
    /// Over a limit.
    TooLarge,
}

/// A highlighter of code.
pub trait Highlight: Sync {
    /// `language` is the token in the fence, in any case; see [`Info::token`].
    fn highlight(&self, language: &str, code: &str) -> Highlighted<'_>;
}

/// A highlighter that works on demand, block by block.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnDemand;

impl Highlight for OnDemand {
    fn highlight(&self, language: &str, code: &str) -> Highlighted<'_> {
        highlight(language, code)
    }
}

/// The blocks of a whole site, each of them highlighted once however often it occurs.
#[derive(Debug, Default)]
pub struct HighlightedCode {
    /// Never iterated.
    blocks: FxHashMap<Key, Highlighted<'static>>,
}

type Key = [u8; 32];

impl HighlightedCode {
    /// Highlights every block of these notes.
    pub fn of(notes: &[Arc<ParsedNote>]) -> Self {
        let mut blocks: Vec<(Key, &str, &str)> = notes.par_iter().flat_map_iter(|note| blocks(note)).collect();
        // Blocks of one language are adjacent, so that each thread meets its lines again.
        blocks.par_sort_unstable_by_key(|&(key, language, _)| (language, key));
        blocks.dedup_by_key(|(key, ..)| *key);
        let queue = Queue::new(blocks.len());
        let highlight = |memo: &mut Memo, at: usize| {
            let (key, language, code) = blocks[at];
            (key, highlight_with(memo, language, code))
        };
        let work = |worker: usize| {
            let mut memo = Memo::default();
            let own = std::iter::from_fn(|| queue.take(worker));
            own.flatten().map(|at| highlight(&mut memo, at)).collect::<Vec<_>>()
        };
        let workers = (0..rayon::current_num_threads()).into_par_iter().with_max_len(1);
        Self { blocks: workers.flat_map_iter(work).collect() }
    }
}

/// The blocks still to do. A thread may come late, when another part of the build releases it, and still finds
/// enough to do, while its cache of lines lasts from its first block to its last.
struct Queue {
    len: u32,
    /// The number taken from the start and, in the upper half of the bits, from the end.
    taken: AtomicU64,
}

impl Queue {
    /// The number of blocks that a worker takes at a time.
    const TASK: u32 = 16;

    fn new(len: usize) -> Self {
        Self { len: len as u32, taken: AtomicU64::new(0) }
    }

    /// Every other worker takes from the end: two in one language would parse its lines twice.
    fn take(&self, worker: usize) -> Option<Range<usize>> {
        let halves = |taken: u64| (taken as u32, (taken >> 32) as u32);
        let task = |taken: u64| {
            let (start, end) = halves(taken);
            Self::TASK.min(self.len - start - end)
        };
        let at_start = worker.is_multiple_of(2);
        let take = |taken: u64| {
            let task = u64::from(task(taken));
            (task > 0).then(|| taken + if at_start { task } else { task << 32 })
        };
        let before = self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
        let ((start, end), task) = (halves(before), task(before));
        let first = if at_start { start } else { self.len - end - task };
        Some(first as usize..(first + task) as usize)
    }
}

impl Highlight for HighlightedCode {
    fn highlight(&self, language: &str, code: &str) -> Highlighted<'_> {
        match self.blocks.get(&key(language, code)) {
            Some(Highlighted::Coloured(runs)) => Highlighted::Coloured(Cow::Borrowed(runs)),
            Some(Highlighted::Plain) => Highlighted::Plain,
            Some(Highlighted::TooLarge) => Highlighted::TooLarge,
            None => highlight(language, code),
        }
    }
}

/// The blocks of a note that have a known language.
fn blocks(note: &ParsedNote) -> impl Iterator<Item = (Key, &str, &str)> {
    let (tree, source) = (&note.body, &note.source.text);
    tree.code_blocks().filter_map(move |(_, index)| {
        let block = tree.code(index);
        let language = Info::parse(tree.text(block.info, source)).token();
        syntax(language)?;
        let code = tree.text(block.code, source);
        Some((key(language, code), language, code))
    })
}

fn key(language: &str, code: &str) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(language.as_bytes());
    hasher.update(&[0]);
    hasher.update(code.as_bytes());
    *hasher.finalize().as_bytes()
}

/// Highlights a block. A pure function of its arguments.
pub fn highlight(language: &str, code: &str) -> Highlighted<'static> {
    highlight_with(&mut Memo::default(), language, code)
}

fn highlight_with(memo: &mut Memo, language: &str, code: &str) -> Highlighted<'static> {
    let Some(syntax) = syntax(language) else { return Highlighted::Plain };
    if !within_limits(code) {
        return Highlighted::TooLarge;
    }
    coloured(memo, syntax, code)
}

fn within_limits(code: &str) -> bool {
    let mut work = 0;
    code.len() <= BLOCK_LIMIT
        && code.split_inclusive('\n').all(|line| {
            work += line.len() * line.len();
            line.len() <= LINE_LIMIT && work <= WORK_LIMIT
        })
}

fn coloured(memo: &mut Memo, syntax: &SyntaxReference, code: &str) -> Highlighted<'static> {
    let mut state = memo.start(syntax);
    let mut classes = ClassStack::default();
    let mut runs = Runs::default();
    for line in code.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        if has_long_run(text) {
            runs.line_end(line);
            continue;
        }
        let mut at = 0;
        // A grammar may itself fail; then nothing is highlighted.
        let Ok((ops, next)) = memo.line(state, line) else { return Highlighted::Plain };
        state = next;
        for (offset, op) in &*ops {
            let end = (*offset).min(text.len());
            runs.piece(text.get(at..end).unwrap_or_default(), classes.top());
            at = at.max(end);
            classes.apply(*op);
        }
        runs.piece(text.get(at..).unwrap_or_default(), classes.top());
        runs.line_end(&line[text.len()..]);
        if classes.depth() > SCOPE_LIMIT {
            return Highlighted::TooLarge;
        }
    }
    Highlighted::Coloured(Cow::Owned(runs.shrink()))
}

fn has_long_run(line: &str) -> bool {
    let mut run = 0;
    let mut last = 0;
    line.len() > RUN_LIMIT
        && line.bytes().any(|byte| {
            run = if byte == last && b" \t`~".contains(&byte) { run + 1 } else { 0 };
            last = byte;
            run >= RUN_LIMIT
        })
}

#[cfg(test)]
mod tests;
