//! Properties as vaults write them: the FM and PB rows of the dialect, hostile blocks, random text.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::*;
use crate::diag::{Outcome, Severity};
use crate::path::VaultPath;
use crate::text::{Source, Span};

fn source(text: &str) -> Source {
    Source::new(VaultPath::new("Home.md"), text)
}

fn read_text(text: &str) -> Outcome<Read> {
    read(&source(text), false)
}

/// `key=value` of every property: texts quoted, the rest as it is.
fn show(properties: &Properties) -> String {
    let scalar = |scalar: &Scalar<'_>| match scalar {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(flag) => flag.to_string(),
        Scalar::Number(text) => text.to_string(),
        Scalar::Text(text) => format!("{text:?}"),
    };
    let value = |value: &Value<'_>| match value {
        Value::Scalar(one) => scalar(one),
        Value::List(list) => format!("[{}]", list.iter().map(scalar).collect::<Vec<_>>().join(" ")),
        Value::Map => "map".to_owned(),
    };
    let shown: Vec<String> =
        properties.entries().map(|property| format!("{}={}", property.key, value(&property.value))).collect();
    shown.join(" ")
}

/// The result of each case of the families FM and PB: properties, body, codes.
const CASES: &[(&str, &str, &str, &[&str])] = &[
    ("FM-01", "a=1", "body", &[]),
    ("FM-02", "", "body", &[]),
    ("FM-03", "", "body", &[]),
    ("FM-04", "none", "\n---\na: 1\n---\nb", &[]),
    ("FM-05", "a=1", "b", &[]),
    ("FM-06", "a=1", "body\n", &[]),
    ("FM-07", "a=1", "body", &[]),
    ("FM-08", "none", "---\na: 1\nbody", &["frontmatter::unterminated"]),
    ("FM-09", "", "", &["frontmatter::yaml"]),
    ("FM-10", "a=1", "", &[]),
    ("FM-11", "none", "text\n\n---\na: 1\n---\nmore", &[]),
    ("FM-12", r#"key="---\nx\n""#, "b", &[]),
    ("FM-13", r#"tags=["j"]"#, "b", &[]),
    ("FM-14", "", "b", &["frontmatter::yaml"]),
    ("FM-15", "", "b", &["frontmatter::yaml"]),
    ("FM-16", "", "b", &["frontmatter::yaml"]),
    ("FM-17", "", "b", &["frontmatter::yaml"]),
    ("FM-18", r#"link="[[Note]]" rel=["[[Log]]"]"#, "", &[]),
    ("FM-19", r#"link="[[Note]]""#, "", &["frontmatter::value"]),
    ("FM-20", r#"url="[x](Note.md)""#, "", &[]),
    ("FM-21", r#"text="A" list=["a" "b"] num=3.5 box=true d="2020-08-21" dt="2020-08-21T10:30:00""#, "", &[]),
    ("FM-22", r#"a="yes" b="no" c="010" d=1e3 e=null f=null"#, "", &[]),
    (
        "FM-23",
        r#"⭕과목="Argo CD" 🛑첫학습후 몇일째?="x" 4일후(text)="2024/10/05" 1일차복습여부1,0="1" 4일후="@2024년 10월 5일""#,
        "",
        &[],
    ),
    ("FM-24", r#"Tags=["A"]"#, "", &[]),
    ("FM-25", "", "", &["frontmatter::yaml"]),
    ("FM-26", "", "", &["frontmatter::yaml"]),
    ("FM-27", "nested=map", "", &[]),
    ("FM-28", "none", "--- # c\na: 1\n---\nb", &[]),
    ("FM-29", "none", "----\na: 1\n----\nb", &[]),
    ("PB-01", r##"tags=["a" "#b" "x/y" 2024]"##, "", &["tag::invalid"]),
    ("PB-02", r#"tags="recipe""#, "", &[]),
    ("PB-03", r#"tags="recipe, cooking dinner""#, "", &["frontmatter::value"]),
    ("PB-04", "tags=null", "", &["frontmatter::value"]),
    ("PB-05", r#"tag="a" alias="b" cssclass="c""#, "", &[]),
    ("PB-06", r#"aliases=["별칭" "Second Name"]"#, "", &[]),
    ("PB-07", r#"aliases="A, B""#, "", &["frontmatter::value"]),
    ("PB-08", r#"aliases=["Old folder/Old name"]"#, "", &[]),
    ("PB-09", r#"cssclasses=["wide" "a b"]"#, "", &[]),
    ("PB-10", "publish=false", "", &[]),
    ("PB-11", "publish=true", "", &[]),
    ("PB-12", r#"publish="false""#, "", &[]),
    ("PB-13", r#"permalink="my/page""#, "", &[]),
    ("PB-14", r#"description="D" image="img/pic.PNG""#, "", &[]),
];

#[test]
fn every_case_of_the_dialect_table_holds() {
    let rows = include_str!("../../../tests/fixtures/properties/cases.jsonl").lines();
    let inputs: BTreeMap<String, String> = rows
        .map(|row| {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            (row["id"].as_str().unwrap().to_owned(), row["input"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(inputs.len(), CASES.len());
    for (id, properties, body, codes) in CASES {
        // The steps that the decoder does before: no BOM, LF.
        let text = inputs[*id].trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let outcome = read_text(&text);
        let found = match outcome.value.properties.block {
            Some(_) => show(&outcome.value.properties),
            None => "none".to_owned(),
        };
        assert_eq!(found, *properties, "{id}");
        assert_eq!(&text[outcome.value.body_start..], *body, "{id}");
        let found: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!(found, *codes, "{id}");
        assert!(!outcome.value.refused, "{id}");
        assert!(outcome.diagnostics.iter().all(|d| d.place.as_ref().is_some_and(|p| p.excerpt().is_some())), "{id}");
    }
}

#[test]
fn reserved_properties_are_read_as_the_table_says() {
    let of = |text: &str, legacy| read(&source(&format!("---\n{text}\n---\n")), legacy).value.properties;
    assert_eq!(of("tags:\n  - a\n  - \"#b\"\n  - x//y/\n  - 2024", false).tags(), ["a", "b", "x/y"]);
    assert_eq!(of("Tags: recipe, cooking dinner", false).tags(), ["recipe", "cooking", "dinner"]);
    assert_eq!(of("tags: [쿠버네티스, a.b, '🟩']", false).tags(), ["쿠버네티스", "🟩"]);
    assert_eq!(of("aliases: A, B", false).aliases(), ["A, B"]);
    assert_eq!(of("aliases: [별칭, 7]", false).aliases(), ["별칭", "7"]);
    assert_eq!(of("cssclasses: [wide, \"a b\", kb-due]", false).css_classes(), ["wide", "a", "b"]);
    let singular = "tag: a\nalias: b\ncssclass: c";
    assert!(of(singular, false).tags().is_empty() && of(singular, false).aliases().is_empty());
    let legacy = of(singular, true);
    assert_eq!((legacy.tags(), legacy.aliases()), (vec!["a".to_owned()], vec!["b".to_owned()]));
    assert_eq!(legacy.css_classes(), ["c"]);
    let seoul = chrono_tz::Asia::Seoul;
    let days = of("date: 2024/10/01\nupdated: 2024-10-26T15:30:00Z", false);
    assert_eq!(days.date("date", seoul).unwrap().to_string(), "2024-10-01");
    assert_eq!(days.date("updated", seoul).unwrap().to_string(), "2024-10-27");
    assert_eq!(of("cover: img/a.png", false).cover(), Some("img/a.png"));
    assert_eq!(of("title: 2024", false).text("title"), Some("2024"));
}

#[test]
fn every_key_value_and_item_has_its_place() {
    let text = "---\n# 주석\n⭕첫 학습날: 2024-10-01  # F\n\"따옴표 \\\"키\\\"\" :  'it''s'\n1: 0.80\nlist:\n- a\n- \"b: c\"\n-\n- [d, e]\n\
                flow: [ x, [[y]] , {z: 1}]\nlong: one\n  two\n  three\nblock: |\n  a: 1\n\n  - b\nempty:\n? odd\n: value\n---\n";
    let text = text.replace("? odd\n: value\n", "last: \"두\n  줄\"\n");
    let source = source(&text);
    let properties = read(&source, false).value.properties;
    let spans: Vec<(&str, &str)> = properties
        .entries()
        .map(|property| (source.slice(property.key_span), source.slice(property.value_span)))
        .collect();
    assert_eq!(
        spans,
        [
            ("⭕첫 학습날", "2024-10-01"),
            ("\"따옴표 \\\"키\\\"\"", "'it''s'"),
            ("1", "0.80"),
            ("list", "- a\n- \"b: c\"\n-\n- [d, e]"),
            ("flow", "[ x, [[y]] , {z: 1}]"),
            ("long", "one\n  two\n  three"),
            ("block", "|\n  a: 1\n\n  - b"),
            ("empty", "empty"),
            ("last", "\"두\n  줄\""),
        ]
    );
    let items = |at: usize| {
        let property = &properties.entry(at);
        (0..property.value.scalars().len()).map(|ix| source.slice(property.scalar_span(ix))).collect::<Vec<_>>()
    };
    assert_eq!(items(3), ["a", "\"b: c\"", source.slice(properties.entry(3).value_span), "[d, e]", "[d, e]"]);
    assert_eq!(items(4), ["x", "[[y]]", "{z: 1}"]);
    assert_eq!(properties.entry(1).key, "따옴표 \"키\"");
    assert_eq!(properties.entry(2).value, Value::Scalar(Scalar::Number("0.80".into())));
}

#[test]
fn a_construct_the_outline_cannot_place_points_at_the_whole_block() {
    let text = "---\n? odd\n: value\nb: 1\n---\n";
    let properties = read_text(text).value.properties;
    assert_eq!(show(&properties), r#"odd="value" b=1"#);
    assert_eq!(properties.get("b").unwrap().value_span, Span::new(0, text.len()));
}

#[test]
fn json_between_the_fences_has_places_too() {
    let text = "---\n{\n  \"tags\": [\"j\", \"k\"],\n  \"publish\": \"TRUE\", \"n\": {\"a\": [1]}\n}\n---\n";
    let source = source(text);
    let read = read(&source, false).value;
    assert_eq!(read.access, Access::Declared);
    let spans: Vec<&str> = read.properties.entries().map(|property| source.slice(property.value_span)).collect();
    assert_eq!(spans, ["[\"j\", \"k\"]", "\"TRUE\"", "{\"a\": [1]}"]);
}

#[test]
fn privacy_flags_are_read_fail_closed() {
    for (yaml, access) in [
        ("a: 1", Access::Unsaid),
        ("publish: true", Access::Declared),
        ("publish: \"True\"", Access::Declared),
        ("Publish: FALSE", Access::Private),
        ("\"publish\": 'false'", Access::Private),
        ("draft: true", Access::Draft),
        ("draft: false", Access::Unsaid),
        ("publish: true\ndraft: true", Access::Draft),
        ("publish: false\ndraft: true", Access::Private),
        ("publish: false\nunlisted: true", Access::Private),
        ("publish: false\ndraft: later", Access::Private),
        ("publish: true\nPUBLISH: false", Access::Private),
        ("draft: false\nDraft: true", Access::Draft),
        ("unlisted: true", Access::Unlisted),
        ("unlisted: false\npublish: true", Access::Declared),
        ("\u{a0}publish: false", Access::Private),
        ("\u{200b}draft: true", Access::Draft),
        ("published: no", Access::Unsaid),
    ] {
        let outcome = read_text(&format!("---\n{yaml}\n---\nbody"));
        assert_eq!(outcome.value.access, access, "{yaml}");
        assert!(!outcome.value.refused && outcome.diagnostics.is_empty(), "{yaml}: {:?}", outcome.diagnostics);
    }
}

#[test]
fn a_flag_that_is_no_boolean_is_an_error_at_its_value() {
    for (key, value) in [
        ("publish", "yes"),
        ("publish", "\"ture\""),
        ("publish", "1"),
        ("publish", "[true]"),
        ("publish", "null"),
        ("publish", "~"),
        ("draft", "yes"),
        ("unlisted", "{a: b}"),
        ("Draft", "0"),
    ] {
        let text = format!("---\ntitle: 제목\n{key}: {value}\n---\nbody");
        let outcome = read_text(&text);
        assert!(outcome.value.refused && outcome.value.access == Access::Private, "{key}: {value}");
        let [diagnostic] = outcome.diagnostics.as_slice() else { panic!("{key}: {value}: {:?}", outcome.diagnostics) };
        assert_eq!((diagnostic.code.as_str(), diagnostic.severity), ("publish::flag", Severity::Error));
        let excerpt = diagnostic.place.as_ref().unwrap().excerpt().unwrap();
        assert_eq!(excerpt.position.line, 3);
        assert_eq!(&excerpt.line[excerpt.mark.range()], value);
    }
    assert!(read_text("---\npublish:\n---\n").value.refused, "an empty flag says nothing that can be relied on");
}

#[test]
fn an_unreadable_block_that_may_hold_a_flag_refuses_the_note() {
    for yaml in [
        "a: [\npublish: false",
        "a: b: c\n  Draft : true",
        "\tpublish: false",
        "publish:false",
        "publish：false",
        "a: &x 1\nunlisted: true",
        "{\"a\": 1, \"publish\": false",
        "- draft: true",
        "publish: true\npublish: false",
        "draft",
        "title: {{title}}\npublish: false",
    ] {
        let outcome = read_text(&format!("---\n{yaml}\n---\nbody"));
        assert!(outcome.value.refused, "{yaml}");
        assert_eq!(outcome.diagnostics[0].code.as_str(), "publish::flag", "{yaml}");
        assert_eq!(outcome.value.access, Access::Private, "{yaml}");
    }
    for yaml in ["a: b: publish", "tags: [draft", "a: [\nunpublished: x", "초안: draft: x"] {
        let outcome = read_text(&format!("---\n{yaml}\n---\nbody"));
        assert!(!outcome.value.refused, "{yaml}");
        assert_eq!(outcome.diagnostics[0].code.as_str(), "frontmatter::yaml", "{yaml}");
    }
    let open = read_text("---\ntitle: x\n\npublish: false\n\nbody");
    assert!(open.value.refused && open.value.body_start == 0);
}

#[test]
fn what_properties_must_not_hold_is_a_warning_and_the_body_stays() {
    for (yaml, line, column) in [
        ("a: &x 1", 2, 4),
        ("b: 1\na: *x", 3, 4),
        ("a: [1, *x]", 2, 8),
        ("a: !!str 1", 2, 4),
        ("- !x", 2, 3),
        ("a:\n  <<: {b: 1}", 3, 3),
        ("<<: b", 2, 1),
        ("a: {{date}}", 2, 4),
        ("a: 1\nb: 2\na: 3", 4, 1),
        ("a: 1\n...\nb: 2", 3, 1),
        ("just text", 2, 1),
        ("[a, b]", 2, 1),
    ] {
        let text = format!("---\n{yaml}\n---\nbody");
        let outcome = read_text(&text);
        assert!(!outcome.value.refused && outcome.value.properties.is_empty(), "{yaml}");
        assert_eq!(&text[outcome.value.body_start..], "body", "{yaml}");
        let [diagnostic] = outcome.diagnostics.as_slice() else { panic!("{yaml}: {:?}", outcome.diagnostics) };
        assert_eq!(diagnostic.code.as_str(), "frontmatter::yaml", "{yaml}");
        let position = diagnostic.place.as_ref().unwrap().excerpt().unwrap().position;
        assert_eq!((position.line, position.column), (line, column), "{yaml}: {}", diagnostic.message);
    }
}

#[test]
fn what_only_looks_forbidden_is_read() {
    for yaml in [
        "a: R&D *x* !",
        "a: text\n  *emphasis* more\n  &more",
        "a: |\n  *x\n  &y\n  !z",
        "a: \"*x\"",
        "a: 'it''s *x'\nb: [\"&y\", 'z!']",
        "a: [C&C, x*y] # *z",
        "a:\n- b & c\n- d\n  *e",
    ] {
        let outcome = read_text(&format!("---\n{yaml}\n---\n"));
        assert!(outcome.diagnostics.is_empty(), "{yaml}: {:?}", outcome.diagnostics);
        assert!(outcome.value.properties.get("a").is_some(), "{yaml}");
    }
}

#[test]
fn the_help_for_an_unquoted_colon_shows_the_quoted_line() {
    let outcome = read_text("---\n제목: 쿠버네티스: 기초\n---\n");
    assert_eq!(outcome.diagnostics[0].help.as_deref(), Some("put the value in quotes: `제목: \"쿠버네티스: 기초\"`"));
}

#[test]
fn hostile_blocks_are_refused_at_once() {
    let bomb: String = std::iter::once("a0: &a0 [x, x]\n".to_owned())
        .chain((1..10).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))))
        .collect();
    let nested: String = (0..1000).map(|n| format!("{}a:\n", " ".repeat(n.min(60)))).collect();
    for (name, yaml) in [
        ("brackets", "[".repeat(50_000)),
        ("brackets of a key", format!("a: {}", "[".repeat(50_000))),
        ("brackets in a plain scalar's place", format!("a: b #c\n  {}", "[".repeat(50_000))),
        ("balanced brackets", format!("a: {}{}", "[".repeat(1000), "]".repeat(1000))),
        ("braces", format!("a: {}", "{a: ".repeat(10_000))),
        ("dashes", "- ".repeat(30_000)),
        ("question marks", "? ".repeat(30_000)),
        ("mappings", nested),
        ("deep mappings", (0..300).map(|n| format!("{}a:\n", " ".repeat(n))).collect()),
        ("size", format!("a: {}", "x".repeat(1 << 20))),
        ("alias bomb", bomb),
    ] {
        let text = format!("---\n{yaml}\n---\nbody");
        let start = Instant::now();
        let outcome = read_text(&text);
        let took = start.elapsed();
        assert!(outcome.value.refused, "{name}: {:?}", outcome.diagnostics);
        assert_eq!(outcome.diagnostics[0].code.as_str(), "frontmatter::limit", "{name}");
        assert!(took < Duration::from_millis(100), "{name}: {took:?}");
    }
}

mod any_input {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_read_without_a_panic_and_with_places_inside_the_note(
            yaml in r#"([a-c가] ?: |- |\? |[\[\]{},:#&*!|>"' \n\t\\-]|[x1é🟩]|\n  |---\n){0,40}"#
        ) {
            let text = format!("---\n{yaml}\n---\nbody");
            let source = source(&text);
            let outcome = read(&source, true);
            prop_assert!(text.is_char_boundary(outcome.value.body_start));
            for property in outcome.value.properties.entries() {
                prop_assert!([0, property.value.scalars().len()].contains(&property.item_spans.len()));
                for span in [property.key_span, property.value_span].iter().chain(&property.item_spans) {
                    prop_assert!(text.get(span.range()).is_some());
                }
            }
        }
    }
}
