//! The content that a page may hold, judged on the tree that a browser would build of it.

use quick_xml::events::Event;
use scraper::{ElementRef, Html, Selector};

/// Schemes that a note may link to (P4).
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "obsidian", "zotero"];

const NEVER: &str = "base, style, form, object, embed, applet, frame, frameset, svg, \
                     :not(.math) > math, math [href], annotation-xml, template, noscript, \
                     textarea, body meta, body link, body title, article select, article button, \
                     article input:not([disabled]), [srcdoc], [formaction], [ping], [autofocus], \
                     [contenteditable], [accesskey], [is], script#kb-data ~ script#kb-data";

pub struct Inert {
    never: Selector,
    all: Selector,
}

impl Inert {
    pub fn new() -> Self {
        let selector = |text| Selector::parse(text).expect("a constant selector");
        Self { never: selector(NEVER), all: selector("*") }
    }

    pub fn html(&self, file: &str, text: &str) {
        let page = Html::parse_document(text);
        let found = page.select(&self.never).filter(|element| !is_of_drawing(*element));
        let found: Vec<String> = found.map(|element| element.html()).collect();
        assert_eq!(found, [""; 0], "{file}");
        let mut boots = 0;
        let mut articles = 0;
        for element in page.select(&self.all) {
            match element.value().name() {
                "script" => boots += usize::from(script(file, element)),
                "article" if element.attr("class") == Some("markdown-rendered") => articles += 1,
                _ => {}
            }
            for (name, value) in element.value().attrs() {
                attribute(file, element, name, value);
            }
        }
        assert!(boots <= 1 && articles <= 1, "{file}: {boots} boot lines, {articles} articles");
        let redirect = text.contains("http-equiv=\"refresh\"");
        assert!(
            redirect || page.select(&Selector::parse("body > .kb-page > footer").expect("a selector")).count() == 1,
            "{file}: the page's frame is whole"
        );
    }

    /// Well-formed, without entities of its own.
    pub fn xml(&self, file: &str, text: &str) {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::DocType(_) | Event::PI(_)) => panic!("{file}: {text}"),
                Ok(_) => {}
                Err(error) => panic!("{file}: {error}: {text}"),
            }
        }
    }
}

/// Whether it is one of the program's own drawings (no note may hold an SVG), or the name of something in it.
fn is_of_drawing(element: ElementRef<'_>) -> bool {
    let is_own = |element: ElementRef<'_>| element.attr("class").is_some_and(|class| class.starts_with("kb-"));
    let own = |element: &ElementRef<'_>| {
        let parent = element.parent().and_then(ElementRef::wrap);
        element.value().name() == "svg" && (is_own(*element) || parent.is_some_and(is_own))
    };
    match element.value().name() {
        "svg" => own(&element),
        "title" => element.ancestors().filter_map(ElementRef::wrap).any(|above| own(&above)),
        _ => false,
    }
}

/// Whether it is the one line that sets the colours; anything else must be the theme's file or data.
fn script(file: &str, element: ElementRef<'_>) -> bool {
    let text: String = element.text().collect();
    match (element.attr("src"), element.attr("type")) {
        (Some(src), _) => assert!(src.starts_with("/assets/") && text.is_empty(), "{file}: {src}"),
        (None, Some("application/json" | "application/ld+json")) => {
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{file}: {text}");
        }
        (None, kind) => {
            assert!(kind.is_none() && text.starts_with("try{var t=localStorage"), "{file}: {text}");
            return true;
        }
    }
    false
}

fn attribute(file: &str, element: ElementRef<'_>, name: &str, value: &str) {
    assert!(!name.starts_with("on"), "{file}: {name}={value:?}");
    let icon = element.attr("rel") == Some("icon");
    match name {
        "href" | "src" | "poster" | "cite" | "data" | "action" | "background" | "longdesc" if !icon => {
            assert!(is_safe(value), "{file}: {name}={value:?}");
        }
        "srcset" => panic!("{file}: {value:?}"),
        "style" => {
            let value = value.to_lowercase();
            for word in ["url", "expression", "position", "\\", "import", "behavior", "z-index"] {
                assert!(!value.contains(word), "{file}: {value}");
            }
        }
        _ => {}
    }
}

/// A URL as a browser reads it: without control characters and blanks at the ends, without tabs and line ends anywhere.
fn is_safe(url: &str) -> bool {
    let url: String =
        url.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let mut start = url.chars().map(|c| if c == '\\' { '/' } else { c });
    if (start.next(), start.next()) == (Some('/'), Some('/')) {
        return false;
    }
    match url.split_once(':') {
        Some((scheme, rest)) if !scheme.contains(['/', '#', '?']) => {
            SCHEMES.contains(&scheme.to_lowercase().as_str()) && !rest.starts_with('\\')
        }
        _ => true,
    }
}

#[test]
fn what_is_active_is_found() {
    let inert = Inert::new();
    for html in [
        "<p onclick=x>",
        "<a href='java\nscript:x'>",
        "<a href=' //evil'>",
        "<a href='/\\evil'>",
        "<script>x</script>",
        "<style></style>",
        "<iframe srcdoc=x></iframe>",
        "<p style='background:URL(x)'>",
    ] {
        let page = format!("<body><div class=kb-page>{html}<footer></footer></div>");
        let result = std::panic::catch_unwind(|| inert.html("page", &page));
        assert!(result.is_err(), "{html}");
    }
    inert.html("page", "<body><div class=kb-page><a href='mailto:x'>x</a><footer></footer></div>");
}
