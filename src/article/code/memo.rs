//! A cache of parsed lines. A grammar's result for a line depends only on the line and the state before it, and code of
//! one vault repeats its lines a lot (`}`, `metadata:`, the same commands again).

use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ParsingError, SyntaxReference};

use super::class::Op;
use super::language::grammars;

/// The operations of a line on the stack of scopes, and their positions in it.
pub(super) type Ops = Rc<[(usize, Op)]>;

/// The number of lines at which everything is dropped, to bound the memory.
const CAPACITY: usize = 6_000;

/// The cache of one thread.
#[derive(Default)]
pub(super) struct Memo {
    states: Vec<State>,
    /// The grammar's name: blocks come sorted by language, so lines of another are dropped.
    syntax: String,
    lines: usize,
}

struct State {
    state: ParseState,
    /// The result of each line in this state, and the state after it.
    lines: HashMap<Box<str>, (Ops, usize)>,
}

impl Memo {
    /// The state at the start of a block.
    pub fn start(&mut self, syntax: &SyntaxReference) -> usize {
        if self.lines >= CAPACITY || self.syntax != syntax.name || self.states.is_empty() {
            *self = Self { syntax: syntax.name.clone(), ..Self::default() };
            self.intern(ParseState::new(syntax));
        }
        0
    }

    /// The result of a line in the state `at`, and the state after it.
    ///
    /// # Errors
    /// The grammar itself fails.
    pub fn line(&mut self, at: usize, line: &str) -> Result<(Ops, usize), ParsingError> {
        if let Some((ops, next)) = self.states[at].lines.get(line) {
            return Ok((ops.clone(), *next));
        }
        let mut state = self.states[at].state.clone();
        let ops = state.parse_line(line, grammars())?;
        let ops: Ops = ops.iter().map(|(offset, op)| (*offset, Op::of(op))).collect();
        let next = self.intern(state);
        self.states[at].lines.insert(line.into(), (ops.clone(), next));
        self.lines += 1;
        Ok((ops, next))
    }

    fn intern(&mut self, state: ParseState) -> usize {
        let known = self.states.iter().position(|known| known.state == state);
        known.unwrap_or_else(|| {
            self.states.push(State { state, lines: HashMap::new() });
            self.states.len() - 1
        })
    }
}
