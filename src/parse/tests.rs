//! Whole notes, shown as an outline of their trees.

use std::fmt::Write;

use super::*;
use crate::config::MarkdownSettings;
use crate::diag::Diagnostic;
use crate::path::VaultPath;
use crate::text::{Source, Span};

pub(super) fn read_with(text: &str, markdown: MarkdownSettings) -> (Option<ParsedNote>, Vec<Diagnostic>) {
    let source = Source::new(VaultPath::new("Home.md"), text);
    let file = SourceFile { source, quiet: false };
    let outcome = parse(&file, &ParseRules { markdown: &markdown, shown_properties: &[] });
    (outcome.value, outcome.diagnostics)
}

fn read(text: &str) -> ParsedNote {
    let settings = MarkdownSettings { topic_line: false, ..MarkdownSettings::default() };
    read_with(text, settings).0.expect("no limit is passed")
}

/// `p(text strong(…))`: each block and inline by a short name.
pub(super) fn outline(note: &ParsedNote) -> String {
    let mut out = String::new();
    for root in note.body.roots() {
        show(note, root, &mut out);
    }
    out.trim_end().to_owned()
}

fn show(note: &ParsedNote, ix: u32, out: &mut String) {
    let (tree, source) = (&note.body, &*note.source.text);
    let text = |text| tree.text(text, source);
    let node = tree.node(ix);
    let name = match node.kind {
        tree::Kind::Text(t) => format!("{:?}", text(t)),
        tree::Kind::Code(t) => format!("code {:?}", text(t)),
        tree::Kind::InlineMath(t) => format!("math {:?}", text(t)),
        tree::Kind::DisplayMath(t) => format!("display {:?}", text(t)),
        tree::Kind::MathBlock(t) => format!("mathblock {:?}", text(t)),
        tree::Kind::FootnoteRef(t) => format!("ref {}", text(t)),
        tree::Kind::FootnoteDefinition(t) => format!("def {}", text(t)),
        tree::Kind::HtmlClose(t) => format!("</{}>", text(t)),
        tree::Kind::HtmlOpen(t) => {
            let tag = tree.html_tag(t);
            let link = tag.link.map_or(String::new(), |id| format!(" {}", dest(&note.links[id as usize])));
            format!("<{}{}{link}>", text(tag.name), text(tag.attributes))
        }
        tree::Kind::Link(id) => format!("link {}", dest(&note.links[id as usize])),
        tree::Kind::Embed(id) => {
            let link = &note.links[id as usize];
            let size = link.size().map_or(String::new(), |(w, h)| format!(" {w}x{}", h.unwrap_or(0)));
            format!("embed {} {:?}{size}", dest(link), link.label().unwrap_or(""))
        }
        tree::Kind::Tag(id) => format!("tag {}", note.tags[id as usize].name),
        tree::Kind::CodeBlock(c) => {
            let code = tree.code(c);
            format!("pre {} {:?}", text(code.info), text(code.code))
        }
        tree::Kind::Callout(c) => {
            let c = tree.callout(c);
            format!("callout {}|{}{}", text(c.kind), text(c.metadata), c.fold.mark())
        }
        tree::Kind::Heading(h) => format!("h{} {:?}", note.headings[h as usize].level, note.headings[h as usize].raw),
        tree::Kind::Item { task: Some(c), .. } => format!("item [{c}]"),
        tree::Kind::Item { toggle: true, .. } => "toggle".to_owned(),
        tree::Kind::List { start: Some(n), .. } => format!("ol {n}"),
        tree::Kind::List { tasks: true, .. } => "tasks".to_owned(),
        tree::Kind::List { .. } => "ul".to_owned(),
        kind => format!("{kind:?}").split([' ', '{', '(']).next().unwrap_or_default().to_lowercase(),
    };
    out.push_str(&name);
    if let Some(block) = note.blocks.iter().find(|block| block.node == ix) {
        let _ = write!(out, " ^{}", block.id);
    }
    if tree.children(ix).next().is_some() {
        out.push('(');
        tree.children(ix).for_each(|child| show(note, child, out));
        out.truncate(out.trim_end().len());
        out.push(')');
    }
    out.push(' ');
}

fn dest(link: &LinkRef) -> String {
    match &link.dest {
        Dest::Internal(text) => format!("[{}]", text.as_str()),
        Dest::External(url) => url.to_string(),
        Dest::Refused => "refused".to_owned(),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(outline(&read(text)), *expected, "{text:?}");
    }
}

fn codes_of(text: &str) -> Vec<&'static str> {
    let (_, mut diagnostics) = read_with(text, MarkdownSettings::default());
    crate::diag::sort(&mut diagnostics);
    diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

#[test]
fn links_and_embeds_keep_their_text_and_place() {
    check(&[
        (
            "[[Note#A#C]] [[Note|**b** `c`]]",
            r#"paragraph(link [Note#A#C]("Note > A > C") " " link [Note](strong("b") " " code "c"))"#,
        ),
        ("![[a.png|cap|100]] ![x|9x8](b.png)", r#"paragraph(embed [a.png] "cap" 100x0 " " embed [b.png] "x" 9x8)"#),
        ("[![[v.svg]]](https://x.y)", r#"paragraph(link https://x.y(embed [v.svg] ""))"#),
        ("[x [[Note]] y](u)", r#"paragraph("[" "x " link [Note]("Note") " y" "](u)")"#),
        ("*[[a|*b]]*", r#"paragraph(emphasis(link [a]("*b")))"#),
        ("`[[a]]` \\[[b]] [[Multi\nLine]]", r#"paragraph(code "[[a]]" " " "[[b]] [[Multi" softbreak "Line]]")"#),
    ]);
}

#[test]
fn callouts_part_their_title_from_whatever_follows() {
    check(&[
        ("> [!note] T\n> ---\n> b", r#"callout note|(callouttitle("T") calloutbody(rule paragraph("b")))"#),
        (
            "> [!faq|wide]- C #\nlazy\nmore",
            r##"callout faq|wide-(callouttitle("C " "#") calloutbody(paragraph("lazy" softbreak "more")))"##,
        ),
        ("> [!important]  \n> ", "callout important|(callouttitle)"),
        ("> a\n> [!note] late", r#"quote(paragraph("a" softbreak "[!note] late"))"#),
        ("- > [!x] T\n  > 2. b", r#"ul(item(callout x|(callouttitle("T") calloutbody(ol 2(item("b"))))))"#),
    ]);
}

#[test]
fn a_lone_dash_below_a_list_item_is_an_empty_child() {
    check(&[
        ("- a\n    -\n    - b", r#"ul(item("a" ul(item item("b"))))"#),
        ("- a\n    - \n- b", r#"ul(item("a" ul(item)) item("b"))"#),
        ("a\n-", r#"h2 "a"("a")"#),
    ]);
}

#[test]
fn items_know_tasks_and_toggles() {
    check(&[
        ("- [/] a\n- [ ]", r#"tasks(item [/]("a") item [ ])"#),
        ("- 전체 접기\n    - 안", r#"ul(toggle("전체 접기" ul(item("안"))))"#),
        ("- **전체 접기**\n    - 안", r#"ul(toggle(strong("전체 접기") ul(item("안"))))"#),
        ("- \\[ ] a", r#"ul(item("[ ] a"))"#),
    ]);
}

#[test]
fn comments_leave_nothing_behind() {
    for text in [
        "%%secret%%",
        "a %%secret%% b",
        "%%\nsecret\n\n```\nsecret\n%%\n",
        "%%secret to the end\n\n# secret",
        "> %%\n> secret\n> %%\n> d",
        "# H %%secret%%",
        "# H <!-- secret -->",
        "%%secret%%\n---",
        "| a %%sec|ret secret%% |\n|-|",
        "[[a|b %%secret%% c]] ![[p.png|%%secret%%]]",
        "[[a %%secret%%]] [x %%secret%%](u)",
        "<div>\n%%secret%%\n</div>",
        "- a\n  %%\n  secret\n  %%\n- b",
        "<!--SR:!2024-01-01,secret--> a",
    ] {
        let note = read(text);
        let shown = outline(&note);
        assert!(!shown.contains("secret"), "{text:?}: {shown}");
        assert!(note.headings.iter().all(|h| !h.raw.contains("secret") && !h.text().contains("secret")), "{text:?}");
        assert!(note.links.iter().all(|link| !format!("{link:?}").contains("secret")), "{text:?}");
    }
    check(&[
        ("`%%a%%`", r#"paragraph(code "%%a%%")"#),
        ("para\n%%\nx\n%%\nmore", r#"paragraph("para" softbreak "more")"#),
    ]);
    assert_eq!(codes_of("a\n\n%% b"), ["comment::unclosed"]);
}

#[test]
fn raw_html_is_sanitised_and_balanced() {
    check(&[
        ("a <b>x *y</b> z* </i>", r#"paragraph("a " <b> "x " emphasis("y" " z") " " </b>)"#),
        ("<script>alert(1)</script>", ""),
        ("x <script>a *b*</script> c", r#"paragraph("x " " c")"#),
        ("<div>\n\n- x\n\n</div>\n</div>", r#"htmlblock(<div> "\n") ul(item("x")) htmlblock(</div> "\n")"#),
        ("> <div>\n> a\n\nb", r#"quote(htmlblock(<div> "\na\n") </div>) paragraph("b")"#),
        // The blanks before the first tag are not a text node.
        (" <b>a", r#"paragraph(<b> "a" </b>)"#),
        (" <b>\na", r#"htmlblock(<b> "\na") </b>"#),
        ("Vec<T> a<br>b", r#"paragraph("Vec" "<T>" " a" hardbreak "b")"#),
        ("<iframe src='http://a.b'></iframe>", ""),
        ("<img src=\"a.png\" width=5 onerror=x style='position:fixed'>", r#"htmlblock(<img width="5" [a.png]>)"#),
        (
            "<a href='javascript:x' class='kb-a b'>y</a> <a href=\"Note.md\">n</a>",
            r#"paragraph(<a class="b"> "y" </a> " " <a [Note.md]> "n" </a>)"#,
        ),
    ]);
    assert_eq!(codes_of("<script>1</script>"), ["html::unsafe"]);
    assert_eq!(codes_of("a <b onclick=x>b</b>"), ["html::unsafe"]);
    assert_eq!(
        codes_of("<a href='javascript:x'>y</a> [z](VBScript&colon;x) ![i](http://a.b/c.png)"),
        ["link::scheme", "link::scheme", "image::http"]
    );
}

#[test]
fn topic_lines_stand_apart_from_the_text_below_them() {
    let (note, _) = read_with("---\na: 1\n---\n[[DevOps]], #ci\ntext [[x]]\n", MarkdownSettings::default());
    let expected = r#"topiclines(paragraph(link [DevOps]("DevOps") ", " tag ci)) paragraph("text " link [x]("x"))"#;
    assert_eq!(outline(&note.expect("a plain note")), expected);
}

#[test]
fn block_ids_name_the_block_that_an_embed_shows() {
    check(&[
        ("para ^a", r#"paragraph ^a("para")"#),
        ("- li ^a\n    - sub ^b", r#"ul(item ^a("li" ul(item ^b("sub"))))"#),
        ("> q\n\n^qid", r#"quote ^qid(paragraph("q"))"#),
        ("| a |\n|-|\n\n^t", r#"table ^t(tablehead(tablerow(tablecell("a"))) tablebody)"#),
    ]);
}

#[test]
fn the_seed_shapes_parse() {
    check(&[(
        "- 웹훅(Web Hook)이란?\n    \n    설명\n    \n    ![[image 34.png]]\n    \n- 구성\n    1. API\n",
        r#"ul(item(paragraph("웹훅(Web Hook)이란?") paragraph("설명") paragraph(embed [image 34.png] "")) item(paragraph("구성") ol 1(item("API"))))"#,
    )]);
}

#[test]
fn bombs_are_refused_in_time() {
    let n = 100_000;
    let start = std::time::Instant::now();
    for (text, code) in [
        (">".repeat(n), Some("markdown::nesting")),
        ("- ".repeat(n) + "a", Some("markdown::nesting")),
        ("> [!note] ".repeat(n), None),
        ("<div>".repeat(n), Some("markdown::nesting")),
        ("<b>".repeat(n), Some("markdown::nesting")),
        ("[".repeat(n), None),
        ("*".repeat(n) + "a", None),
        ("*a ".repeat(n) + &"a*".repeat(n), Some("markdown::nesting")),
        ("%%".repeat(n), None),
        (format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000)), Some("markdown::budget")),
        (format!("{}\n\n[^1]: x", "a[^1] ".repeat(n)), Some("markdown::budget")),
        (format!("{}\n\n[r]: x", "[r] ".repeat(n)), Some("markdown::budget")),
    ] {
        let (note, diagnostics) = read_with(&text, MarkdownSettings::default());
        let head: String = text.chars().take(12).collect();
        let error = diagnostics.iter().find(|d| d.severity == crate::diag::Severity::Error);
        assert_eq!(error.map(|d| d.code.as_str()), code, "{head}");
        assert_eq!(note.is_none(), code.is_some(), "{head}");
    }
    assert!(start.elapsed().as_secs() < 30, "no bomb may cost more than a linear read");
}

#[test]
fn repeated_marks_cost_linear_time() {
    for mark in [
        "[[", "![[", "%%", "==", "> ", "- ", "|", "$", "](", "`a``", "<a \"", "^[", "[[a]]$", "*가(", "~~(", "[!",
        "$$", "#a", "http://",
    ] {
        let time = |n: usize| {
            let text = format!("x{}", mark.repeat(n / mark.len()));
            let once = || {
                let start = std::time::Instant::now();
                let _ = read_with(&text, MarkdownSettings::default());
                start.elapsed().as_secs_f64()
            };
            once().min(once()).min(once())
        };
        let small = time(20_000).max(0.02);
        let large = time(200_000);
        assert!(large < small * 40.0, "{mark}: {small} s for 20 kB, {large} s for 200 kB");
    }
}

fn spans_hold(note: &ParsedNote) {
    let text = &*note.source.text;
    let slice = |span: Span| text.get(span.range()).unwrap_or_else(|| panic!("{span:?} is no slice of {text:?}"));
    for node in note.body.nodes() {
        slice(node.span);
    }
    for link in &note.links {
        let shown = slice(link.span);
        assert!(shown.starts_with(['[', '!', '<', 'h', 'H']), "{shown:?}");
    }
    for tag in &note.tags {
        assert!(slice(tag.span).starts_with('#'));
    }
    let links = note.body.nodes().filter(|node| matches!(node.kind, tree::Kind::Link(_) | tree::Kind::Embed(_)));
    let ids: Vec<u32> = links
        .filter_map(|node| match node.kind {
            tree::Kind::Link(id) | tree::Kind::Embed(id) => Some(id),
            _ => None,
        })
        .collect();
    assert!(ids.is_sorted(), "links are in document order");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_read_and_every_span_is_a_slice(text in "(\\[\\[|\\]\\]|!\\[\\[|%%|==|\\$\\$|\\$|> |>|- |    |\n|\n\n|\\||`|```|\\*\\*|\\*|~~|_|# |\\^a|\\^\\[|\\[\\^1\\]|\\[\\^1\\]: |\\[!note\\]|\\(|\\)|\\]\\(|<b>|</b>|<div>|<script>|<!--|-->|#tag|\\[ \\]|---|가|은|한 |a|b |\\\\|\t|&amp;|1\\. |https://a.b|🟩){0,40}") {
        let (note, _) = read_with(&text, MarkdownSettings::default());
        if let Some(note) = note {
            spans_hold(&note);
        }
    }

    #[test]
    fn any_characters_are_read(text in "\\PC{0,80}") {
        let (note, _) = read_with(&text, MarkdownSettings::default());
        spans_hold(&note.expect("no limit is passed"));
    }

    #[test]
    fn emphasis_beside_hangul_is_what_comrak_makes_of_it(text in "(가|나|a|\\(|\\)|\\.|\\*|\\*\\*| |「|」|`c`|%){1,14}") {
        let text = format!("x{text}x");
        let mut options = comrak::Options::default();
        options.extension.cjk_friendly_emphasis = true;
        options.extension.strikethrough = true;
        let html = comrak::markdown_to_html(&text, &options);
        let ours = outline(&read(&text));
        let count = |needle: &str, text: &str| text.matches(needle).count();
        proptest::prop_assert_eq!(count("<strong>", &html), count("strong(", &ours), "{}: {} {}", text, html, ours);
        proptest::prop_assert_eq!(count("<em>", &html), count("emphasis(", &ours), "{}: {} {}", text, html, ours);
    }
}
