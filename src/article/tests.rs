//! The DOM of each construct.

use std::collections::BTreeSet;

use proptest::prelude::*;
use scraper::{ElementRef, Html};

use crate::diag::codes;
use crate::parse::tree::Kind;
use crate::testing::{TestSite, site, site_with};

use super::ARTICLE_LIMIT;

/// The article of a vault with a note `N.md` and some others as link targets.
fn html(text: &str) -> String {
    note(text).html("N.md")
}

fn note(text: &str) -> TestSite {
    site(&[
        ("N.md", text),
        ("Other.md", "# Part\n\nother ^b1\n\n- [ ] do ^b2\n"),
        ("Foot.md", "# Own\n\nsaid[^1] ^said\n\n[^1]: so\n"),
        ("img/pic.png", ""),
        ("doc.pdf", ""),
        ("snd.mp3", ""),
        ("clip.mp4", ""),
    ])
}

const PICTURE: &str =
    "<span class=\"internal-embed media-embed image-embed\"><img src=\"/files/img/pic.png\" alt=\"pic.png\"";

#[test]
fn blocks_and_lines_have_the_dom_of_the_readers_css() {
    for (text, expected) in [
        (
            "- [ ] a\n\n- [x] b",
            "<ul class=\"contains-task-list\"><li class=\"task-list-item\" data-task=\" \"><p><input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled aria-label=\"To do\"> a</p></li><li class=\"task-list-item is-checked\" data-task=\"x\"><p><input class=\"task-list-item-checkbox\" type=\"checkbox\" disabled checked aria-label=\"Done\"> b</p></li></ul>",
        ),
        (
            "- 더 보기 접기\n    - a\n- b",
            "<ul><li><details><summary>더 보기 접기</summary><ul><li>a</li></ul></details></li><li>b</li></ul>",
        ),
        (
            "- 더 보기 접기\n\n    a\n\n- b",
            "<ul><li><details><summary>더 보기 접기</summary><p>a</p></details></li><li><p>b</p></li></ul>",
        ),
        (
            "> [!tip]+ A\n> b",
            "<details class=\"callout is-collapsible\" data-callout=\"tip\" data-callout-fold=\"+\" data-callout-metadata=\"\" open><summary class=\"callout-title\"><div class=\"callout-icon\"></div><div class=\"callout-title-inner\">A</div></summary><div class=\"callout-content\"><p>b</p></div></details>",
        ),
        (
            "> [!custom-type]",
            "<div class=\"callout\" data-callout=\"custom-type\" data-callout-fold=\"\" data-callout-metadata=\"\"><div class=\"callout-title\"><div class=\"callout-icon\"></div><div class=\"callout-title-inner\">Custom type</div></div></div>",
        ),
        (
            "# A ^x",
            "<h1 id=\"a\" data-heading=\"A ^x\"><a class=\"kb-block\" id=\"^x\"></a>A<a class=\"kb-anchor\" href=\"#a\" aria-label=\"Link to “A”\"></a></h1>",
        ),
        ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
        ("a <b>b <i>c\n\nd", "<p>a <b>b <i>c</i></b></p><p>d</p>"),
        ("a</b></article></div>\n\nd", "<p>a</p><p>d</p>"),
        ("a <hgroup>b</hgroup> c", "<p>a</p><hgroup>b</hgroup><p>c</p>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn an_embed_that_is_a_block_splits_its_paragraph() {
    let embed = "<div class=\"internal-embed markdown-embed\" data-src=\"Other#^b1\"><div class=\"markdown-embed-content\"><p>other</p></div><a class=\"markdown-embed-link\" href=\"/other/#^b1\" aria-label=\"Open “Other”\"></a></div>";
    for (text, expected) in [
        ("a ![[Other#^b1]] b", format!("<p>a</p>{embed}<p>b</p>")),
        ("![[Other#^b1]]\n![[Other#^b1]]", format!("{embed}{embed}")),
        ("a ![[Other#^b1]] ^me", format!("<p id=\"^me\">a</p>{embed}")),
        ("![[Other#^b1]] ^me", embed.replace(" data-src=\"Other#^b1\"", " data-src=\"Other#^b1\" id=\"^me\"")),
        ("- ![[Other#^b1]]", format!("<ul><li>{embed}</li></ul>")),
        // Where only inline content fits, a link replaces it.
        ("**![[Other#^b1]]**", "<p><strong><a class=\"internal-link\" data-href=\"Other#^b1\" href=\"/other/#^b1\">→ Other > ^b1</a></strong></p>".to_owned()),
        ("[![[Other]]](https://a.b)", "<p><a class=\"external-link\" href=\"https://a.b\">→ Other</a></p>".to_owned()),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn nothing_in_an_embed_has_an_id_and_its_footnotes_are_its_own() {
    let html = html("mine[^1]\n\n![[Foot]]\n\n[^1]: mine");
    let embed = html.split("markdown-embed-content").nth(1).unwrap().split("markdown-embed-link").next().unwrap();
    assert!(!embed.contains(" id="), "{embed}");
    assert!(
        embed.contains(
            "<section class=\"footnotes\" aria-label=\"Footnotes\"><hr><ol><li><p>so</p></li></ol></section>"
        ),
        "{embed}"
    );
    assert_eq!(html.matches("id=\"fn-1\"").count(), 1);
}

#[test]
fn footnotes_are_numbered_as_they_are_met() {
    let html = html("b[^b] a[^a] a[^A]\n\n[^a]: A\n[^b]: B, see[^c]\n[^c]:\n    - list\n[^d]: unused");
    let notes: Vec<&str> = html.split("<li id=").skip(1).collect();
    assert_eq!(notes.len(), 3);
    assert!(notes[0].starts_with("\"fn-1\"><p>B, see<sup class=\"footnote-ref\" id=\"fnref-3\">"), "{}", notes[0]);
    assert_eq!(notes[1].matches("footnote-backref").count(), 2, "{}", notes[1]);
    assert!(notes[2].contains("<li>list</li></ul><p><a class=\"footnote-backref\" href=\"#fnref-3\""), "{}", notes[2]);
    assert!(!html.contains("unused"));
}

#[test]
fn a_private_target_is_not_to_be_told_from_a_missing_one() {
    let text = "[[Secret]] [[Secret#A|x]] [[Secret#^b]] [y](Secret.md) ![[Secret]] ![[Secret#A]] ![[Secret#^b]]";
    let private = site(&[("N.md", text), ("Secret.md", "---\npublish: false\n---\n# A\n\nhidden ^b\n")]);
    let missing = site(&[("N.md", text)]);
    assert_eq!(private.html("N.md"), missing.html("N.md"));
    assert!(!private.html("N.md").contains("hidden"));
}

#[test]
fn a_part_that_is_not_there_embeds_nothing() {
    for (text, name) in [("![[Other#Nope]]", "Other#Nope"), ("![[Other#^nope]]", "Other#^nope")] {
        let expected = format!(
            "<p><span class=\"internal-embed file-embed mod-empty\" data-src=\"{name}\">“{name}” is not created yet.</span></p>"
        );
        assert_eq!(html(text), expected);
    }
    assert_eq!(
        html("![[no such.png]]"),
        "<p><span class=\"internal-embed file-embed mod-empty-attachment\" data-src=\"no such.png\">“no such.png” could not be found.</span></p>"
    );
}

#[test]
fn an_embed_of_an_item_brings_its_list() {
    let html = html("![[Other#^b2]]");
    assert!(
        html.contains(
            "<div class=\"markdown-embed-content\"><ul class=\"contains-task-list\"><li class=\"task-list-item\""
        ),
        "{html}"
    );
    let numbered = site(&[("N.md", "![[L#^x]]"), ("L.md", "3. a\n4. b ^x\n")]).html("N.md");
    assert!(numbered.contains("<ol start=\"4\"><li>b</li></ol>"), "{numbered}");
}

#[test]
fn a_cycle_of_embeds_ends_in_a_link() {
    let site = site(&[("A.md", "a ![[B]]"), ("B.md", "b ![[A]]"), ("C.md", "# H\n\nc ![[C#H]]")]);
    let (article, diagnostics) = site.article("A.md");
    assert_eq!(article.html.matches("markdown-embed-content").count(), 1);
    assert!(article.html.contains("href=\"/a/\">→ A</a>"), "{}", article.html);
    assert_eq!(diagnostics[0].code, codes::EMBED_CYCLE);
    assert_eq!(diagnostics[0].message, "an embed shows itself: A.md → B.md → A.md");
    assert_eq!(diagnostics[0].place.as_ref().unwrap().path.as_str(), "B.md");
    let (article, diagnostics) = site.article("C.md");
    assert_eq!(article.html.matches("markdown-embed-content").count(), 1);
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn embeds_nest_five_deep() {
    let names: Vec<(String, String)> =
        (0..8).map(|n| (format!("{n}.md"), format!("text {n} ![[{}]]", n + 1))).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (article, diagnostics) = site(&files).article("0.md");
    assert!(article.html.contains("text 5") && !article.html.contains("text 6"));
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [codes::EMBED_BUDGET]);
}

#[test]
fn embeds_of_embeds_stay_within_the_budget() {
    let text = |n: usize| format!("{}\n\n", "words ".repeat(100)) + &format!("![[{}]]\n\n", n + 1).repeat(10);
    let names: Vec<(String, String)> = (0..8).map(|n| (format!("{n}.md"), text(n))).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (article, diagnostics) = site(&files).article("0.md");
    assert!(article.html.len() < ARTICLE_LIMIT, "{}", article.html.len());
    let budget = diagnostics.iter().filter(|found| found.message.contains("MiB")).count();
    assert_eq!(budget, 1, "said once, however many embeds are left out");
}

#[test]
fn a_note_that_makes_too_much_html_is_left_out() {
    let text = "\"".repeat(ARTICLE_LIMIT / 6 + 1);
    let (article, diagnostics) = note(&text).article("N.md");
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [codes::MARKDOWN_BUDGET]);
    assert_eq!(article.html, "");
}

#[test]
fn files_are_embedded_as_what_they_are() {
    for (text, expected) in [
        ("![[pic.png|200]]", format!("<p>{PICTURE} width=\"200\" height=\"150\" loading=\"lazy\" decoding=\"async\"></span></p>")),
        ("![[pic.png|200x50]]", format!("<p>{PICTURE} width=\"200\" height=\"50\" loading=\"lazy\" decoding=\"async\"></span></p>")),
        ("![[pic.png]]", format!("<p>{PICTURE} width=\"400\" height=\"300\" loading=\"lazy\" decoding=\"async\"></span></p>")),
        ("![[snd.mp3]]", "<p><span class=\"internal-embed media-embed audio-embed\"><audio controls preload=\"metadata\" src=\"/files/snd.mp3\" aria-label=\"snd.mp3\"></audio></span></p>".to_owned()),
        ("![[clip.mp4#t=10]]", "<p><span class=\"internal-embed media-embed video-embed\"><video controls preload=\"metadata\" src=\"/files/clip.mp4#t=10\" aria-label=\"clip.mp4\"></video></span></p>".to_owned()),
        ("![[doc.pdf#page=3&height=90]]", "<div class=\"internal-embed pdf-embed\"><iframe src=\"/files/doc.pdf#page=3\" title=\"doc.pdf\" height=\"90\" loading=\"lazy\"></iframe></div>".to_owned()),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn what_comes_from_elsewhere_asks_for_as_little_as_will_do() {
    for (text, expected) in [
        (
            "![a](https://youtu.be/NnTvZWp5Q7o)",
            "<p><iframe class=\"external-embed mod-receives-events\" src=\"https://www.youtube-nocookie.com/embed/NnTvZWp5Q7o\" title=\"a\" loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\" allowfullscreen></iframe></p>",
        ),
        (
            "![](https://x.com/a/status/1)",
            "<p><a class=\"external-link\" href=\"https://x.com/a/status/1\">https://x.com/a/status/1</a></p>",
        ),
        ("![b](http://a.b/c.png)", "<p><a class=\"external-link\" href=\"http://a.b/c.png\">b</a></p>"),
        (
            "![b](https://a.b/c.png)",
            "<p><img src=\"https://a.b/c.png\" alt=\"b\" loading=\"lazy\" decoding=\"async\"></p>",
        ),
        ("![b](javascript:x) [c](vbscript:x)", "<p>b c</p>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
    let (article, _) =
        note("![](https://youtu.be/a)\n\n![[doc.pdf]]\n\n<iframe src=\"https://Maps.x/a\"></iframe>").article("N.md");
    assert_eq!(article.frame_src, ["'self'", "https://maps.x", "https://www.youtube-nocookie.com"]);
    assert_eq!(note("plain").article("N.md").0.frame_src, [""; 0]);
}

#[test]
fn links_have_the_base_path() {
    let toml = "[site]\nbase_url = \"https://u.test/repo/\"\n";
    let site =
        site_with(toml, &[("N.md", "[[한글#제 목]] #tag ![[a b.png]]"), ("한글.md", "# 제 목"), ("a b.png", "")]);
    let html = site.html("N.md");
    for address in ["href=\"/repo/한글/#제-목\"", "href=\"/repo/tags/tag/\"", "src=\"/repo/files/a-b.png\""] {
        assert!(html.contains(address), "{address} in {html}");
    }
}

#[test]
fn code_is_shown_with_its_title_and_marked_lines() {
    for (text, expected) in [
        ("```\na < b\n```", "<pre tabindex=\"0\"><code>a &lt; b</code></pre>"),
        ("```Brainmelt\n<b>\n```", "<pre tabindex=\"0\"><code class=\"language-Brainmelt\">&lt;b></code></pre>"),
        (
            "```json title=\"a<b\" {2}\n1\n2\n```",
            "<div class=\"kb-wrap kb-code\"><div class=\"kb-code-title\">a&lt;b</div><pre tabindex=\"0\"><code class=\"language-json\"><span class=\"hl-number\">1</span><span class=\"kb-line\"><span class=\"hl-number\">2</span></span></code></pre></div>",
        ),
        ("```mermaid\na --> b\n```", "<pre class=\"mermaid\">a --> b</pre>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
    let (_, diagnostics) =
        note(&format!("```js\n{}\n```\n\n```dataview\nLIST\n```\n", "x".repeat(3000))).article("N.md");
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [codes::CODE_TOO_LARGE]);
}

#[test]
fn an_article_tells_what_its_page_needs() {
    let (article, _) = note("# A\n\n## **B** c\n\n![[pic.png]]\n\n$x$\n\n![[Other]]").article("N.md");
    let toc: Vec<(u8, &str, &str)> = article.toc.iter().map(|item| (item.level, &*item.id, &*item.text)).collect();
    assert_eq!(toc, [(1, "a", "A"), (2, "b-c", "B c")]);
    assert!(article.math && !article.mermaid && article.first_image.is_some());
}

#[test]
fn topics_and_comments_are_not_part_of_the_article() {
    assert_eq!(html("[[Other]] #tag\n\ntext %%hidden%% more"), "<p>text  more</p>");
}

#[test]
fn hostile_text_stays_text_everywhere() {
    let evil = "\"><img onerror=alert(1)>";
    let text =
        format!("# {evil}\n\n[[x|{evil}]] `{evil}` $a{evil}$\n\n> [!{evil}|{evil}] {evil}\n\n```{evil}\n{evil}\n```\n");
    let html = html(&text);
    assert!(!html.contains("<img onerror"), "{html}");
    assert!(!html.contains("\"><img"), "{html}");
}

const SNIPPETS: [&str; 40] = [
    "text ",
    "\n",
    "\n\n",
    "- ",
    "    ",
    "1. ",
    "> ",
    "> [!note]- ",
    "# ",
    "| a | b |\n|--|--|\n",
    "**",
    "==",
    "~~",
    "`",
    "```\n",
    "[[Other]]",
    "![[Other]]",
    "![[Foot#Own]]",
    "![[doc.pdf]]",
    "![[pic.png|9]]",
    "[x](javascript:a)",
    "[",
    "](https://a.b)",
    "![y](https://youtu.be/a)",
    "[^1]",
    "\n[^1]: ",
    "^[",
    "]",
    " ^id\n",
    "<div>",
    "</div>",
    "<b id=\"x\" onclick=a>",
    "</b>",
    "<script>",
    "</article>",
    "<table><tr>",
    "<a href=\"Other.md\">",
    "$x<y$",
    "%%",
    "[[Other|<img src=x onerror=a>]]",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_written_stays_in_its_article(picks in prop::collection::vec(0..SNIPPETS.len(), 0..40)) {
        let text: String = picks.iter().map(|&pick| SNIPPETS[pick]).collect();
        let whole = format!("<main><article>{}</article><p id=\"end\"></p></main>", note(&text).article("N.md").0.html);
        let page = Html::parse_document(&whole);
        let mut ids = BTreeSet::new();
        for element in page.root_element().descendent_elements() {
            prop_assert!(!["script", "style", "base", "form"].contains(&element.value().name()), "{}", text);
            for (name, value) in element.value().attrs() {
                prop_assert!(!name.starts_with("on") && !value.starts_with("javascript:"), "{} in {}", name, text);
            }
            // An author may give one id to two elements; the site's own ids are unique.
            if let Some(id) = element.attr("id").filter(|&id| id != "x") {
                prop_assert!(ids.insert(id), "{} twice in {}", id, whole);
            }
        }
        let end = page.root_element().descendent_elements().find(|element| element.attr("id") == Some("end"));
        let around = end.and_then(|end| ElementRef::wrap(end.parent()?)).map(|around| around.value().name());
        prop_assert_eq!(around, Some("main"), "{}", whole);
    }
}

#[test]
fn a_part_of_a_note_is_written_without_ids() {
    let site = site(&[("a.md", "# T\n\n- Q^[why]\n  A **b** ^id\n\n[[a#T]] <b>x\n")]);
    let nodes: Vec<_> = site.site.note(site.id("a.md")).parsed.body.nodes().collect();
    let (whole, list) = (0..nodes.len() as u32, nodes.iter().position(|node| matches!(node.kind, Kind::List { .. })));
    let html = site.fragment("a.md", whole.clone());
    assert!(!html.contains(" id=") && html.contains("<h1") && html.contains("<section class=\"footnotes\""), "{html}");
    let html = site.fragment("a.md", nodes[list.unwrap()].end..whole.end);
    assert!(html.starts_with("<p>") && html.contains("<b>x</b>") && !html.contains("footnotes"), "{html}");
}
