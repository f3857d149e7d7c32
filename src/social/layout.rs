//! Line breaks: words stay unbroken, as in Korean (`word-break: keep-all`), unless one is wider than a line.

use super::typeface::{Sized, Typeface};

/// The sizes tried for a title, pixels to the em, each with the most lines it may have.
const SIZES: [(f32, usize); 4] = [(88.0, 2), (72.0, 3), (60.0, 4), (52.0, 4)];

const ELLIPSIS: char = '…';

/// A title in lines, at the largest size at which it fits; at the smallest its end may be cut.
pub(super) fn title(text: &str, font: &Typeface, width: f32) -> (f32, Vec<String>) {
    let last = SIZES.len() - 1;
    for (place, (size, most)) in SIZES.into_iter().enumerate() {
        let sized = font.at(size);
        // A smaller size is tried before a word is broken.
        let unbroken = text.split(' ').all(|word| sized.width(word) <= width);
        let mut lines = wrap(text, &sized, width);
        if lines.len() <= most && (unbroken || place == last) {
            return (size, lines);
        }
        if place == last {
            lines.truncate(most);
            let cut = lines.pop().unwrap_or_default();
            lines.push(fitted(&format!("{cut}{ELLIPSIS}"), font, size, width));
            return (size, lines);
        }
    }
    unreachable!("the last size always fits")
}

/// A text that fits one line, its end cut where necessary.
pub(super) fn fitted(text: &str, font: &Typeface, size: f32, width: f32) -> String {
    let sized = font.at(size);
    if sized.width(text) <= width {
        return text.to_owned();
    }
    let mut shown: Vec<char> = text.trim_end_matches(ELLIPSIS).chars().collect();
    loop {
        shown.pop();
        let shortened: String = shown.iter().collect::<String>().trim_end().chars().chain([ELLIPSIS]).collect();
        if shown.is_empty() || sized.width(&shortened) <= width {
            return shortened;
        }
    }
}

fn wrap(text: &str, font: &Sized<'_>, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if font.width(&joined) <= width {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if font.width(&line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
