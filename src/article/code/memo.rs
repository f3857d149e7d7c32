//! Lines parsed before. What a grammar makes of a line depends on the line and the state before it alone, and code of
//! one vault repeats its lines a lot (`}`, `metadata:`, the same commands again).

use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, ParsingError, SyntaxReference};

use super::class::Op;
use super::language::grammars;

/// What a line does to the stack of scopes, and where in it.
pub(super) type Ops = Rc<[(usize, Op)]>;

/// Everything is forgotten at this many lines, to bound the memory.
const CAPACITY: usize = 6_000;

/// The memory of one thread.
#[derive(Default)]
pub(super) struct Memo {
    states: Vec<State>,
    /// The grammar's name: blocks come by language, and lines of another are of no use.
    syntax: String,
    lines: usize,
}

struct State {
    state: ParseState,
    /// What each line does in this state, and the state after it.
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

    /// What a line does in the state `at`, and the state after it.
    ///
    /// # Errors
    /// The grammar fails on its own.
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
