//! Expressions of bases, as trees of a few hundred nodes at most.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// An expression that could not be parsed.
    Null,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    /// A pattern, and whether it matches globally.
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

impl Expr {
    /// Whether this name occurs in it.
    pub fn mentions(&self, name: &str) -> bool {
        let any = |list: &[Self]| list.iter().any(|expr| expr.mentions(name));
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Regex(..) => false,
            Self::Name(own) => **own == *name,
            Self::List(list) | Self::Call(_, list) => any(list),
            Self::Member(of, _) | Self::Not(of) | Self::Minus(of) => of.mentions(name),
            Self::Index(a, b) | Self::Binary(_, a, b) => a.mentions(name) || b.mentions(name),
            Self::Method(of, _, list) => of.mentions(name) || any(list),
        }
    }
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
