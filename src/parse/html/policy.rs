//! The allow-list of attributes of raw HTML; that of elements is in [`crate::markup::elements`].

#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "abbr", "align", "allowfullscreen", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color",
    "colspan", "controls", "datetime", "dir", "face", "headers", "height", "high", "id", "kind", "label", "lang", "loop",
    "low", "max", "min", "muted", "name", "nowrap", "open", "optimum", "playsinline", "preload", "reversed", "role",
    "rowspan", "scope", "size", "span", "srclang", "start", "style", "title", "translate", "type", "valign", "value",
    "width",
];

/// Whether the value of an attribute is harmless; `style` and `class` are filtered separately.
pub(super) fn is_allowed(attribute: &str) -> bool {
    ATTRIBUTES.contains(&attribute) || attribute.starts_with("aria-")
}
