//! The YAML of a base: filters, formulas, properties and views. Keys without an effect here (column widths, card
//! sizes) are ignored; an expression keeps its offset as exactly as the text of the file allows.

use serde_yaml::{Mapping, Value};

use super::expr::Expr;
use super::grammar::{self, Problem};
use super::model::{Base, Column, Filter, Layout, Order, Summary, View};
use crate::diag::{Code, Diagnostic, Outcome, codes};
use crate::parse::properties;
use crate::text::{Source, Span};

/// The deepest nesting of filters.
const MAX_DEPTH: usize = 16;
/// The most custom summaries of a base.
const MAX_SUMMARIES: usize = 1_000;

/// Reads the base in this range of a source.
pub(super) fn read(source: &Source, span: Span) -> Outcome<Base> {
    BaseReader::new(source, source.slice(span), Some(span.start as usize), span).read()
}

/// Reads a base whose text is not a slice of the source; `block` is the block that it comes from.
pub(super) fn read_text(text: &str, source: &Source, block: Span) -> Outcome<Base> {
    BaseReader::new(source, text, None, block).read()
}

struct BaseReader<'a> {
    source: &'a Source,
    text: &'a str,
    /// The start of the text in the source.
    base: Option<usize>,
    block: Span,
    found: Vec<Diagnostic>,
    /// Names of the base's own summaries.
    own: Vec<Box<str>>,
    /// Whether some expression refers to the note that the base is in.
    uses_this: bool,
}

impl<'a> BaseReader<'a> {
    fn new(source: &'a Source, text: &'a str, base: Option<usize>, block: Span) -> Self {
        Self { source, text, base, block, found: Vec::new(), own: Vec::new(), uses_this: false }
    }

    fn read(mut self) -> Outcome<Base> {
        let base = match properties::mapping(self.text) {
            Ok(mapping) => self.base(&mapping),
            Err((message, at)) => {
                let message = format!("the base cannot be read: {message}");
                self.complain(codes::BASE_YAML, message, at, "correct its YAML; the base shows nothing");
                Base::default()
            }
        };
        Outcome::new(base, self.found)
    }

    /// Reports at a byte of the text.
    fn complain(&mut self, code: Code, message: String, at: usize, help: &'static str) {
        let span = match self.base {
            Some(base) => {
                let at = self.source.text.floor_char_boundary(base + at.min(self.text.len()));
                Span::new(at, at)
            }
            None => self.block,
        };
        self.found.push(Diagnostic::new(code, message).at(self.source, span).help(help));
    }

    fn base(&mut self, mapping: &Mapping) -> Base {
        let mut base = Base { filter: self.filter(mapping.get("filters"), 0), ..Base::default() };
        for (key, value) in pairs(mapping.get("formulas")) {
            if let Some(text) = scalar(value) {
                base.formulas.push((key.into(), self.expression(&text)));
            }
        }
        for (key, value) in pairs(mapping.get("properties")) {
            if let Some(name) = value.get("displayName").and_then(scalar) {
                base.names.push((Column::parse(key), name.into()));
            }
        }
        for (key, value) in pairs(mapping.get("summaries")).take(MAX_SUMMARIES) {
            if let Some(text) = scalar(value) {
                base.summaries.push((key.into(), self.expression(&text)));
            }
        }
        self.own = base.summaries.iter().map(|(name, _)| name.clone()).collect();
        for view in mapping.get("views").and_then(Value::as_sequence).into_iter().flatten() {
            if let Value::Mapping(view) = view {
                let view = self.view(view);
                base.views.push(view);
            }
        }
        if base.views.is_empty() {
            let view = self.view(&Mapping::new());
            base.views.push(view);
        }
        base.uses_this = self.uses_this;
        base
    }

    fn view(&mut self, view: &Mapping) -> View {
        let text = |key: &str| view.get(key).and_then(scalar);
        let kind = text("type").unwrap_or_else(|| "table".to_owned());
        let layout = match kind.as_str() {
            "table" => Layout::Table,
            "cards" => Layout::Cards,
            "list" => Layout::List,
            other => {
                self.unsupported(&format!("a view of type `{other}`"), other);
                Layout::Table
            }
        };
        let columns = view.get("order").and_then(Value::as_sequence).into_iter().flatten();
        let mut columns: Vec<Column> = columns.filter_map(scalar).map(|name| Column::parse(&name)).collect();
        if columns.is_empty() {
            columns.push(Column::File("name".into()));
        }
        let sort = view.get("sort").and_then(Value::as_sequence).into_iter().flatten();
        View {
            layout,
            name: text("name").unwrap_or_default().into(),
            filter: self.filter(view.get("filters"), 0),
            columns,
            sort: sort.filter_map(order).collect(),
            group: view.get("groupBy").and_then(order),
            limit: view.get("limit").and_then(Value::as_u64).map(|limit| usize::try_from(limit).unwrap_or(usize::MAX)),
            image: text("image").map(|name| Column::parse(&name)),
            summaries: self.summaries(view.get("summaries")),
        }
    }

    fn summaries(&mut self, value: Option<&Value>) -> Vec<(Column, Summary)> {
        let mut summaries = Vec::new();
        for (key, value) in pairs(value) {
            let Some(word) = scalar(value) else { continue };
            let own = self.own.iter().position(|name| **name == *word.trim()).map(|ix| Summary::Custom(ix as u16));
            match own.or_else(|| Summary::parse(&word)) {
                Some(summary) => summaries.push((Column::parse(key), summary)),
                None => self.unsupported(&format!("the summary `{word}`"), &word),
            }
        }
        summaries
    }

    fn filter(&mut self, value: Option<&Value>, depth: usize) -> Filter {
        let Some(value) = value else { return Filter::Everything };
        if depth > MAX_DEPTH {
            return Filter::Expr(Expr::Null);
        }
        match value {
            Value::Null => Filter::Everything,
            Value::Mapping(mapping) => {
                let mut all = Vec::new();
                for (key, value) in mapping {
                    let list: Vec<Filter> = match value {
                        Value::Sequence(list) => list.iter().map(|value| self.filter(Some(value), depth + 1)).collect(),
                        value => vec![self.filter(Some(value), depth + 1)],
                    };
                    match key.as_str() {
                        Some("and") => all.push(Filter::And(list)),
                        // An empty `or` is ignored: no author means it to match nothing.
                        Some("or") if list.is_empty() => {}
                        Some("or") => all.push(Filter::Or(list)),
                        Some("not") => all.push(Filter::Not(list)),
                        _ => {
                            let key = scalar(key).unwrap_or_default();
                            let at = self.text.find(&key).unwrap_or(0);
                            let message = format!("`{key}` is not `and`, `or` or `not`");
                            self.complain(codes::BASE_EXPRESSION, message, at, "the filter shows nothing");
                            all.push(Filter::Expr(Expr::Null));
                        }
                    }
                }
                Filter::And(all)
            }
            Value::Sequence(list) => {
                Filter::And(list.iter().map(|value| self.filter(Some(value), depth + 1)).collect())
            }
            value => Filter::Expr(scalar(value).map_or(Expr::Null, |text| self.expression(&text))),
        }
    }

    fn expression(&mut self, text: &str) -> Expr {
        let (expr, problems) = grammar::parse(text);
        self.uses_this |= expr.mentions("this");
        // An expression with YAML escapes is spelled differently in the file.
        let start = self.text.find(text);
        for problem in problems {
            match problem {
                Problem::Syntax(message, at) => {
                    let place = start.map_or(0, |start| start + at);
                    let message = format!("`{text}` cannot be read: {message}");
                    self.complain(codes::BASE_EXPRESSION, message, place, "it counts as empty");
                }
                Problem::Unsupported(what, at) => {
                    let place = start.map_or(0, |start| start + at);
                    self.unsupported_at(&format!("`{what}`"), place);
                }
            }
        }
        expr
    }

    fn unsupported(&mut self, what: &str, word: &str) {
        let at = self.text.find(word).unwrap_or(0);
        self.unsupported_at(what, at);
    }

    fn unsupported_at(&mut self, what: &str, at: usize) {
        let why =
            if what == "`random()`" { "whose value differs from build to build" } else { "which kbgen does not know" };
        let message = format!("the base uses {what}, {why}");
        if !self.found.iter().any(|found| found.message == message) {
            self.complain(
                codes::BASE_UNSUPPORTED,
                message,
                at,
                "it counts as empty; docs/bases.md lists the supported names",
            );
        }
    }
}

/// `{property: …, direction: …}`, or only the name.
fn order(value: &Value) -> Option<Order> {
    let by = value.get("property").or_else(|| value.get("column")).unwrap_or(value);
    let descending = value.get("direction").and_then(Value::as_str).is_some_and(|way| way.eq_ignore_ascii_case("desc"));
    Some(Order { by: Column::parse(&scalar(by)?), descending })
}

fn pairs(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let mapping = value.and_then(Value::as_mapping).into_iter().flatten();
    mapping.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
