//! SVG files: their size, and whether they contain anything but a picture.
//!
//! A published SVG has its own address, and a browser that opens it there runs its scripts with the site's rights. An
//! SVG counts as active unless every part of it is known to be harmless.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

/// Elements that run, load or contain foreign content.
const ACTIVE: [&str; 10] =
    ["script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "audio", "video", "canvas"];

/// Whether the file is active: it has scripts, event attributes, foreign content, references to other files, or
/// entities. A file that is not well-formed UTF-8 XML counts as active too, since it cannot be checked.
pub fn is_active(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return true };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut in_style = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                in_style = local(&element) == "style";
                if element_acts(&element) {
                    return true;
                }
            }
            Ok(Event::Empty(element)) => {
                if element_acts(&element) {
                    return true;
                }
            }
            Ok(Event::End(_)) => in_style = false,
            Ok(Event::GeneralRef(_)) if in_style => return true,
            Ok(Event::Text(text)) if in_style && style_reaches_out(&text) => return true,
            Ok(Event::CData(text)) if in_style && style_reaches_out(&text) => return true,
            Ok(Event::DocType(declaration)) if declaration.contains(['[', '%']) => return true,
            Ok(Event::PI(instruction)) if instruction.target().eq_ignore_ascii_case("xml-stylesheet") => return true,
            Ok(Event::Eof) => return false,
            Err(_) => return true,
            Ok(_) => {}
        }
    }
}

/// Width and height in pixels: those of the root element, else of its `viewBox`.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let root = loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => break element,
            Event::Eof => return None,
            _ => {}
        }
    };
    if local(&root) != "svg" {
        return None;
    }
    let value = |name: &str| {
        let attribute = root.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
        Some(attribute.value.trim().to_owned())
    };
    let length = |name: &str| pixels(&value(name)?);
    let view = value("viewBox").and_then(|text| view_box(&text));
    match (length("width"), length("height"), view) {
        (Some(width), Some(height), _) => whole(width, height),
        (Some(width), None, Some((w, h))) => whole(width, width * h / w),
        (None, Some(height), Some((w, h))) => whole(height * w / h, height),
        (None, None, Some((w, h))) => whole(w, h),
        _ => None,
    }
}

/// The pixels of a CSS length of fixed size; `None` for a percentage.
fn pixels(text: &str) -> Option<f64> {
    let units = [("px", 1.0), ("pt", 4.0 / 3.0), ("pc", 16.0), ("in", 96.0), ("cm", 96.0 / 2.54), ("mm", 96.0 / 25.4)];
    let (number, scale) =
        units.iter().find_map(|(unit, scale)| Some((text.strip_suffix(unit)?, *scale))).unwrap_or((text, 1.0));
    let number: f64 = number.trim().parse().ok()?;
    (number.is_finite() && number > 0.0).then_some(number * scale)
}

fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text
        .split([',', ' ', '\t', '\n'])
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse().ok())
        .collect();
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

fn whole(width: f64, height: f64) -> Option<(u32, u32)> {
    let side = |side: f64| (0.5..1e6).contains(&side).then(|| side.round() as u32);
    Some((side(width)?, side(height)?))
}

fn local(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_ascii_lowercase()
}

fn element_acts(element: &BytesStart<'_>) -> bool {
    let name = local(element);
    // Animations can set forbidden values of an attribute.
    let animates = matches!(name.as_str(), "set" | "animate");
    ACTIVE.contains(&name.as_str())
        || element.attributes().any(|attribute| {
            let Ok(attribute) = attribute else { return true };
            let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
            let Some(value) = value_of(&attribute) else { return true };
            match key.as_str() {
                "href" | "src" => !is_harmless(&name, &value),
                "attributename" => animates && (value.to_ascii_lowercase().contains("href") || value.starts_with("on")),
                "style" => style_reaches_out(&value),
                key => key.starts_with("on"),
            }
        })
}

fn value_of(attribute: &Attribute<'_>) -> Option<String> {
    let value = quick_xml::escape::unescape(&attribute.value).ok()?;
    Some(value.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned())
}

/// Whether an address is a part of the file itself, a picture in it, or a link that a reader follows.
fn is_harmless(element: &str, address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let picture = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];
    address.is_empty()
        || address.starts_with('#')
        || picture.iter().any(|start| lower.starts_with(start))
        || element == "a" && (lower.starts_with("https://") || lower.starts_with("http://"))
}

/// Whether a style sheet loads another file.
fn style_reaches_out(css: &str) -> bool {
    let lower = css.to_ascii_lowercase();
    lower.contains("@import")
        || lower.contains('\\')
        || lower.split("url(").skip(1).any(|rest| {
            let address = rest.trim_start_matches([' ', '\'', '"']);
            !address.starts_with('#') && !address.starts_with("data:image/") && !address.starts_with("data:font/")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_harmless() {
        for svg in [
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0"/></svg>"#,
            r##"<svg xmlns:xlink="x"><use xlink:href="#a"/><image href="data:image/png;base64,AA=="/></svg>"##,
            r#"<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg/>"#,
            r##"<svg><style>.a { fill: url(#g) }</style><a href="https://x.y">z</a></svg>"##,
        ] {
            assert!(!is_active(svg.as_bytes()), "{svg}");
        }
    }

    #[test]
    fn what_runs_or_reaches_out_is_active() {
        for svg in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><x:ScRiPt href='#a'/></svg>",
            "<svg onload='a()'/>",
            "<svg><foreignObject><body/></foreignObject></svg>",
            "<svg><image href='https://evil.test/a.png'/></svg>",
            "<svg><use xlink:href='other.svg#a'/></svg>",
            "<svg><a href='java&#115;cript:a()'>x</a></svg>",
            "<svg><a><set attributeName='xlink:href' to='x'/></a></svg>",
            "<svg><style>@import 'x.css';</style></svg>",
            "<svg><style><![CDATA[a{background:url(//evil.test)}]]></style></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>",
            "<?xml-stylesheet href='x.css'?><svg/>",
            "<svg><g></svg>",
            "\u{feff}<svg onclick=a/>",
        ] {
            assert!(is_active(svg.as_bytes()), "{svg}");
        }
        assert!(is_active(b"\xff\xfe<\0s\0"), "not UTF-8");
    }

    #[test]
    fn the_root_tells_the_size() {
        for (svg, expected) in [
            (r#"<svg width="30" height="20px"/>"#, Some((30, 20))),
            (r#"<?xml version="1.0"?><!-- c --><svg viewBox="0 0 24 12"></svg>"#, Some((24, 12))),
            (r#"<svg width="100%" height="100%" viewBox="0,0,24,12"/>"#, Some((24, 12))),
            (r#"<svg width="48" viewBox="0 0 24 12"/>"#, Some((48, 24))),
            (r#"<svg width="-3" height="1e99"/>"#, None),
            ("<html width='3' height='4'/>", None),
            ("", None),
        ] {
            assert_eq!(size(svg.as_bytes()), expected, "{svg}");
        }
    }
}
