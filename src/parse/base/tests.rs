//! Bases from their YAML, and expressions from their text.

use super::expr::{Expr, Op};
use super::grammar::Problem;
use super::*;
use crate::diag::Diagnostic;
use crate::path::VaultPath;

fn read(yaml: &str) -> (Base, Vec<String>) {
    let file = SourceFile { source: Source::new(VaultPath::new("a.base"), yaml), quiet: false };
    let outcome = parse(&file);
    let note = outcome.value.expect("a base is never refused");
    let Form::Base(base) = note.form else { panic!("no base") };
    (*base, outcome.diagnostics.iter().map(place).collect())
}

fn place(found: &Diagnostic) -> String {
    let position = found.place.as_ref().unwrap().excerpt().unwrap().position;
    format!("{} {}:{}", found.code.as_str(), position.line, position.column)
}

#[test]
fn a_base_is_what_its_yaml_says() {
    let (base, found) = read(
        "filters:\n  and:\n    - file.hasTag(\"a\")\n    - or: [\"x > 1\", 'y == \"b\"']\n    - not:\n        - z\n\
         formulas:\n  twice: \"x * 2\"\nproperties:\n  formula.twice: {displayName: Double}\n  file.name: {displayName: Note}\n\
         views:\n  - type: cards\n    name: All\n    order: [file.name, formula.twice, note.x]\n    sort:\n      - property: x\n        direction: DESC\n\
         \x20   groupBy: {property: y}\n    limit: 5\n    image: note.cover\n    columnSize: {x: 1}\n",
    );
    assert_eq!(found, [""; 0]);
    let Filter::And(top) = &base.filter else { panic!("{:?}", base.filter) };
    assert!(
        matches!(&top[0], Filter::And(list) if matches!(&list[..], [Filter::Expr(_), Filter::And(_), Filter::And(_)]))
    );
    let view = &base.views[0];
    assert_eq!((view.layout, &*view.name, view.limit), (Layout::Cards, "All", Some(5)));
    let columns = [Column::File("name".into()), Column::Formula("twice".into()), Column::Note("x".into())];
    assert_eq!(view.columns, columns);
    assert_eq!(view.sort, [Order { by: Column::Note("x".into()), descending: true }]);
    assert_eq!(view.image, Some(Column::Note("cover".into())));
    assert_eq!(base.names[0], (Column::Formula("twice".into()), "Double".into()));
}

#[test]
fn what_cannot_be_read_or_is_not_known_is_named_at_its_place() {
    for (yaml, expected) in [
        ("views: [\n", vec!["base::yaml 2:1"]),
        ("views: &a []\n", vec!["base::yaml 1:8"]),
        ("filters: 'x >'\n", vec!["base::expression 1:14"]),
        (
            "filters:\n  and:\n    - x.sparkle() && file.shine\n",
            vec!["base::unsupported 3:9", "base::unsupported 3:27"],
        ),
        ("filters:\n  xor: [a]\n", vec!["base::expression 2:3"]),
        ("views:\n  - type: map\n", vec!["base::unsupported 2:11"]),
        ("views:\n  - type: kanban\n    name: Board\n", vec!["base::unsupported 2:11"]),
        ("formulas:\n  a: random() * 2\n", vec!["base::unsupported 2:6"]),
        (
            "summaries:\n  mine: values.mean()\nviews:\n  - summaries: {x: mine, y: Nope}\n",
            vec!["base::unsupported 4:29"],
        ),
        ("formulas:\n  a: glow()\n  b: glow()\n", vec!["base::unsupported 2:6"]),
        ("", vec![]),
    ] {
        assert_eq!(read(yaml).1, expected, "{yaml}");
    }
}

#[test]
fn operators_bind_as_in_javascript() {
    let (expr, problems) = grammar::parse("!a || b.c + 1 * 2 == -3 && list(x)[0]");
    assert_eq!(problems, []);
    let Expr::Binary(Op::Or, left, right) = expr else { panic!("{expr:?}") };
    assert!(matches!(*left, Expr::Not(_)));
    let Expr::Binary(Op::And, left, right) = *right else { panic!("{right:?}") };
    assert!(matches!(*left, Expr::Binary(Op::Equal, ..)));
    assert!(matches!(*right, Expr::Index(..)));
    for text in ["5.isEmpty()", "a / b / c", "/a[/]b/g.matches(x)", "⭕과목 == 'x'", "note[\"a b\"]"] {
        assert_eq!(grammar::parse(text).1, [], "{text}");
    }
    assert!(matches!(grammar::parse("a / b").0, Expr::Binary(Op::Over, ..)));
}

#[test]
fn an_expression_made_to_hurt_is_refused() {
    let bombs = ["(".repeat(5_000), "a.".repeat(5_000), "!".repeat(5_000), "1+".repeat(3_000) + "1", "x".repeat(9_000)];
    for bomb in bombs {
        assert!(matches!(grammar::parse(&bomb).1[..], [Problem::Syntax(..)]), "{}", &bomb[..8]);
    }
}
