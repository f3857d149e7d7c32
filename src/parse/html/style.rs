//! The filter of `style` attributes: properties that style text and boxes are kept; those that load a resource or could
//! cover the page are removed.

#[rustfmt::skip]
const PROPERTIES: &[&str] = &[
    "aspect-ratio", "background", "background-color", "border", "border-bottom", "border-collapse", "border-color",
    "border-left", "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width",
    "clear", "color", "column-count", "column-gap", "columns", "display", "flex", "flex-direction", "flex-wrap", "float",
    "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "gap", "grid-template-columns",
    "height", "justify-content", "align-items", "letter-spacing", "line-height", "list-style", "list-style-type",
    "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height",
    "min-width", "object-fit", "opacity", "overflow", "overflow-x", "overflow-y", "padding", "padding-bottom",
    "padding-left", "padding-right", "padding-top", "text-align", "text-decoration", "text-indent", "text-transform",
    "vertical-align", "white-space", "width", "word-break", "writing-mode",
];

/// The declarations that are kept, in source order.
pub(super) fn filter(style: &str) -> String {
    let mut out = String::new();
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim();
        if !PROPERTIES.contains(&name.as_str()) || !is_plain(value) {
            continue;
        }
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(&name);
        out.push_str(": ");
        out.push_str(value);
    }
    out
}

/// Whether a value has only keywords, numbers, colours and functions that only calculate.
fn is_plain(value: &str) -> bool {
    if value.is_empty() || value.contains(['\\', '<', '>', '{', '}', '@']) || value.contains("/*") {
        return false;
    }
    let mut rest = value;
    while let Some(open) = rest.find('(') {
        let word = rest[..open].rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("");
        let known = ["rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "clamp", "var", "repeat", "minmax"];
        if !known.iter().any(|name| word.eq_ignore_ascii_case(name)) {
            return false;
        }
        rest = &rest[open + 1..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_declarations_stay() {
        for (style, kept) in [
            ("color: red; Text-Align:center", "color: red; text-align: center"),
            ("position: fixed; width: 10px", "width: 10px"),
            ("background: url(https://x.y/z)", ""),
            ("width: expression(alert(1))", ""),
            ("color: rgb(1, 2, 3); width: calc(100% - 2px)", "color: rgb(1, 2, 3); width: calc(100% - 2px)"),
            ("color: \\72 ed", ""),
            ("nonsense", ""),
        ] {
            assert_eq!(filter(style), kept, "{style}");
        }
    }
}
