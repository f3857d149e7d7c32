//! The first two lines of a table, by pulldown-cmark's rules.

use super::cursor::is_white;

/// The number of columns in the first line of a table; `None` if it has no bar.
pub(super) fn columns(rest: &[u8]) -> Option<usize> {
    let bars = memchr::memchr_iter(b'|', rest).filter(|&at| at == 0 || rest[at - 1] != b'\\');
    let (count, last) = bars.fold((0, None), |(count, _), at| (count + 1, Some(at)));
    let open = !rest[last? + 1..].iter().all(|&b| is_white(b));
    Some(count - usize::from(rest.starts_with(b"|")) + usize::from(open))
}

/// The number of columns in the second line of a table; `None` for any other line.
pub(super) fn delimiters(rest: &[u8]) -> Option<usize> {
    let bars = rest.contains(&b'|');
    if !bars || !rest.contains(&b'-') {
        return None;
    }
    let rest = rest.strip_prefix(b"|").unwrap_or(rest);
    let mut columns = 0;
    let mut cells = rest.split(|&b| b == b'|').peekable();
    while let Some(cell) = cells.next() {
        let last = cells.peek().is_none();
        if !cell.iter().all(|b| matches!(b, b' ' | b':' | b'-')) || !last && !cell.contains(&b'-') {
            return None;
        }
        columns += usize::from(!last || cell.iter().any(|&b| b != b' '));
    }
    Some(columns)
}
