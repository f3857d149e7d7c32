//! A base: the notes that it selects, and its views.

use super::expr::Expr;

/// A parsed base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    pub filter: Filter,
    /// In the file's order.
    pub formulas: Vec<(Box<str>, Expr)>,
    /// Display names of columns.
    pub names: Vec<(Column, Box<str>)>,
    pub views: Vec<View>,
    /// Summaries of its own, by name: expressions over `values`.
    pub summaries: Vec<(Box<str>, Expr)>,
    /// Whether it refers to the note that it is in, and so differs from page to page.
    pub uses_this: bool,
}

/// The condition that selects the notes shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Filter {
    #[default]
    Everything,
    Expr(Expr),
    And(Vec<Filter>),
    Or(Vec<Filter>),
    /// Matches notes that match none of these.
    Not(Vec<Filter>),
}

/// One view of a base.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub layout: Layout,
    /// Empty if the base has none.
    pub name: Box<str>,
    pub filter: Filter,
    pub columns: Vec<Column>,
    pub sort: Vec<Order>,
    pub group: Option<Order>,
    pub limit: Option<usize>,
    /// The property with the picture, for cards.
    pub image: Option<Column>,
    /// The name of a summary below a column.
    pub summaries: Vec<(Column, Summary)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Table,
    Cards,
    List,
}

/// A sort or group key of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub by: Column,
    pub descending: bool,
}

/// A property of a note, of its file, or of the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    Note(Box<str>),
    File(Box<str>),
    Formula(Box<str>),
}

impl Column {
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        match text.split_once('.') {
            Some(("file", name)) => Self::File(name.into()),
            Some(("formula", name)) => Self::Formula(name.into()),
            Some(("note", name)) => Self::Note(name.into()),
            _ => Self::Note(text.into()),
        }
    }
}

/// The summary below a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    Average,
    Min,
    Max,
    Sum,
    Range,
    Median,
    Stddev,
    Earliest,
    Latest,
    Checked,
    Unchecked,
    Empty,
    Filled,
    Unique,
    /// One of the base's own, by its index.
    Custom(u16),
}

impl Summary {
    /// Those that every base has.
    pub const ALL: [Self; 14] = [
        Self::Average,
        Self::Min,
        Self::Max,
        Self::Sum,
        Self::Range,
        Self::Median,
        Self::Stddev,
        Self::Earliest,
        Self::Latest,
        Self::Checked,
        Self::Unchecked,
        Self::Empty,
        Self::Filled,
        Self::Unique,
    ];

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|summary| summary.name().eq_ignore_ascii_case(word.trim()))
    }

    /// Obsidian's name in lower case: the key of its translation in a theme. Those of a base have names of their own.
    pub fn name(self) -> &'static str {
        match self {
            Self::Average => "average",
            Self::Min => "min",
            Self::Max => "max",
            Self::Sum => "sum",
            Self::Range => "range",
            Self::Median => "median",
            Self::Stddev => "stddev",
            Self::Earliest => "earliest",
            Self::Latest => "latest",
            Self::Checked => "checked",
            Self::Unchecked => "unchecked",
            Self::Empty => "empty",
            Self::Filled => "filled",
            Self::Unique => "unique",
            Self::Custom(_) => "",
        }
    }
}
