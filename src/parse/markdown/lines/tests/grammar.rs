//! Markdown generated from blocks: for each line the containers that continue, those that begin, and content.

use proptest::prelude::*;

/// Marks of containers, each with its form on the next line.
const MARKS: &[(&str, &str)] = &[
    ("> ", "> "),
    (">", ">"),
    ("- ", "  "),
    ("* ", "  "),
    ("+   ", "    "),
    ("-\t", "\t"),
    ("1. ", "   "),
    ("2) ", "   "),
    ("10. ", "    "),
    ("[^1]: ", "    "),
    (" ", ""),
    ("  ", ""),
    ("   ", ""),
    ("    ", ""),
    ("\t", ""),
];

/// Contents of lines.
const CONTENTS: &[&str] = &[
    "",
    "",
    "",
    "text",
    "text",
    "가나다",
    "핵심 필기",
    "  text",
    "    text",
    "text  ",
    "text\\",
    "# h",
    "## 제목 ##",
    "#tag",
    "###",
    "---",
    "===",
    "=",
    "-",
    "***",
    "- - -",
    "_ _ _",
    "```",
    "```rust",
    "``` a`b",
    "~~~",
    "````",
    "<div>",
    "</div>",
    "<DIV class=\"a\">x",
    "<pre>",
    "x</pre>",
    "<script>x</script>",
    "</script>",
    "<!-- c",
    "-->",
    "<!-- c -->",
    "<!-->",
    "<?php",
    "?>",
    "<!DOCTYPE x>",
    "<!A",
    "<![CDATA[",
    "]]>",
    "<b>",
    "</b>",
    "<b class=\"x\">",
    "<b",
    "<b>x",
    "<b a='x'b>",
    "<b a = x />",
    "</b a>",
    "<PRE>",
    "x</PRE>",
    "<pre/>",
    "<textarea",
    "```\t",
    "|",
    "||",
    "- | -",
    "| a",
    "|-",
    ":-:|-",
    "<한글>",
    "<https://a.b>",
    "| a | b |",
    "|--|--|",
    "a | b",
    "--|--",
    "|a|",
    "|-|",
    "[a]: /url",
    "[a]:",
    "/url",
    "'title'",
    "[a]: /url 'title",
    "[^2]: note",
    "[^2]:",
    "[!note] title",
    "`code",
    "code`",
    "*a",
    "1.",
    "1986. year",
    "&amp; a",
    "\\# no",
];

/// One line: how many of the containers continue, marks that begin, and content.
type Pick = (usize, Vec<usize>, usize);

/// A text of at most `lines` lines.
pub(super) fn markdown(lines: usize) -> impl Strategy<Value = String> {
    let keep = prop_oneof![4 => Just(usize::MAX), 1 => 0..3usize];
    let marks = prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(0..MARKS.len(), 1..4)];
    let line = (keep, marks, 0..CONTENTS.len());
    prop::collection::vec(line, 1..lines).prop_map(|picks| write(&picks))
}

fn write(picks: &[Pick]) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    for (keep, marks, content) in picks {
        open.truncate(*keep);
        open.iter().for_each(|mark| out.push_str(mark));
        for &(mark, next) in marks.iter().map(|&mark| &MARKS[mark]) {
            out.push_str(mark);
            open.extend(Some(next).filter(|next| !next.is_empty()));
        }
        out.push_str(CONTENTS[*content]);
        out.push('\n');
    }
    out
}
