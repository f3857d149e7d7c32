//! Integers that do not fit a machine word, such as the number of an order: the YAML library refuses the whole block
//! for one, and Obsidian shows it. They are read as text.

use std::borrow::Cow;

/// The most such integers in a block.
const MOST: usize = 32;

/// The library's result, with long integers read as text.
pub(super) fn from_str(yaml: &str) -> Result<serde_yaml::Value, serde_yaml::Error> {
    let mut text = Cow::Borrowed(yaml);
    for _ in 0..MOST {
        let error = match serde_yaml::from_str(&text) {
            Err(error) if error.to_string().contains("invalid type: integer") => error,
            answer => return answer,
        };
        match error.location().and_then(|location| quoted(&text, location.index())) {
            Some(mended) => text = Cow::Owned(mended),
            None => return Err(error),
        }
    }
    serde_yaml::from_str(yaml)
}

/// The text with quotes around the integer at this byte.
fn quoted(text: &str, at: usize) -> Option<String> {
    let rest = text.get(at..)?;
    let sign = rest.len() - rest.trim_start_matches(['-', '+']).len();
    let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(sign + digits).filter(|_| digits > 0)?;
    Some(format!("{}\"{number}\"{after}", &text[..at]))
}

#[cfg(test)]
mod tests {
    use super::from_str;

    #[test]
    fn a_long_integer_is_the_text_it_looks_like() {
        let yaml = "a: 123456789012345678901234567890\nb: [-999999999999999999999999999999, 1]\nc: x";
        let read = from_str(yaml).unwrap();
        assert_eq!(read["a"].as_str(), Some("123456789012345678901234567890"));
        assert_eq!(read["b"][0].as_str(), Some("-999999999999999999999999999999"));
        assert_eq!((read["b"][1].as_i64(), read["c"].as_str()), (Some(1), Some("x")));
        assert!(from_str("a: [").is_err());
        let longer = format!("a: {}", "9".repeat(60));
        assert!(from_str(&longer).unwrap()["a"].is_number(), "the library makes a fraction of what is longer yet");
        assert!(from_str("a: 18446744073709551616").unwrap()["a"].is_string());
    }
}
