//! Allow-lists of elements, attributes and properties for a diagram in a page; everything else is left out.

/// Elements that draw, or that others refer to. None of them runs, loads or holds anything foreign.
pub(super) const ELEMENTS: [&str; 18] = [
    "circle",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "path",
    "polygon",
    "polyline",
    "rect",
    "stop",
    "symbol",
    "text",
    "title",
    "tspan",
    "use",
];

/// Elements that show only where something refers to them.
pub(super) const NAMED: [&str; 3] = ["linearGradient", "marker", "symbol"];

/// Attributes whose values are numbers, keywords and paths.
const GEOMETRY: [&str; 39] = [
    "clip-rule",
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill-rule",
    "gradientTransform",
    "gradientUnits",
    "height",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "offset",
    "orient",
    "overflow",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "rotate",
    "rx",
    "ry",
    "stop-color",
    "stop-opacity",
    "text-anchor",
    "textLength",
    "transform",
    "transform-origin",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Properties allowed in a `style` and as presentation attributes, which a page's policy does not forbid.
const PROPERTIES: [&str; 18] = [
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "font-size",
    "font-style",
    "font-weight",
    "opacity",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "visibility",
];

/// Attributes that may refer to an element of the diagram.
pub(super) const REFERRING: [&str; 5] = ["fill", "marker-end", "marker-mid", "marker-start", "stroke"];

/// Whether an attribute may stay as it is, by its name.
pub(super) fn is_attribute(name: &str) -> bool {
    GEOMETRY.contains(&name) || PROPERTIES.contains(&name)
}

/// Whether the values of an attribute are positions and sizes.
pub(super) fn is_geometry(name: &str) -> bool {
    GEOMETRY.contains(&name)
}

pub(super) fn is_property(name: &str) -> bool {
    PROPERTIES.contains(&name)
}

/// Whether a value is free of addresses, variables and scripts. Numbers, labels, colours and paths need no characters
/// for it. Parentheses may follow only the names of colour and transform functions.
pub(super) fn is_plain(value: &str) -> bool {
    const FUNCTIONS: [&str; 10] =
        ["rgb", "rgba", "hsl", "hsla", "translate", "scale", "rotate", "matrix", "skewX", "skewY"];
    let written = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,-+%#()\n\t".contains(&byte));
    written
        && value.match_indices('(').all(|(at, _)| {
            let before = value[..at].trim_end();
            let name = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(before, |end| &before[end + 1..]);
            FUNCTIONS.contains(&name)
        })
}

/// A value with numbers of two decimals, which is more than a pixel of a screen shows.
pub(super) fn short(value: &str) -> String {
    let mut decimals = None;
    let kept = value.chars().filter(|&c| {
        decimals = match decimals {
            // `1.5.5` is two numbers.
            _ if c == '.' => Some(0),
            Some(count) if c.is_ascii_digit() => Some(count + 1),
            _ => None,
        };
        decimals.is_none_or(|count| count <= 2)
    });
    kept.collect()
}

/// The colours that the library is given to distinguish parts, such as slices: a part in one of them is recognised
/// by its number, and coloured by the theme.
pub(super) fn palette() -> impl Iterator<Item = String> {
    (0..12).map(|part| format!("#0d1a{part:02x}"))
}

/// The number of a colour of the [`palette`].
pub(super) fn part(colour: &str) -> Option<usize> {
    let rgb = colour.strip_prefix("rgb(13, 26, ").and_then(|rest| rest.strip_suffix(')')?.parse().ok());
    rgb.or_else(|| palette().position(|known| colour.eq_ignore_ascii_case(&known)))
}

/// The name in `url(#name)`.
pub(super) fn reference(value: &str) -> Option<&str> {
    let inside = value.trim().strip_prefix("url(")?.strip_suffix(')')?;
    inside.trim_matches(['"', '\'']).strip_prefix('#')
}

/// The declarations of a `style`, each with whether it is `!important`: those of the diagram's author are.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (&str, &str, bool)> {
    style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim();
        let plain = value.strip_suffix("!important").map(str::trim_end);
        Some((name.trim(), plain.unwrap_or(value), plain.is_some()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_value_can_neither_load_nor_run() {
        for value in ["#f9f", "rgb(1, 2, 3)", "translate(-1.5,2) scale(.5)", "M0 0L10,10z", "none", "", "100%"] {
            assert!(is_plain(value), "{value}");
        }
        for value in [
            "url(#a)",
            "url(//evil)",
            "var(--a)",
            "javascript:a",
            "expression(1)",
            "\\75rl(x)",
            "a;b",
            "u\"x",
            "(1)",
            "가",
        ] {
            assert!(!is_plain(value), "{value}");
        }
    }

    #[test]
    fn numbers_lose_what_no_screen_shows() {
        for (value, expected) in [
            ("M-18.146712,0.5L1.25.125 3e-7", "M-18.14,0.5L1.25.12 3e-7"),
            ("translate(98, 12.0000001)", "translate(98, 12.00)"),
            ("1.2345e-7", "1.23e-7"),
            ("", ""),
        ] {
            assert_eq!(short(value), expected);
        }
    }

    #[test]
    fn a_style_is_declarations_and_a_reference_a_name() {
        let found: Vec<_> = declarations("fill: #f9f !important;stroke:red;; :x; a").collect();
        assert_eq!(found, [("fill", "#f9f", true), ("stroke", "red", false), ("", "x", false)]);
        assert_eq!(reference(" url(#a-b)"), Some("a-b"));
        assert_eq!(reference("url('#a')"), Some("a"));
        assert_eq!(reference("url(https://x/#a)"), None);
    }
}
