//! Methods of lists.

use super::eval::{ELEMENT, Item, MAX_LIST, Run, Scope};
use super::summary::{mean, numbers};
use super::text::bounds;
use super::value::Value;
use crate::parse::base::expr::Expr;

impl<'a> Run<'a> {
    pub fn list_method(
        &self,
        mut list: Vec<Value<'a>>,
        name: &str,
        arguments: &'a [Expr],
        scope: Scope<'_, 'a>,
    ) -> Value<'a> {
        if !self.step(list.len() * ELEMENT) {
            return Value::Null;
        }
        let argument = |ix: usize| arguments.get(ix).map_or(Value::Null, |expr| self.eval(expr, scope));
        let has = |wanted: &Value<'a>| list.iter().any(|value| self.equal(value, wanted));
        match name {
            "contains" => Value::Bool(has(&argument(0))),
            "containsAll" => Value::Bool((0..arguments.len()).all(|ix| has(&argument(ix)))),
            "containsAny" => Value::Bool((0..arguments.len()).any(|ix| has(&argument(ix)))),
            "mean" => mean(&numbers(&list)).map_or(Value::Null, Value::Number),
            "filter" | "map" => self.each(list, name == "map", arguments.first(), scope),
            "reduce" => self.reduce(&list, arguments.first(), argument(1), scope),
            "flat" => {
                let flat = list.into_iter().flat_map(|value| match value {
                    Value::List(inner) => inner,
                    value => vec![value],
                });
                Value::List(flat.take(MAX_LIST).collect())
            }
            "join" => {
                let separator = self.display(&argument(0));
                let text = list.iter().map(|value| self.display(value)).collect::<Vec<_>>().join(&separator);
                if text.len() <= super::eval::MAX_TEXT { Value::text(text) } else { Value::Null }
            }
            "reverse" => {
                list.reverse();
                Value::List(list)
            }
            "slice" => {
                let (from, to) = bounds(list.len(), argument(0).number(), argument(1).number());
                Value::List(list.drain(from..to).collect())
            }
            "sort" => {
                list.sort_by(|a, b| self.order(a, b, false));
                Value::List(list)
            }
            "unique" => {
                let mut unique: Vec<Value<'a>> = Vec::new();
                for value in list {
                    if self.step(unique.len()) && !unique.iter().any(|known| self.equal(known, &value)) {
                        unique.push(value);
                    }
                }
                Value::List(unique)
            }
            _ => Value::Null,
        }
    }

    fn each(&self, list: Vec<Value<'a>>, map: bool, expr: Option<&'a Expr>, scope: Scope<'_, 'a>) -> Value<'a> {
        let Some(expr) = expr else { return Value::List(list) };
        let acc = scope.item.and_then(|item| item.acc);
        let made = list.into_iter().enumerate().filter_map(|(index, value)| {
            let item = Item { value: &value, index, acc };
            let result = self.eval(expr, Scope { item: Some(item), ..scope });
            if map { Some(result) } else { result.truthy().then_some(value) }
        });
        Value::List(made.collect())
    }

    fn reduce(&self, list: &[Value<'a>], expr: Option<&'a Expr>, start: Value<'a>, scope: Scope<'_, 'a>) -> Value<'a> {
        let Some(expr) = expr else { return Value::Null };
        list.iter().enumerate().fold(start, |acc, (index, value)| {
            self.eval(expr, Scope { item: Some(Item { value, index, acc: Some(&acc) }), ..scope })
        })
    }
}
