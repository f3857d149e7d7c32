//! The value of an expression for one note. A meaningless expression is empty, as an empty cell is.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

use chrono::NaiveTime;
use regex::Regex;

use super::relative::RelativeLabels;
use super::value::{Duration, Link, To, Value, parse_date};
use crate::config::Config;
use crate::index::{AssetId, Match, Names, Note, NoteId, Site};
use crate::parse::base::expr::{Expr, Op};
use crate::parse::base::{Base, Column, Filter};
use crate::parse::properties::{Scalar, Value as Stored};
use crate::review::frozen::is_frozen;

/// The budget of all views of a base on one page, in steps of evaluation: about a second.
const STEPS: u64 = 30_000_000;
/// The cost of a list element, in steps. It stays in memory, which must not run out before the steps do.
pub const ELEMENT: usize = 16;
/// The deepest nesting of formulas that use formulas.
const MAX_FORMULAS: usize = 16;
/// The longest text that an expression may make, in bytes.
pub const MAX_TEXT: usize = 64 << 10;
/// The longest list that an expression may make, in elements.
pub const MAX_LIST: usize = 10_000;

/// One base on one page.
pub struct Run<'a> {
    pub site: &'a Site,
    pub config: &'a Config,
    pub base: &'a Base,
    pub labels: &'a RelativeLabels,
    /// The note that contains the base.
    pub this: NoteId,
    steps: Cell<u64>,
    /// The number of formulas being evaluated.
    open_formulas: Cell<usize>,
    names: OnceCell<(Names, Vec<To>)>,
    patterns: RefCell<HashMap<String, Option<Regex>>>,
}

/// The meaning of the names in an expression.
#[derive(Clone, Copy)]
pub struct Scope<'s, 'a> {
    pub row: NoteId,
    /// The element, within `map`, `filter` and `reduce`.
    pub item: Option<Item<'s, 'a>>,
    /// The values of the column, within a summary.
    pub values: Option<&'s Value<'a>>,
}

#[derive(Clone, Copy)]
pub struct Item<'s, 'a> {
    pub value: &'s Value<'a>,
    pub index: usize,
    pub acc: Option<&'s Value<'a>>,
}

impl Scope<'_, '_> {
    fn of(row: NoteId) -> Self {
        Self { row, item: None, values: None }
    }
}

impl<'a> Run<'a> {
    pub fn new(site: &'a Site, config: &'a Config, labels: &'a RelativeLabels, base: &'a Base, this: NoteId) -> Self {
        Self {
            site,
            config,
            base,
            labels,
            this,
            steps: Cell::new(0),
            open_formulas: Cell::new(0),
            names: OnceCell::new(),
            patterns: RefCell::default(),
        }
    }

    /// Whether the budget was exceeded; the remaining values are empty then.
    pub fn exhausted(&self) -> bool {
        self.steps.get() > STEPS
    }

    pub fn passes(&self, filter: &'a Filter, row: NoteId) -> bool {
        match filter {
            Filter::Everything => true,
            Filter::Expr(expr) => self.eval(expr, Scope::of(row)).truthy(),
            Filter::And(all) => all.iter().all(|filter| self.passes(filter, row)),
            Filter::Or(any) => any.iter().any(|filter| self.passes(filter, row)),
            Filter::Not(none) => !none.iter().any(|filter| self.passes(filter, row)),
        }
    }

    pub fn column(&self, column: &'a Column, row: NoteId) -> Value<'a> {
        match column {
            Column::Note(name) => self.property(row, name),
            Column::File(name) => self.file_field(row, name),
            Column::Formula(name) => self.formula(name, row),
        }
    }

    fn formula(&self, name: &str, row: NoteId) -> Value<'a> {
        let Some((_, expr)) = self.base.formulas.iter().find(|(known, _)| **known == *name) else { return Value::Null };
        if self.open_formulas.get() >= MAX_FORMULAS {
            return Value::Null;
        }
        self.open_formulas.set(self.open_formulas.get() + 1);
        let value = self.eval(expr, Scope::of(row));
        self.open_formulas.set(self.open_formulas.get() - 1);
        value
    }

    /// A property of a note. A frozen formula holds only on the day of an export, so it is empty.
    pub fn property(&self, row: NoteId, name: &str) -> Value<'a> {
        if !name.is_ascii() && is_frozen(name) {
            return Value::Null;
        }
        let note: &'a Note = self.site.note(row);
        let Some(property) = note.parsed.properties.get(name) else { return Value::Null };
        match property.value {
            Stored::Scalar(scalar) => self.scalar(scalar),
            Stored::List(list) => Value::List(list.into_iter().map(|scalar| self.scalar(scalar)).collect()),
            Stored::Map => Value::Null,
        }
    }

    fn scalar(&self, scalar: Scalar<'a>) -> Value<'a> {
        match scalar {
            Scalar::Null => Value::Null,
            Scalar::Bool(flag) => Value::Bool(flag),
            Scalar::Number(text) => text.parse().map_or(Value::Text(text), Value::Number),
            Scalar::Text(Cow::Owned(text)) => Value::text(text),
            Scalar::Text(Cow::Borrowed(text)) => match parse_date(text) {
                Some((date, timed)) => Value::Date(date, timed),
                None => match link_parts(text) {
                    Some((target, label)) => Value::Link(self.link(target.into(), label.map(Into::into))),
                    None => Value::Text(Cow::Borrowed(text)),
                },
            },
        }
    }

    /// A link to a published file of this name, or to a URL.
    pub fn link(&self, target: Cow<'a, str>, label: Option<Cow<'a, str>>) -> Link<'a> {
        let to = if is_url(&target) {
            Some(To::Url)
        } else {
            let (names, list) = self.names.get_or_init(|| self.published());
            let path = target.split('#').next().unwrap_or_default().trim();
            match names.find(path, "") {
                Match::One(ix) => list.get(ix as usize).cloned(),
                Match::Tie(ixs) => ixs.first().and_then(|&ix| list.get(ix as usize).cloned()),
                Match::None => None,
            }
        };
        Link { target, label, to }
    }

    /// The names of published files: nothing else can be linked from here.
    fn published(&self) -> (Names, Vec<To>) {
        let notes = self.site.ids().map(|(id, note)| (note.path(), To::Note(id)));
        let assets = self.site.assets.iter().enumerate();
        let assets = assets.map(|(ix, asset)| (&asset.asset.path, To::Asset(AssetId(ix as u32))));
        let mut all: Vec<_> = notes.chain(assets).collect();
        all.sort_by_key(|(path, _)| *path);
        let names = Names::new(&all.iter().map(|(path, _)| (*path).clone()).collect::<Vec<_>>());
        (names, all.into_iter().map(|(_, to)| to).collect())
    }

    /// Runs `use_pattern` with a compiled pattern; `None` where it is not a valid one.
    pub fn with_pattern<T>(&self, pattern: &str, use_pattern: impl FnOnce(&Regex) -> T) -> Option<T> {
        let mut patterns = self.patterns.borrow_mut();
        let compile = || regex::RegexBuilder::new(pattern).size_limit(1 << 20).build().ok();
        let compiled = patterns.entry(pattern.to_owned()).or_insert_with(compile);
        compiled.as_ref().map(use_pattern)
    }

    pub fn today(&self) -> Value<'a> {
        Value::Date(self.config.today.date.and_time(NaiveTime::MIN), false)
    }

    /// Counts work; false when the budget is spent.
    pub fn step(&self, work: usize) -> bool {
        self.steps.set(self.steps.get() + 1 + work as u64);
        !self.exhausted()
    }

    pub fn eval(&self, expr: &'a Expr, scope: Scope<'_, 'a>) -> Value<'a> {
        if !self.step(0) {
            return Value::Null;
        }
        match expr {
            Expr::Null => Value::Null,
            Expr::Bool(flag) => Value::Bool(*flag),
            Expr::Number(number) => Value::Number(*number),
            Expr::Text(text) => Value::Text(Cow::Borrowed(text)),
            Expr::Regex(pattern, every) => Value::Regex(Cow::Borrowed(pattern), *every),
            Expr::List(list) if !self.step(list.len() * ELEMENT) => Value::Null,
            Expr::List(list) => Value::List(list.iter().map(|expr| self.eval(expr, scope)).collect()),
            Expr::Name(name) => self.name(name, scope),
            Expr::Member(of, name) => self.member(of, name, scope),
            Expr::Index(of, index) => self.index(of, index, scope),
            Expr::Call(name, arguments) => self.call(name, arguments, scope),
            Expr::Method(of, name, arguments) => {
                let value = self.eval(of, scope);
                self.method(value, name, arguments, scope)
            }
            Expr::Not(of) => Value::Bool(!self.eval(of, scope).truthy()),
            Expr::Minus(of) => match self.eval(of, scope) {
                Value::Duration(duration) => Value::Duration(duration.times(-1.0)),
                value => value.number().map_or(Value::Null, |number| Value::Number(-number)),
            },
            Expr::Binary(op, left, right) => self.binary(*op, left, right, scope),
        }
    }

    fn name(&self, name: &str, scope: Scope<'_, 'a>) -> Value<'a> {
        match (name, scope.item) {
            ("file" | "note", _) => Value::File(scope.row),
            ("this", _) => Value::File(self.this),
            ("value", Some(item)) => item.value.clone(),
            ("values", _) if scope.values.is_some() => scope.values.cloned().unwrap_or(Value::Null),
            ("index", Some(item)) => Value::Number(item.index as f64),
            ("acc", Some(Item { acc: Some(acc), .. })) => acc.clone(),
            _ => self.property(scope.row, name),
        }
    }

    fn member(&self, of: &'a Expr, name: &'a str, scope: Scope<'_, 'a>) -> Value<'a> {
        match of {
            Expr::Name(of) if &**of == "file" => self.file_field(scope.row, name),
            Expr::Name(of) if &**of == "note" => self.property(scope.row, name),
            Expr::Name(of) if &**of == "formula" => self.formula(name, scope.row),
            Expr::Name(of) if &**of == "this" && name == "file" => Value::File(self.this),
            Expr::Name(of) if &**of == "this" => self.property(self.this, name),
            _ => {
                let value = self.eval(of, scope);
                self.field(&value, name)
            }
        }
    }

    fn index(&self, of: &'a Expr, index: &'a Expr, scope: Scope<'_, 'a>) -> Value<'a> {
        let index = self.eval(index, scope);
        if let (Expr::Name(of), Value::Text(name)) = (of, &index) {
            match &**of {
                "note" => return self.property(scope.row, name),
                "formula" => return self.formula(name, scope.row),
                "this" => return self.property(self.this, name),
                _ => {}
            }
        }
        match (self.eval(of, scope), index) {
            (Value::Properties(note), Value::Text(name)) => self.property(note, &name),
            (Value::List(list), Value::Number(at)) if at >= 0.0 => {
                list.into_iter().nth(at as usize).unwrap_or(Value::Null)
            }
            _ => Value::Null,
        }
    }

    fn binary(&self, op: Op, left: &'a Expr, right: &'a Expr, scope: Scope<'_, 'a>) -> Value<'a> {
        let left = self.eval(left, scope);
        match op {
            Op::And if !left.truthy() => return left,
            Op::Or if left.truthy() => return left,
            _ => {}
        }
        let right = self.eval(right, scope);
        let ordered = |test: fn(std::cmp::Ordering) -> bool| Value::Bool(self.compare(&left, &right).is_some_and(test));
        match op {
            Op::And | Op::Or => right,
            Op::Equal => Value::Bool(self.equal(&left, &right)),
            Op::NotEqual => Value::Bool(!self.equal(&left, &right)),
            Op::Less => ordered(std::cmp::Ordering::is_lt),
            Op::LessEqual => ordered(std::cmp::Ordering::is_le),
            Op::Greater => ordered(std::cmp::Ordering::is_gt),
            Op::GreaterEqual => ordered(std::cmp::Ordering::is_ge),
            Op::Plus => self.plus(left, right),
            Op::Minus => minus(&left, &right),
            Op::Times => times(&left, &right),
            Op::Over => numbers(&left, &right, |a, b| a / b),
            Op::Modulo => numbers(&left, &right, |a, b| a % b),
        }
    }

    fn plus(&self, left: Value<'a>, right: Value<'a>) -> Value<'a> {
        match (&left, &right) {
            (Value::Date(..), _) => shifted(&left, &right, 1.0),
            (Value::Duration(a), Value::Duration(b)) => Value::Duration(Duration {
                months: a.months.saturating_add(b.months),
                milliseconds: a.milliseconds + b.milliseconds,
            }),
            (Value::Text(_), _) | (_, Value::Text(_)) => {
                let mut text = self.display(&left);
                text.push_str(&self.display(&right));
                if self.step(text.len() / 64) && text.len() <= MAX_TEXT { Value::text(text) } else { Value::Null }
            }
            _ => numbers(&left, &right, |a, b| a + b),
        }
    }
}

/// A date shifted by a duration, later or earlier.
fn shifted<'a>(date: &Value<'a>, by: &Value<'a>, sign: f64) -> Value<'a> {
    let Value::Date(date, timed) = date else { return Value::Null };
    let by = match by {
        Value::Duration(duration) => Some(*duration),
        Value::Text(text) => Duration::parse(text),
        value => value.number().map(|milliseconds| Duration { months: 0, milliseconds }),
    };
    let Some(by) = by else { return Value::Null };
    let moved = by.times(sign).after(*date);
    moved.map_or(Value::Null, |moved| Value::Date(moved, *timed || moved.time() != NaiveTime::MIN))
}

fn minus<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    match (left, right) {
        (Value::Date(a, _), Value::Date(b, _)) => {
            let milliseconds = (*a - *b).num_milliseconds() as f64;
            Value::Duration(Duration { months: 0, milliseconds })
        }
        (Value::Date(..), _) => shifted(left, right, -1.0),
        _ => numbers(left, right, |a, b| a - b),
    }
}

fn times<'a>(left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
    match (left, right.number()) {
        (Value::Duration(duration), Some(factor)) => Value::Duration(duration.times(factor)),
        _ => numbers(left, right, |a, b| a * b),
    }
}

fn numbers<'a>(left: &Value<'a>, right: &Value<'a>, compute: fn(f64, f64) -> f64) -> Value<'a> {
    match (left.number(), right.number()) {
        (Some(a), Some(b)) => Some(compute(a, b)).filter(|n| n.is_finite()).map_or(Value::Null, Value::Number),
        _ => Value::Null,
    }
}

/// The target and the label of a text that is a single wikilink or Markdown link.
pub fn link_parts(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        let (target, label) = inner.split_once('|').map_or((inner, None), |(target, label)| (target, Some(label)));
        return (!target.trim().is_empty() && !inner.contains("]]")).then_some((target.trim(), label));
    }
    let (label, target) = text.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    (!target.trim().is_empty()).then_some((target.trim(), Some(label)))
}

/// Whether a text is a URL that may be linked (D-SCHEME).
pub fn is_url(text: &str) -> bool {
    let scheme = ["https://", "http://", "mailto:", "obsidian://"];
    scheme.iter().any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        && !text.contains(|c: char| c.is_control() || c.is_whitespace())
}
