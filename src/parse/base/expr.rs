//! Expressions of bases, as trees of a few hundred nodes at most.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// What could not be read.
    Null,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    /// A pattern, and whether every match counts.
    Regex(Box<str>, bool),
    List(Vec<Expr>),
    /// `file`, `this`, `value`, or a property of the note.
    Name(Box<str>),
    /// `a.b`
    Member(Box<Expr>, Box<str>),
    /// `a[b]`
    Index(Box<Expr>, Box<Expr>),
    /// `f(x)`
    Call(Box<str>, Vec<Expr>),
    /// `a.f(x)`
    Method(Box<Expr>, Box<str>, Vec<Expr>),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Binary(Op, Box<Expr>, Box<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
}
