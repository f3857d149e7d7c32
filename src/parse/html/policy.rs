//! Which elements and attributes of raw HTML are published.

/// What happens to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    Keep,
    /// The tags go, what is between them stays.
    Unwrap,
    /// It goes with all it holds.
    Remove,
    /// No element of HTML: shown as text, as `Vec<T>` was meant.
    Show,
}

#[rustfmt::skip]
const KEEP: &[&str] = &[
    "a", "abbr", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i", "iframe", "img",
    "ins", "kbd", "li", "map", "mark", "meter", "ol", "p", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
];

#[rustfmt::skip]
const UNWRAP: &[&str] = &[
    "acronym", "base", "basefont", "body", "button", "data", "dialog", "dir", "fieldset", "form", "frame", "head",
    "html", "input", "label", "legend", "link", "main", "marquee", "menu", "meta", "nav", "nobr", "output", "param",
    "search", "slot",
];

#[rustfmt::skip]
const REMOVE: &[&str] = &[
    "applet", "canvas", "datalist", "embed", "frameset", "math", "noembed", "noframes", "noscript", "object",
    "optgroup", "option", "plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "xmp",
];

pub(super) fn rule(name: &str) -> Rule {
    let is = |list: &[&str]| list.contains(&name);
    if is(KEEP) {
        Rule::Keep
    } else if is(REMOVE) {
        Rule::Remove
    } else if is(UNWRAP) {
        Rule::Unwrap
    } else {
        Rule::Show
    }
}

/// An element without content, which has no end tag.
pub(in super::super) fn is_void(name: &str) -> bool {
    matches!(name, "area" | "br" | "col" | "hr" | "img" | "source" | "track" | "wbr" | "embed")
}

/// An element that cannot hold blocks: it ends with its HTML block.
pub(in super::super) fn closes_with_block(name: &str) -> bool {
    matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre")
}

#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "abbr", "align", "allowfullscreen", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color",
    "colspan", "controls", "datetime", "dir", "face", "headers", "height", "high", "id", "kind", "label", "lang", "loop",
    "low", "max", "min", "muted", "name", "nowrap", "open", "optimum", "playsinline", "preload", "reversed", "role",
    "rowspan", "scope", "size", "span", "srclang", "start", "style", "title", "translate", "type", "valign", "value",
    "width",
];

/// True for an attribute whose value is harmless; `style` and `class` are filtered besides.
pub(super) fn is_allowed(attribute: &str) -> bool {
    ATTRIBUTES.contains(&attribute) || attribute.starts_with("aria-")
}

/// The attribute of an element that leads or loads, and whether the page loads it by itself.
pub(super) fn link_attribute(element: &str) -> Option<(&'static str, bool)> {
    match element {
        "a" | "area" => Some(("href", false)),
        "img" | "audio" | "video" | "source" | "track" | "iframe" => Some(("src", true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_has_one_rule() {
        for list in [KEEP, UNWRAP, REMOVE] {
            assert!(list.is_sorted(), "{list:?}");
        }
        for name in KEEP {
            assert!(!UNWRAP.contains(name) && !REMOVE.contains(name), "{name}");
        }
        assert_eq!(rule("script"), Rule::Remove);
        assert_eq!(rule("form"), Rule::Unwrap);
        assert_eq!(rule("t"), Rule::Show);
    }
}
