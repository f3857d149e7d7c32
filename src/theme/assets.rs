//! Assets with a hash of their content in their name, so that a browser may cache them for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use sha2::{Digest, Sha256};

use crate::config::CspSources;
use crate::diag::{Diagnostic, codes};
use crate::path::OutPath;
use crate::routes::Route;

use super::files::{self, CUSTOM_CSS, Files, OWN, hashed};
use super::manifest::Manifest;
use super::scripts::{self, Scripts};
use super::translations::Translations;

/// The characters that have a meaning in a data URL or an attribute. Base64 would hide repetitions from compression.
const NOT_IN_ICON: &AsciiSet =
    &CONTROLS.add(b'"').add(b'#').add(b'%').add(b'&').add(b'\'').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}');

/// A file that the theme adds to the site.
#[derive(Clone, Debug)]
pub struct Asset {
    pub path: OutPath,
    pub bytes: Arc<[u8]>,
}

/// The theme's assets, and their references in pages.
#[derive(Clone, Debug)]
pub(super) struct Assets {
    /// In path order.
    pub files: Vec<Asset>,
    /// Site paths without the base path, by the name that templates use: `css`, `custom-css`, `js/main.js`,
    /// `assets/icon.svg`.
    pub names: BTreeMap<String, String>,
    /// The script that runs before the first paint, inline in every page.
    pub boot: String,
}

impl Assets {
    /// # Errors
    /// A style sheet that `theme.toml` names but the theme lacks; modules of one script that declare the same name.
    pub fn build(
        files: &Files,
        manifest: &Manifest,
        options: &str,
        translations: &Translations,
    ) -> Result<Self, Vec<Diagnostic>> {
        let with_scripts = manifest.scripts;
        let boot =
            if with_scripts { files::source(files, scripts::BOOT)?.text.trim().to_owned() } else { String::new() };
        let mut assets = Self { files: Vec::new(), names: BTreeMap::new(), boot };
        for (path, bytes) in files {
            let Some(name) = path.strip_prefix("assets/") else { continue };
            // The vault's own files are published as they are.
            let is_ours = bytes.layer != OWN && name.ends_with(".css");
            let bytes = if is_ours { squeezed(&files::source(files, path)?.text).into_bytes() } else { bytes.to_vec() };
            assets.add(path, name, bytes);
        }
        let bundled = assets.with_addresses(bundle(files, &manifest.css)? + options);
        assets.add("css", "kbgen.css", bundled.into_bytes());
        if files.contains_key(CUSTOM_CSS) {
            let custom = assets.with_addresses(files::source(files, CUSTOM_CSS)?.text.to_string());
            assets.add("custom-css", "custom.css", custom.into_bytes());
        }
        if with_scripts {
            assets.add_scripts(files, &translations.for_scripts())?;
        }
        assets.files.sort_by(|a, b| a.path.as_str().cmp(b.path.as_str()));
        Ok(assets)
    }

    /// The site's icon for a `<link>`: a small one is embedded in the page and costs no request.
    pub fn icon(&self, base: &str) -> Option<String> {
        let path = self.names.get("assets/icon.svg")?;
        let file = self.files.iter().find(|file| file.path.to_url().as_str() == path)?;
        if file.bytes.len() > 1024 {
            return Some(format!("{base}{path}"));
        }
        Some(format!("data:image/svg+xml,{}", percent_encode(file.bytes.trim_ascii(), NOT_IN_ICON)))
    }

    /// The page policy (S-POLICY), with the inline script pinned by its hash.
    pub fn csp(&self, sources: &CspSources) -> String {
        // A theme without scripts still lets the preview add its own.
        let inline = match &*self.boot {
            "" => String::new(),
            boot => {
                let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(boot.as_bytes()));
                format!(" 'sha256-{hash}'")
            }
        };
        let more = |sources: &[String]| sources.iter().map(|source| format!(" {source}")).collect::<String>();
        let (script, style, img) = (more(&sources.script), more(&sources.style), more(&sources.img));
        let (font, connect) = (more(&sources.font), more(&sources.connect));
        format!(
            "default-src 'none'; script-src 'self'{inline}{script}; style-src 'self'{style}; style-src-attr \
             'unsafe-inline'; img-src 'self' data: https:{img}; media-src 'self' https:; font-src 'self'{font}; connect-src \
             'self'{connect}; manifest-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
        )
    }

    fn add_scripts(&mut self, files: &Files, words: &str) -> Result<(), Vec<Diagnostic>> {
        let made = Scripts::read(files)?.make(words)?;
        let address = |(module, file): (String, String)| (format!("js/{module}"), format!("/assets/{file}"));
        self.names.extend(made.names.into_iter().map(address));
        for (name, text) in made.files {
            self.files.push(Asset { path: OutPath::new(format!("assets/{name}")), bytes: text.into_bytes().into() });
        }
        Ok(())
    }

    /// A style sheet whose `url("assets/…")` are the files' hashed names beside it.
    fn with_addresses(&self, css: String) -> String {
        if !css.contains("\"assets/") {
            return css;
        }
        let assets = self.names.iter().filter(|(name, _)| name.starts_with("assets/"));
        assets.fold(css, |css, (name, path)| {
            css.replace(&format!("\"{name}\""), &format!("\"{}\"", path.trim_start_matches(Route::Assets.path())))
        })
    }

    /// Adds a file below `/assets/`, with its hash before its extension.
    fn add(&mut self, name: &str, file: &str, bytes: Vec<u8>) {
        let path = Route::Assets.below(hashed(file, &bytes)).to_out();
        self.names.insert(name.to_owned(), format!("/{path}"));
        self.files.push(Asset { path, bytes: bytes.into() });
    }
}

/// One style sheet of all, without comments and indentation.
fn bundle(files: &Files, names: &[String]) -> Result<String, Vec<Diagnostic>> {
    let mut css = String::new();
    let mut errors = Vec::new();
    for name in names {
        let path = format!("css/{name}.css");
        if !files.contains_key(&path) {
            let message = format!("theme.toml names the style sheet {name}, and there is no {path}");
            errors.push(Diagnostic::new(codes::THEME_TEMPLATE, message).in_file(&files::place(files, "theme.toml")));
            continue;
        }
        match files::source(files, &path) {
            Ok(source) => css += &squeezed(&source.text),
            Err(more) => errors.extend(more),
        }
    }
    if errors.is_empty() { Ok(css) } else { Err(errors) }
}

/// A style sheet without comments and indentation, and a rule's lines as one: uniform text compresses well.
fn squeezed(text: &str) -> String {
    let mut rest = text;
    let mut code = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    code.push_str(rest);
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, if line.ends_with('}') { "\n" } else { " " }]).collect()
}
