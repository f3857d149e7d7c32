//! Tests of the line parser: by itself, and beside pulldown-cmark.

mod agreement;
mod grammar;
mod pulldown;

use super::*;

fn kinds(text: &str) -> String {
    let mut lines = Lines::new(text, 0);
    let mut out = String::new();
    while let Some(line) = lines.next_line() {
        out.push(match line.kind {
            LineKind::Blank => '.',
            LineKind::Text if line.opens_quote => 'Q',
            LineKind::Text => 'T',
            LineKind::More => 'm',
            LineKind::Lazy => 'l',
            LineKind::Html => 'H',
            LineKind::Opaque => '#',
        });
    }
    out
}

#[test]
fn every_line_is_told_apart() {
    for (text, expected) in [
        ("a\nb\n\nc", "Tm.T"),
        ("# a\nb", "TT"),
        ("```\na\n\n```\nb", "####T"),
        ("    a\n\n    b\nc", "#.#T"),
        ("- a\n    \n    b\n    \n- c\n    1. d", "T.T.TT"),
        ("- a\n\n      code", "T.#"),
        ("> a\nb\n\nc", "Ql.T"),
        (">\n> a\n> b", ".Qm"),
        ("- > a\n  > b", "Qm"),
        ("<div>\na\n\nb", "#H.T"),
        ("<pre>\na\n</pre>\nb", "###T"),
        ("a\n---\nb\n***", "T#T#"),
        ("[^1]: a\n\n    b\n\nc", "T.T.T"),
        ("\t- a", "#"),
        ("- a\n\t- b\n\t\t- c", "TTT"),
        ("- ```\n  x\n  ```\n- b", "###T"),
        // An item begins with one blank line at most.
        ("-\n\n    a", "..#"),
        // A tab cannot end a fence, and no other element ends a code element.
        ("```\n```\t\na", "###"),
        ("<pre>\n</script>\n</pre>\na", "###T"),
        // A closing tag with an attribute is text.
        ("</b a>\nx", "Tm"),
        // Each row of a table is a block, which a line cannot lazily continue and any list ends.
        ("a | b\n--|--\n`c\n2. d", "TTTT"),
        ("> |a|\n> |-|\nb", "QTT"),
        ("a\n|b|\n|-|", "TTT"),
        ("[^1]: - \n      a", ".T"),
    ] {
        assert_eq!(kinds(text), expected, "{text:?}");
    }
}

#[test]
fn too_many_containers_stop_the_reading() {
    let text = format!("a\n\n{}", "> ".repeat(MAX_DEPTH + 1));
    let mut lines = Lines::new(&text, 0);
    while lines.next_line().is_some() {}
    assert_eq!(lines.too_deep, Some(3));
}
