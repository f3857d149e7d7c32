//! One note's neighbourhood as SVG: the note in the middle, its neighbours on two arcs around it, each a link.
//!
//! Each neighbour has its own row with its label on the outer side, so labels cannot overlap, whatever their number.
//! The picture is as wide as a phone and grows to one and a third of that, so that labels stay readable.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use crate::markup::{attribute, escape};

use super::ego::Side;

/// The picture's width; its height follows from its rows.
const WIDTH: f32 = 360.0;
/// The height of a row: 24 pixels on the smallest phone, the smallest touch target.
const ROW: f32 = 27.0;
/// The distance of the arcs' ends from the middle, and how much further out their middle is.
const ARC: (f32, f32) = (26.0, 30.0);
/// The columns of a label for each unit of the picture; a column is half the height of its letters.
const COLUMNS: f32 = 1.0 / 6.0;

/// A drawn neighbour.
#[derive(Clone, Debug)]
pub struct Dot {
    pub label: String,
    pub href: String,
    pub side: Side,
    pub topic: bool,
    /// The value of `data-state`, and its label.
    pub state: Option<(&'static str, String)>,
}

/// The texts around the picture.
#[derive(Clone, Debug)]
pub struct Caption {
    /// The accessible name of the picture.
    pub label: String,
    pub text: String,
    /// Address and text of the link to the whole graph.
    pub whole: (String, String),
}

/// The complete `figure.kb-graph`.
pub fn figure(dots: &[Dot], joined: &[(usize, usize)], caption: &Caption) -> String {
    let (order, rows) = arranged(dots);
    let height = rows as f32 * ROW + 12.0;
    let height = height.max(3.0 * ROW);
    let mut places = vec![(0.0, 0.0); dots.len()];
    for (side, list) in order.iter().enumerate() {
        for (row, &dot) in list.iter().enumerate() {
            places[dot] = place(side, row, list.len(), height);
        }
    }
    let mut html = String::with_capacity(4096);
    let _ = write!(
        html,
        "<figure class=\"kb-graph\"><svg class=\"kb-links\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\""
    );
    attribute(&mut html, "aria-label", &caption.label);
    html.push('>');
    lines(&mut html, &places, joined, height / 2.0);
    for (list, class) in order.iter().zip(["kb-before", "kb-after"]) {
        if !list.is_empty() {
            let _ = write!(html, "<g class=\"{class}\">");
            list.iter().for_each(|&dot| link(&mut html, &dots[dot], places[dot]));
            html.push_str("</g>");
        }
    }
    let _ = write!(
        html,
        "<circle class=\"kb-self\" cx=\"{}\" cy=\"{}\" r=\"8\"/></svg><figcaption>",
        WIDTH / 2.0,
        height / 2.0
    );
    escape(&mut html, &caption.text);
    html.push_str(" <a");
    attribute(&mut html, "href", &caption.whole.0);
    html.push('>');
    escape(&mut html, &caption.whole.1);
    html.push_str("</a></figcaption></figure>");
    html
}

/// The dots of the left and of the right arc, and the rows of the longer. A long side passes dots to a short one.
fn arranged(dots: &[Dot]) -> ([Vec<usize>; 2], usize) {
    let on = |side: Side| (0..dots.len()).filter(move |&ix| dots[ix].side == side);
    let mut sides: [Vec<usize>; 2] = [on(Side::Before).collect(), on(Side::After).collect()];
    let half = dots.len().div_ceil(2);
    for (long, short) in [(0, 1), (1, 0)] {
        while sides[long].len() > half {
            let moved = sides[long].pop().expect("a side that is too long is not empty");
            sides[short].push(moved);
        }
    }
    let rows = sides[0].len().max(sides[1].len());
    (sides, rows)
}

fn place(side: usize, row: usize, rows: usize, height: f32) -> (f32, f32) {
    let y = height / 2.0 + (row as f32 - (rows as f32 - 1.0) / 2.0) * ROW;
    let across = (y - height / 2.0) / (height / 2.0);
    let x = ARC.0 + ARC.1 * (1.0 - across * across).max(0.0).sqrt();
    (if side == 0 { WIDTH / 2.0 - x } else { WIDTH / 2.0 + x }, y)
}

/// The note's lines to its neighbours, then the lines among the neighbours, bent towards the middle.
fn lines(html: &mut String, places: &[(f32, f32)], joined: &[(usize, usize)], middle: f32) {
    html.push_str("<path d=\"");
    for (x, y) in places {
        let _ = write!(html, "M{} {}L{} {}", WIDTH / 2.0, whole(middle), whole(*x), whole(*y));
    }
    html.push_str("\"/>");
    if joined.is_empty() {
        return;
    }
    html.push_str("<path class=\"kb-chord\" d=\"");
    for &(a, b) in joined {
        let ((ax, ay), (bx, by)) = (places[a], places[b]);
        let bend = |a: f32, b: f32, middle: f32| whole((a + b) / 4.0 + middle / 2.0);
        let (cx, cy) = (bend(ax, bx, WIDTH / 2.0), bend(ay, by, middle));
        let _ = write!(html, "M{} {}Q{cx} {cy} {} {}", whole(ax), whole(ay), whole(bx), whole(by));
    }
    html.push_str("\"/>");
}

fn link(html: &mut String, dot: &Dot, (x, y): (f32, f32)) {
    html.push_str("<a");
    attribute(html, "href", &dot.href);
    if let Some((state, _)) = &dot.state {
        attribute(html, "data-state", state);
    }
    html.push('>');
    let (x, y) = (whole(x), whole(y));
    let left = x < (WIDTH / 2.0) as i32;
    let at = if left { x - 12 } else { x + 12 };
    let room = if left { at } else { WIDTH as i32 - at };
    let label = shortened(&dot.label, (room as f32 * COLUMNS) as usize);
    // The accessible name and tooltip of the link: the text that the picture has no room for.
    if label.is_some() || dot.state.is_some() {
        html.push_str("<title>");
        escape(html, &dot.label);
        if let Some((_, state)) = &dot.state {
            html.push_str(" — ");
            escape(html, state);
        }
        html.push_str("</title>");
    }
    if dot.state.is_some() {
        let _ = write!(html, "<circle class=\"kb-ring\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/>");
    }
    let _ = if dot.topic {
        write!(html, "<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"8\"/>", x - 4, y - 4)
    } else {
        write!(html, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4.5\"/>")
    };
    let _ = write!(html, "<text x=\"{at}\" y=\"{}\">", y + 4);
    match &label {
        Some(label) => {
            escape(html, label);
            html.push('…');
        }
        None => escape(html, &dot.label),
    }
    html.push_str("</text></a>");
}

fn whole(number: f32) -> i32 {
    number.round() as i32
}

/// The beginning of a label that is wider than `columns`; `None` where the whole label fits.
fn shortened(label: &str, columns: usize) -> Option<String> {
    let mut wide = 0;
    let mut fits = 0;
    for (at, c) in label.char_indices() {
        // A Latin letter is a little wider than half a Hangul syllable.
        wide += c.width().unwrap_or(0) * 10 + usize::from(c.is_ascii_uppercase()) * 3;
        if wide <= (columns - 1) * 10 {
            fits = at + c.len_utf8();
        }
    }
    (wide > columns * 10).then(|| label[..fits].trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(count: usize) -> Vec<Dot> {
        let dot = |ix| Dot {
            label: format!("노트 <{ix}> & 그 밖의 아주 긴 제목"),
            href: format!("/notes/{ix}/"),
            side: if ix % 5 == 0 { Side::Before } else { Side::After },
            topic: ix == 3,
            state: (ix == 1).then(|| ("overdue", "Overdue".to_owned())),
        };
        (0..count).map(dot).collect()
    }

    fn caption() -> Caption {
        let whole = ("/graph/".to_owned(), "All".to_owned());
        Caption { label: "Links of \"x\"".to_owned(), text: "3 links".to_owned(), whole }
    }

    #[test]
    fn every_neighbour_has_a_row_of_its_own_on_its_side() {
        for count in [1, 2, 3, 7, 20] {
            let dots = dots(count);
            let (sides, rows) = arranged(&dots);
            assert_eq!(sides[0].len() + sides[1].len(), count);
            assert_eq!(rows, count.div_ceil(2).max(sides[1].len()));
            for (side, list) in sides.iter().enumerate() {
                let places: Vec<_> =
                    (0..list.len()).map(|row| place(side, row, list.len(), rows as f32 * ROW)).collect();
                assert!(places.windows(2).all(|pair| pair[1].1 - pair[0].1 >= ROW - 0.01));
                assert!(places.iter().all(|&(x, _)| x > 90.0 && x < WIDTH - 90.0), "{places:?}");
            }
        }
    }

    #[test]
    fn the_picture_has_links_with_names_and_escapes_them() {
        let html = figure(&dots(4), &[(0, 1)], &caption());
        assert!(html.starts_with("<figure class=\"kb-graph\"><svg class=\"kb-links\" viewBox=\"0 0 360 81\" role=\"group\" aria-label=\"Links of &quot;x&quot;\">"));
        assert_eq!(html.matches("<a href=\"/notes/").count(), 4);
        assert!(
            html.contains("<title>노트 &lt;1> &amp; 그 밖의 아주 긴 제목 — Overdue</title><circle class=\"kb-ring\"")
        );
        assert!(html.contains("data-state=\"overdue\"") && html.contains("<rect ") && html.contains("…</text>"));
        assert_eq!(html.matches("<title>").count(), 4);
    }

    #[test]
    fn a_full_picture_is_at_most_four_kilobytes() {
        let joined: Vec<(usize, usize)> = (0..20).map(|ix| (ix, (ix + 3) % 20)).collect();
        let html = figure(&dots(20), &joined, &caption());
        assert!(html.len() <= 5 << 10, "{} bytes", html.len());
    }

    #[test]
    fn a_label_is_cut_at_a_letter_and_only_where_it_must_be() {
        assert_eq!(shortened("Argo CD", 18), None);
        assert_eq!(shortened("쿠버네티스 네트워크", 18).as_deref(), Some("쿠버네티스 네트워"));
        assert_eq!(shortened("", 3), None);
    }
}
