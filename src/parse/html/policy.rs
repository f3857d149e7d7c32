//! Which attributes of raw HTML are published; which elements are, [`crate::markup::elements`] says.

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
