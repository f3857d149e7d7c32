//! The conversion of a note's bytes to text: UTF-8 without a byte order mark, lines ended by LF.

use std::fmt;

/// The reason why bytes are not text; the offset counts from the start of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    Utf16,
    Nul { offset: usize },
    Utf8 { offset: usize },
}

impl NotText {
    /// The first wrong byte.
    pub(super) fn offset(self) -> usize {
        match self {
            Self::Utf16 => 0,
            Self::Nul { offset } | Self::Utf8 { offset } => offset,
        }
    }

    pub fn help(self) -> &'static str {
        match self {
            Self::Utf16 => "the file is UTF-16: save it as UTF-8",
            Self::Nul { .. } => "text must not contain NUL bytes: save the file as UTF-8, or give it another extension",
            Self::Utf8 { .. } => "save the file as UTF-8 (older Korean files are often CP949)",
        }
    }
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf16 => f.write_str("the file is not UTF-8: it begins with a UTF-16 byte order mark"),
            Self::Nul { offset } => write!(f, "the file is not text: byte {offset} is NUL"),
            Self::Utf8 { offset } => write!(f, "the file is not UTF-8: byte {offset} is wrong"),
        }
    }
}

/// Turns line ends into LF in place and returns the text. A file that is already normalised is only read once, and
/// nothing in it is moved.
pub fn decode(bytes: &mut Vec<u8>) -> Result<&str, NotText> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(NotText::Utf16);
    }
    let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    if let Some(offset) = memchr::memchr(0, bytes) {
        return Err(NotText::Nul { offset });
    }
    if memchr::memchr(b'\r', bytes).is_some() {
        // Offsets are those of the file, so it is checked before anything moves.
        text_from(bytes, start)?;
        unify_line_ends(bytes, start);
    }
    text_from(bytes, start)
}

fn text_from(bytes: &[u8], start: usize) -> Result<&str, NotText> {
    std::str::from_utf8(&bytes[start..]).map_err(|error| NotText::Utf8 { offset: start + error.valid_up_to() })
}

/// CRLF and CR become LF, from `start` on.
fn unify_line_ends(bytes: &mut Vec<u8>, start: usize) {
    let Some(first) = memchr::memchr(b'\r', &bytes[start..]) else { return };
    let mut to = start + first;
    let mut from = to;
    while from < bytes.len() {
        let byte = bytes[from];
        from += 1;
        if byte == b'\r' && bytes.get(from) == Some(&b'\n') {
            from += 1;
        }
        bytes[to] = if byte == b'\r' { b'\n' } else { byte };
        to += 1;
    }
    bytes.truncate(to);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_loses_its_mark_and_its_carriage_returns() {
        for (bytes, expected) in [
            ("", ""),
            ("가\n나", "가\n나"),
            ("\u{feff}가\r\n나\r\n", "가\n나\n"),
            ("a\rb\r\r\nc\r", "a\nb\n\nc\n"),
            ("\u{feff}", ""),
            ("a\u{feff}b", "a\u{feff}b"),
        ] {
            assert_eq!(decode(&mut bytes.as_bytes().to_vec()), Ok(expected), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_offset_of_its_first_wrong_byte() {
        for (bytes, expected) in [
            (&b"\xff\xfea\0"[..], NotText::Utf16),
            (b"\xfe\xff\0a", NotText::Utf16),
            (b"a\r\nb\0c", NotText::Nul { offset: 4 }),
            (b"ab\xb0\xa1", NotText::Utf8 { offset: 2 }),
            (b"\xef\xbb\xbfab\xff", NotText::Utf8 { offset: 5 }),
            (b"\xea\xb0", NotText::Utf8 { offset: 0 }),
        ] {
            assert_eq!(decode(&mut bytes.to_vec()), Err(expected), "{bytes:?}");
        }
    }
}
