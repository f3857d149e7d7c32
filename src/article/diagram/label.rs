//! Labels that are HTML in the library's SVG, as lines of text.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use super::tree::Element;
use crate::markup::escape;

/// Pixels of a column: half an em. A Hangul syllable takes two, most Latin letters one.
const COLUMN: f64 = 8.5;

/// Pixels of a line.
const LINE: f64 = 24.0;

/// Writes the text of a `foreignObject` in its middle, or at its left edge.
pub(super) fn write(out: &mut String, object: &Element, left: bool) {
    let number = |name: &str| object.get(name).and_then(|value| value.parse::<f64>().ok()).unwrap_or_default();
    let (width, height) = (number("width"), number("height"));
    // The library gave it the height of the lines that it has.
    let wraps = width > 0.0 && height > 1.5 * LINE;
    let columns = if wraps { (width / COLUMN).ceil() as usize } else { usize::MAX };
    let text = object.text(&["p", "div", "br", "li"]);
    let lines: Vec<String> = text.lines().flat_map(|line| wrap(line, columns.max(8))).collect();
    if lines.is_empty() {
        return;
    }
    let (x, anchor) = if left { (number("x"), "start") } else { (number("x") + width / 2.0, "middle") };
    let y = number("y") + height / 2.0;
    let _ = write!(out, "<text fill=\"currentColor\" stroke=\"none\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">");
    let mut dy = 0.35 - 0.6 * (lines.len() - 1) as f64;
    for line in &lines {
        let _ = write!(out, "<tspan x=\"{x}\" dy=\"{dy:.2}em\">");
        escape(out, line);
        out.push_str("</tspan>");
        dy = 1.2;
    }
    out.push_str("</text>");
}

/// Breaks a line at blanks, where it has some.
fn wrap(line: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut left = 0;
    for word in line.split_whitespace() {
        let width: usize = word.chars().filter_map(UnicodeWidthChar::width).sum();
        match lines.last_mut() {
            Some(last) if width < left => {
                last.push(' ');
                last.push_str(word);
                left -= width + 1;
            }
            _ => {
                lines.push(word.to_owned());
                left = columns.saturating_sub(width);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_broken_at_blanks_and_stands_in_the_middle() {
        assert_eq!(wrap("하나 둘셋 넷 and five", 9), ["하나 둘셋", "넷 and", "five"]);
        assert_eq!(wrap("가나다라마바사", 4), ["가나다라마바사"]);
        assert!(wrap("  ", 4).is_empty());
        let svg = "<svg width=\"40\" height=\"48\" x=\"5\"><div><p>가&lt;<br/>b</p></div></svg>";
        let object = super::super::tree::read(svg).expect("well-formed");
        for (left, x, anchor) in [(false, 25, "middle"), (true, 5, "start")] {
            let mut out = String::new();
            write(&mut out, &object, left);
            let expected = format!(
                "<text fill=\"currentColor\" stroke=\"none\" x=\"{x}\" y=\"24\" text-anchor=\"{anchor}\">\
                 <tspan x=\"{x}\" dy=\"-0.25em\">가&lt;</tspan><tspan x=\"{x}\" dy=\"1.20em\">b</tspan></text>"
            );
            assert_eq!(out, expected);
        }
    }
}
