//! The expression parser: tokens become an [`Expr`] by precedence climbing, with JavaScript's precedences.

use std::ops::Range;

use super::expr::{Expr, Op};
use super::known;
use super::lex::{Token, lex};

/// The deepest nesting of an expression.
const MAX_DEPTH: usize = 64;
/// The most tokens of an expression; no tree of them is higher, so a walk over one cannot exhaust the stack.
const MAX_TOKENS: usize = 500;
/// The most bytes of an expression.
const MAX_LENGTH: usize = 8 << 10;

/// A problem in an expression, with its offset.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Problem {
    Syntax(String, usize),
    /// A function or a field that cannot be evaluated.
    Unsupported(String, usize),
}

/// The expression, and its problems. With a syntax problem it is [`Expr::Null`].
pub(super) fn parse(text: &str) -> (Expr, Vec<Problem>) {
    let syntax = |message: &str, at: usize| (Expr::Null, vec![Problem::Syntax(message.to_owned(), at)]);
    if text.len() > MAX_LENGTH {
        return syntax("the expression is too long", 0);
    }
    let tokens = match lex(text) {
        Ok(tokens) if tokens.len() > MAX_TOKENS => return syntax("the expression is too long", 0),
        Ok(tokens) => tokens,
        Err(at) => return syntax("an expression cannot contain this", at),
    };
    let mut parser = Parser { tokens, next: 0, end: text.len(), depth: 0, found: Vec::new() };
    match parser.expression(0) {
        Ok(expr) if parser.next == parser.tokens.len() => (expr, parser.found),
        Ok(_) => syntax("the expression should end here", parser.place()),
        Err(Problem::Syntax(message, at) | Problem::Unsupported(message, at)) => syntax(&message, at),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    /// The end of the text.
    end: usize,
    depth: usize,
    found: Vec<Problem>,
}

type Parsed<T = Expr> = Result<T, Problem>;

impl Parser {
    fn place(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(_, range)| range.start)
    }

    fn peek(&self) -> Option<&'static str> {
        match self.tokens.get(self.next)? {
            (Token::Sign(sign), _) => Some(sign),
            _ => None,
        }
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.peek() == Some(sign);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        let at = self.place();
        if self.take(sign) { Ok(()) } else { Err(Problem::Syntax(format!("`{sign}` is missing here"), at)) }
    }

    /// An expression of operators that bind tighter than `least`.
    fn expression(&mut self, least: u8) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Problem::Syntax("the expression is nested too deep".to_owned(), self.place()));
        }
        let mut left = self.operand()?;
        while let Some((op, binds)) = self.peek().and_then(operator).filter(|(_, binds)| *binds > least) {
            self.next += 1;
            let right = self.expression(binds)?;
            left = Expr::Binary(op, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Parsed {
        // Tighter than any binary operator.
        const UNARY: u8 = 10;
        if self.take("!") {
            return Ok(Expr::Not(Box::new(self.expression(UNARY)?)));
        }
        if self.take("-") {
            return Ok(Expr::Minus(Box::new(self.expression(UNARY)?)));
        }
        let mut operand = self.atom()?;
        loop {
            if self.take(".") {
                operand = self.member(operand)?;
            } else if self.take("[") {
                let index = self.expression(0)?;
                self.expect("]")?;
                operand = Expr::Index(Box::new(operand), Box::new(index));
            } else {
                return Ok(operand);
            }
        }
    }

    fn member(&mut self, of: Expr) -> Parsed {
        let at = self.place();
        let Some((Token::Name(name), _)) = self.tokens.get(self.next).cloned() else {
            return Err(Problem::Syntax("a name is missing here".to_owned(), at));
        };
        self.next += 1;
        if self.take("(") {
            let arguments = self.list(")")?;
            if !known::METHODS.contains(&name.as_str()) {
                self.found.push(Problem::Unsupported(format!("{name}()"), at));
            }
            return Ok(Expr::Method(Box::new(of), name.into(), arguments));
        }
        if matches!(&of, Expr::Name(of) if &**of == "file") && !known::FILE_FIELDS.contains(&name.as_str()) {
            self.found.push(Problem::Unsupported(format!("file.{name}"), at));
        }
        Ok(Expr::Member(Box::new(of), name.into()))
    }

    fn atom(&mut self) -> Parsed {
        let at = self.place();
        let Some((token, _)) = self.tokens.get(self.next).cloned() else {
            return Err(Problem::Syntax("a value is missing here".to_owned(), at));
        };
        self.next += 1;
        match token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Text(text) => Ok(Expr::Text(text.into())),
            Token::Regex(pattern, flags) => {
                let pattern = if flags.contains('i') { format!("(?i){pattern}") } else { pattern };
                if regex::Regex::new(&pattern).is_err() {
                    self.found.push(Problem::Unsupported(format!("/{pattern}/"), at));
                }
                Ok(Expr::Regex(pattern.into(), flags.contains('g')))
            }
            Token::Name(name) => self.name(name, at),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("[") => Ok(Expr::List(self.list("]")?)),
            Token::Sign(_) => Err(Problem::Syntax("a value is missing here".to_owned(), at)),
        }
    }

    fn name(&mut self, name: String, at: usize) -> Parsed {
        match name.as_str() {
            "true" => return Ok(Expr::Bool(true)),
            "false" => return Ok(Expr::Bool(false)),
            "null" | "undefined" => return Ok(Expr::Null),
            _ => {}
        }
        if !self.take("(") {
            return Ok(Expr::Name(name.into()));
        }
        let arguments = self.list(")")?;
        if !known::FUNCTIONS.contains(&name.as_str()) {
            self.found.push(Problem::Unsupported(format!("{name}()"), at));
        }
        Ok(Expr::Call(name.into(), arguments))
    }

    /// Expressions separated by commas, up to a closing bracket.
    fn list(&mut self, end: &str) -> Parsed<Vec<Expr>> {
        let mut list = Vec::new();
        while !self.take(end) {
            if !list.is_empty() {
                self.expect(",")?;
            }
            list.push(self.expression(0)?);
        }
        Ok(list)
    }
}

/// An operator and its precedence.
fn operator(sign: &str) -> Option<(Op, u8)> {
    Some(match sign {
        "||" => (Op::Or, 1),
        "&&" => (Op::And, 2),
        "==" => (Op::Equal, 3),
        "!=" => (Op::NotEqual, 3),
        "<" => (Op::Less, 4),
        "<=" => (Op::LessEqual, 4),
        ">" => (Op::Greater, 4),
        ">=" => (Op::GreaterEqual, 4),
        "+" => (Op::Plus, 5),
        "-" => (Op::Minus, 5),
        "*" => (Op::Times, 6),
        "/" => (Op::Over, 6),
        "%" => (Op::Modulo, 6),
        _ => return None,
    })
}
