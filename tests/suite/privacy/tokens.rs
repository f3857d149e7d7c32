//! Tokens that must never be published, and the search for them in all output of a build.
//!
//! A token has an ASCII half and a Hangul half, so that no way of writing text (percent codes, entities, escapes, case,
//! decomposition) hides both.

use std::borrow::Cow;
use std::path::Path;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use crate::support::{Run, Vault, files};

/// The private places of a vault, each with a token of its own: its index in the list.
pub struct Tokens {
    places: Vec<String>,
    marks: Regex,
}

impl Tokens {
    pub fn new() -> Self {
        Self { places: Vec::new(), marks: Regex::new("«(.+?)»|‹(.+?)›").expect("a constant pattern") }
    }

    /// `text` with each `«place»` replaced by the token of that place, and each `‹place›` by its ASCII half, which may
    /// be in a block id. A place that was named before keeps its token.
    pub fn fill(&mut self, text: &str) -> String {
        let places = &mut self.places;
        let token = |found: &Captures<'_>| {
            let (place, whole) = found.get(1).map_or_else(|| (&found[2], false), |place| (place.as_str(), true));
            let ix = places.iter().position(|known| known == place).unwrap_or_else(|| {
                places.push(place.to_owned());
                places.len() - 1
            });
            if whole { ascii(ix) + &hangul(ix) } else { ascii(ix) }
        };
        self.marks.replace_all(text, token).into_owned()
    }

    /// Writes a file of the vault, both its path and its text filled in.
    pub fn plant(&mut self, vault: &Vault, path: &str, text: &str) {
        let (path, text) = (self.fill(path), self.fill(text));
        vault.write(&path, &text);
    }

    /// `place in file` for every token that is found in a file below `folder` or in its name, but for places that
    /// `allowed` names.
    pub fn leaks(&self, folder: &Path, allowed: &[&str]) -> Vec<String> {
        let mut leaks = Vec::new();
        for file in files(folder) {
            let bytes = std::fs::read(folder.join(&file)).expect("a file of the site");
            let found = self.places_in(&file).into_iter().chain(self.places_in(&String::from_utf8_lossy(&bytes)));
            leaks.extend(found.filter(|place| !allowed.contains(place)).map(|place| format!("{place} in {file}")));
        }
        leaks
    }

    /// The places whose tokens a run has printed, but for those that `allowed` names.
    pub fn told(&self, run: &Run, allowed: &[&str]) -> Vec<&str> {
        let mut told = self.places_in(&run.stdout);
        told.extend(self.places_in(&run.stderr));
        told.retain(|place| !allowed.contains(place));
        told
    }

    /// The places whose tokens a text holds, however it is written.
    pub fn places_in(&self, text: &str) -> Vec<&str> {
        let readings = readings(text);
        let holds = |ix: usize| {
            let (ascii, hangul) = (ascii(ix).to_lowercase(), hangul(ix));
            readings.iter().any(|text| text.contains(&ascii) || text.contains(&hangul))
        };
        self.places.iter().enumerate().filter(|(ix, _)| holds(*ix)).map(|(_, place)| place.as_str()).collect()
    }
}

fn ascii(ix: usize) -> String {
    format!("Zq{ix:03}Vk")
}

fn hangul(ix: usize) -> String {
    const DIGITS: [char; 10] = ['가', '나', '닭', '라', '마', '밟', '사', '아', '자', '찮'];
    let digits: String = format!("{ix:03}").bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect();
    format!("쾐{digits}쾐")
}

/// A text as it is, and as programs may decode it: each decoding alone and after the others; in NFC, without case.
fn readings(text: &str) -> Vec<String> {
    let mut readings: Vec<String> = vec![text.to_owned()];
    for decode in [percent, entities, escapes, percent, entities] {
        let more: Vec<String> = readings
            .iter()
            .filter_map(|text| match decode(text) {
                Cow::Owned(other) if other != *text => Some(other),
                _ => None,
            })
            .collect();
        readings.extend(more);
        readings.sort();
        readings.dedup();
    }
    readings.into_iter().map(|text| text.to_lowercase().nfc().collect()).collect()
}

fn percent(text: &str) -> Cow<'_, str> {
    let bytes: Cow<'_, [u8]> = percent_encoding::percent_decode_str(text).into();
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let numbers = Regex::new(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?").expect("a constant pattern");
    let number = |found: &Captures<'_>| {
        let code = match (found.get(1), found.get(2)) {
            (Some(hex), _) => u32::from_str_radix(hex.as_str(), 16),
            (_, decimal) => decimal.map_or("", |decimal| decimal.as_str()).parse(),
        };
        code.ok().and_then(char::from_u32).map_or_else(|| found[0].to_owned(), String::from)
    };
    let text = numbers.replace_all(text, number).replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    Cow::Owned(text.replace("&amp;", "&"))
}

fn escapes(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let pattern = Regex::new(r"\\u(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4}))").expect("a constant pattern");
    let char = |found: &Captures<'_>| {
        let hex = found.get(1).or_else(|| found.get(2)).map_or("", |hex| hex.as_str());
        u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map_or_else(|| found[0].to_owned(), String::from)
    };
    Cow::Owned(pattern.replace_all(text, char).into_owned())
}

#[test]
fn a_token_is_found_however_it_is_written() {
    let mut tokens = Tokens::new();
    let token = tokens.fill("«place»");
    let hangul = hangul(0);
    let percent = percent_encoding::utf8_percent_encode(&hangul, percent_encoding::NON_ALPHANUMERIC).to_string();
    let json: String = hangul.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let html: String = hangul.chars().map(|c| format!("&#{};", c as u32)).collect();
    for text in [
        token.clone(),
        token.to_uppercase(),
        hangul.nfd().collect(),
        percent.replace('%', "&#37;"),
        percent.to_lowercase(),
        json,
        html.replace('&', "&amp;"),
        html,
        ascii(0).to_lowercase(),
    ] {
        assert_eq!(tokens.places_in(&text), ["place"], "{text}");
    }
    assert!(tokens.places_in("쾐나나나쾐 Zq001Vk").is_empty());
}
