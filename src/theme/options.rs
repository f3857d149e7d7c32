//! `[theme.options]`: the allowed values, the problems of others, and the resulting style.
//!
//! The style is a rule at the end of the theme's sheet that sets custom properties. Every value in it is made here,
//! from numbers, colours and quoted names, so that no option can contain other CSS.

use std::collections::BTreeMap;

use crate::config::{ThemeOption, ThemeSettings};
use crate::diag::{Diagnostic, codes, did_you_mean};

use super::colour::Rgb;
use super::manifest::{Ground, Manifest};

/// The checked options.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// For templates: each option's value, or the theme's default.
    pub texts: BTreeMap<String, String>,
    /// For the end of the style sheet; empty where every value is the theme's own.
    pub css: String,
    /// The accent on a light ground.
    pub accent: Rgb,
}

/// The named widths of the text.
const WIDTHS: &[(&str, &str)] = &[("narrow", "38rem"), ("normal", "44rem"), ("wide", "54rem")];

/// Generic families, which are not names of fonts.
const GENERIC: &[&str] = &[
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
];

/// The percentage of an accent in the ground behind it.
const SOFT: u32 = 10;

/// The problem of a value, and its remedy.
type InvalidOption = (String, String);

/// Checks the options against the theme's own list.
///
/// # Errors
/// Every option that the theme does not have, and every value that is not allowed.
pub(super) fn choose(manifest: &Manifest, settings: &ThemeSettings) -> Result<Chosen, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut texts = manifest.options.clone();
    let mut properties = Vec::new();
    let mut accent = Rgb::new(0, 0, 0);
    for (name, option) in &settings.options {
        if manifest.options.contains_key(name) {
            texts.insert(name.clone(), option.values.join(", "));
        } else {
            errors.push(unknown(name, option, manifest));
        }
    }
    for (name, default) in &manifest.options {
        let values = settings.options.get(name).map_or(std::slice::from_ref(default), |option| &*option.values);
        if values.iter().all(String::is_empty) {
            continue;
        }
        let made = match name.as_str() {
            "accent" => accents(values, manifest).map(|(light, dark)| {
                accent = light;
                accent_css(light, dark, &manifest.ground)
            }),
            "width" => width(values).map(|width| format!("--measure:{width};")),
            "font_body" => families(values, "system-ui,sans-serif").map(|list| format!("--font-text:{list};")),
            "font_headings" => families(values, "system-ui,sans-serif").map(|list| format!("--font-heading:{list};")),
            "font_mono" => families(values, "ui-monospace,monospace").map(|list| format!("--font-code:{list};")),
            // A theme's own option: its templates read it as text.
            _ => Ok(String::new()),
        };
        match (made, settings.options.get(name)) {
            (Ok(css), _) => properties.push(css),
            (Err((message, help)), option) => errors.push(refused(name, option, &message, help)),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let css = properties.concat();
    let css = if css.is_empty() { css } else { format!(":root{{{css}}}\n") };
    Ok(Chosen { texts, css, accent })
}

fn unknown(name: &str, option: &ThemeOption, manifest: &Manifest) -> Diagnostic {
    let known = || manifest.options.keys().map(String::as_str);
    let help = match did_you_mean(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the theme's options are {}", quoted(known(), '`')),
    };
    let message = format!("the theme has no option `{name}`");
    Diagnostic::new(codes::CONFIG_UNKNOWN_KEY, message).at(&option.source, option.span).help(help)
}

/// The diagnostic of a bad value in the config, or in the vault's own `theme.toml`.
fn refused(name: &str, option: Option<&ThemeOption>, message: &str, help: String) -> Diagnostic {
    let diagnostic = match option {
        Some(option) => Diagnostic::new(codes::CONFIG_BAD_VALUE, format!("`theme.options.{name}` {message}"))
            .at(&option.source, option.span),
        None => Diagnostic::new(codes::THEME_TEMPLATE, format!("theme.toml: the option `{name}` {message}")),
    };
    diagnostic.help(help)
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>, mark: char) -> String {
    names.map(|name| format!("{mark}{name}{mark}")).collect::<Vec<_>>().join(", ")
}

/// The accent on a light and on a dark ground. A given colour is made darker or lighter until text in it is readable.
fn accents(values: &[String], manifest: &Manifest) -> Result<(Rgb, Rgb), InvalidOption> {
    let text = one(values)?;
    let ground = |text: &str| Rgb::parse(text).unwrap_or(Rgb::WHITE);
    let (light, dark) = (ground(&manifest.ground.light), ground(&manifest.ground.dark));
    let named = manifest.accents.get(text);
    if let Some((on_light, on_dark)) = named.and_then(|named| Rgb::parse(&named.light).zip(Rgb::parse(&named.dark))) {
        return Ok((on_light, on_dark));
    }
    if let Some(colour) = Rgb::parse(text) {
        return Ok((readable(colour, light, Rgb::BLACK), readable(colour, dark, Rgb::WHITE)));
    }
    let names = || manifest.accents.keys().map(String::as_str);
    let near = did_you_mean(text, names()).map(|near| format!("did you mean \"{near}\"?"));
    let help = near.unwrap_or_else(|| format!("the names are {}", quoted(names(), '"')));
    Err((format!("must be a name or a colour like \"#2458a6\", not \"{}\"", text.escape_debug()), help))
}

fn readable(colour: Rgb, ground: Rgb, pole: Rgb) -> Rgb {
    let steps = (0..=20).map(|step| colour.towards(pole, step, 20));
    let mut readable = steps.filter(|&tone| tone.contrast_is_enough(ground.towards(tone, SOFT, 100)));
    readable.next().unwrap_or(pole)
}

fn accent_css(light: Rgb, dark: Rgb, ground: &Ground) -> String {
    let soft = |ground: &str, accent: Rgb| Rgb::parse(ground).unwrap_or(Rgb::WHITE).towards(accent, SOFT, 100).hex();
    format!(
        "--accent:light-dark({},{});--accent-soft:light-dark({},{});",
        light.hex(),
        dark.hex(),
        soft(&ground.light, light),
        soft(&ground.dark, dark)
    )
}

fn one(values: &[String]) -> Result<&str, InvalidOption> {
    match values {
        [text] => Ok(text),
        _ => Err(("must be one text, not a list".to_owned(), "write one text".to_owned())),
    }
}

/// A named width, or a length that a line of text may have.
fn width(values: &[String]) -> Result<String, InvalidOption> {
    let text = one(values)?;
    if let Some((_, width)) = WIDTHS.iter().find(|(name, _)| *name == text) {
        return Ok((*width).to_owned());
    }
    let units = [("rem", 16.0), ("em", 16.0), ("ch", 9.0), ("px", 1.0)];
    let pixels = units.iter().find_map(|(unit, pixels)| {
        let number = text.strip_suffix(unit)?;
        let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        Some(number.parse::<f32>().ok().filter(|_| plain)? * pixels)
    });
    if pixels.is_some_and(|pixels| (320.0..=1600.0).contains(&pixels)) {
        return Ok(text.to_owned());
    }
    let help =
        "write \"narrow\", \"normal\", \"wide\", or a length from 20rem to 100rem, such as \"48rem\" or \"70ch\"";
    Err((format!("has \"{}\", which is not a width of the text", text.escape_debug()), help.to_owned()))
}

/// Names of fonts, each in quotes, and the fallback where none of them is installed.
fn families(values: &[String], fallback: &str) -> Result<String, InvalidOption> {
    let names = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    let mut list = Vec::new();
    for name in names {
        let legal = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '+');
        if name.is_empty() || name.chars().count() > 64 || !name.chars().all(legal) {
            let help = "write names like \"Pretendard\" or [\"Noto Serif KR\", \"serif\"]";
            return Err((format!("has \"{}\", which is not the name of a font", name.escape_debug()), help.to_owned()));
        }
        list.push(if GENERIC.contains(&name) { name.to_owned() } else { format!("\"{name}\"") });
    }
    list.push(fallback.to_owned());
    Ok(list.join(","))
}
