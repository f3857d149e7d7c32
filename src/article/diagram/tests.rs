//! The parts of a drawing that reach a page; tested without the library that draws.

use super::*;

/// The copy of an SVG with this inside.
fn copied(inside: &str) -> String {
    let svg = format!("<svg viewBox=\"0 -1.5 30 40.4\" aria-roledescription=\"flowchart-v2\">{inside}</svg>");
    let drawing = Drawing::read(&svg).expect("well-formed");
    let link = |text: &str| (text == "노트").then(|| "<a class=\"internal-link\" href=\"/n/\">".to_owned());
    let html = drawing.html(&DiagramContext { ids: "m1", label: "순서도 & <b>", link: &link });
    let start = "<svg class=\"kb-diagram kb-diagram-flowchart\" fill=\"none\" stroke=\"currentColor\" viewBox=\"0 -1.5 30 40.4\" \
                 width=\"30\" height=\"40\" role=\"";
    let rest = html.strip_prefix(start).unwrap_or_else(|| panic!("{html}"));
    let rest = rest.replacen("img\" aria-label=\"순서도 &amp; &lt;b>\">", "", 1);
    rest.strip_suffix("</svg>").expect("closed").to_owned()
}

#[test]
fn what_is_not_listed_is_left_out() {
    for (inside, expected) in [
        ("<style>*{fill:red}</style><script>1</script><image href=\"x\"/><filter id=\"f\"/>", ""),
        (
            "<rect onclick=\"a()\" onload=\"b\" width=\"5\" data-x=\"1\" style=\"position:fixed\"/>",
            "<rect width=\"5\"/>",
        ),
        ("<g><foreignObject/></g><g class=\"a\"/><rect/>", ""),
        ("<animate attributeName=\"href\"/><set/><use href=\"https://evil/#a\"/>", "<use/>"),
        ("<path d=\"M0 0\" fill=\"url(https://evil/)\" filter=\"url(#f)\"/>", "<path d=\"M0 0\"/>"),
        (
            "<path d=\"M0 0\" style=\"stroke:url(//evil);stroke-width:expression(1);fill:\\75rl(x)\"/>",
            "<path d=\"M0 0\"/>",
        ),
        ("<g class=\"node kb-vh &lt;x\"><path d=\"M1\"/></g>", "<g class=\"node\"><path d=\"M1\"/></g>"),
        ("stray<path d=\"M1\"/>", "<path d=\"M1\"/>"),
    ] {
        assert_eq!(copied(inside), expected, "{inside}");
    }
}

#[test]
fn text_stays_text() {
    let text = "<text fill=\"currentColor\" stroke=\"none\">";
    for (inside, expected) in [
        ("<text onclick=\"x\">&lt;img src=x onerror=1&gt; &amp;</text>", "&lt;img src=x onerror=1> &amp;"),
        ("<text><tspan class=\"row\" dy=\"1em\">가</tspan></text>", "<tspan dy=\"1em\">가</tspan>"),
    ] {
        assert_eq!(copied(inside), format!("{text}{expected}</text>"), "{inside}");
    }
    let label =
        "<foreignObject width=\"40\" height=\"20\"><div xmlns=\"x\"><img src=\"x\"/>가<b>나</b></div></foreignObject>";
    assert_eq!(
        copied(label),
        "<text fill=\"currentColor\" stroke=\"none\" x=\"20\" y=\"10\" text-anchor=\"middle\"><tspan x=\"20\" dy=\"0.35em\">\
         가나</tspan></text>"
    );
    // Both hold the same text, for browsers with and without HTML.
    let switch = format!("<switch>{label}<text>나</text></switch>");
    assert_eq!(copied(&switch), format!("{text}나</text>"));
}

#[test]
fn a_chosen_colour_stays_and_one_of_the_theme_does_not() {
    for (inside, expected) in [
        ("<path d=\"M1\" fill=\"#eee\" style=\"stroke:#333\"/>", "<path d=\"M1\"/>"),
        (
            "<path d=\"M1\" fill=\"none\" style=\"stroke:transparent\"/>",
            "<path d=\"M1\" fill=\"none\" stroke=\"transparent\"/>",
        ),
        (
            "<path d=\"M1\" class=\"a\" style=\"fill:#f9f !important;stroke:red !important;stroke-width:4px\"/>",
            "<path class=\"a kb-fill kb-stroke\" d=\"M1\" fill=\"#f9f\" stroke=\"red\" stroke-width=\"4px\"/>",
        ),
        (
            "<path d=\"M1\" class=\"flowchart-link\" style=\"stroke:#f00\"/>",
            "<path class=\"flowchart-link kb-stroke\" d=\"M1\" stroke=\"#f00\"/>",
        ),
        // A colour of the palette is a class, as it is written or as a browser would compute it.
        ("<path d=\"M1\" fill=\"#0d1a01\"/>", "<path class=\"kb-part1\" d=\"M1\"/>"),
        ("<path d=\"M1\" style=\"fill: rgb(13, 26, 7)\"/>", "<path class=\"kb-part1\" d=\"M1\"/>"),
    ] {
        assert_eq!(copied(inside), expected, "{inside}");
    }
}

#[test]
fn names_are_another_for_each_diagram_and_only_those_that_are_used() {
    let marker = |id: &str| format!("<marker id=\"{id}\"><path d=\"M1\"/></marker>");
    assert_eq!(
        copied(&format!("{}{}<path id=\"x\" d=\"M1\" marker-end=\"url(#a)\"/>", marker("a"), marker("b"))),
        "<marker id=\"m1-0\" fill=\"currentColor\" stroke=\"none\"><path d=\"M1\"/></marker>\
         <path d=\"M1\" marker-end=\"url(#m1-0)\"/>"
    );
    assert_eq!(copied("<symbol id=\"s\"/><use href=\"#s\"/>"), "<symbol id=\"m1-0\"/><use href=\"#m1-0\"/>");
    assert_eq!(copied("<path d=\"M1\" marker-end=\"url(#gone)\"/>"), "<path d=\"M1\" marker-end=\"url(#m1-0)\"/>");
}

#[test]
fn only_web_addresses_and_known_notes_are_links() {
    let shape = "<g transform=\"scale(2)\"><path d=\"M1\"/></g>";
    for url in
        ["javascript:alert(1)", " javascript:a", "data:text/html,x", "//evil", "note.md", "#x", "java\nscript:a", ""]
    {
        let link = format!("<a href=\"{url}\" transform=\"scale(2)\" onclick=\"a\"><path d=\"M1\"/></a>");
        assert_eq!(copied(&link), shape, "{url}");
    }
    // A link must be reachable, so the whole is not an image.
    let group = "group\" aria-label=\"순서도 &amp; &lt;b>\">";
    assert_eq!(
        copied("<a xlink:href=\"https://example.com/?a&amp;b\" transform=\"scale(2)\"><path d=\"M1\"/></a>"),
        format!("{group}<a class=\"external-link\" href=\"https://example.com/?a&amp;b\">{shape}</a>")
    );
    let node = |text: &str| format!("<g class=\"node internal-link\"><text>{text}</text></g>");
    let plain = |text: &str| {
        format!("<g class=\"node internal-link\"><text fill=\"currentColor\" stroke=\"none\">{text}</text></g>")
    };
    assert_eq!(copied(&node("노트")), format!("{group}<a class=\"internal-link\" href=\"/n/\">{}</a>", plain("노트")));
    assert_eq!(copied(&node("없음")), plain("없음"));
}

#[test]
fn a_drawing_tells_its_kind_and_its_title() {
    let read = |svg: &str| Drawing::read(svg).expect("well-formed");
    let pie = read("<svg aria-roledescription=\"pie\"><title> 제목 </title><text>a</text></svg>");
    assert_eq!((pie.kind().map(|kind| KINDS[kind]), pie.title().as_deref()), (Some("pie"), Some("제목")));
    assert!(!pie.is_empty());
    let other = read("<svg><title/><text> </text><g><path d=\"M1\"/></g></svg>");
    assert_eq!((other.kind(), other.title()), (None, None));
    assert!(other.is_empty());
    assert!(Drawing::read("<svg>").is_none());
}
