//! The theme: templates, translations and hashed assets, from the embedded default and the vault's own files.
//!
//! A named theme overlays the default file by file, and a vault's `theme/` folder overlays both, so one changed
//! template needs one file. `themes/default/README.md` is the contract for theme authors. Everything here is pure: the
//! files are arguments.

mod assets;
mod chrome;
mod colour;
mod engine;
mod files;
mod icons;
mod options;
mod scripts;
mod translations;

pub use assets::Asset;
pub use colour::Rgb;
use engine::Look;
pub use engine::Renderer;
pub use files::ThemeFile;
pub use icons::ManifestIcon;
pub use translations::Translations;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::{CspSources, ThemeName, ThemeSettings};
use crate::diag::{Diagnostic, Outcome, codes};
use crate::text::Span;
use crate::view::SiteView;

use assets::Assets;
use files::Files;
use options::Chosen;

/// A theme that is ready to render: its templates compile, its assets are bundled and named.
pub struct Theme {
    tera: tera::Tera,
    assets: Assets,
    translations: Arc<Translations>,
    manifest: Manifest,
    chosen: Chosen,
    /// The sources that pages may load from other hosts.
    sources: CspSources,
    files: Files,
}

/// The content of `theme.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// Shown to people only.
    #[serde(rename = "name")]
    _name: String,
    /// Whether pages have the scripts below `js/`.
    #[serde(default = "yes")]
    scripts: bool,
    /// The style sheets below `css/`, in cascade order, without `.css`.
    css: Vec<String>,
    /// The colour of the page behind everything, for the browser's own controls around it.
    ground: Ground,
    /// The accents that have a name, by the reader's scheme.
    accents: BTreeMap<String, Ground>,
    /// The default values in a template's `theme.options`; other names are not allowed.
    #[serde(default)]
    options: BTreeMap<String, String>,
}

/// A colour by the reader's scheme, each as CSS writes it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    pub light: String,
    pub dark: String,
}

fn yes() -> bool {
    true
}

/// The files of an embedded theme that a vault may replace, by path, each with its bytes.
pub fn embedded(name: ThemeName) -> impl Iterator<Item = (String, Vec<u8>)> {
    files::embedded(name).into_iter().filter(|(path, _)| path != "README.md").map(|(path, file)| (path, file.to_vec()))
}

impl Theme {
    /// Loads the theme of `settings`, overlaid by `overlay`, in `language` (`ko`, `en`, or one that the overlay
    /// translates; anything else falls back to English).
    ///
    /// # Errors
    /// Every problem that would stop a page: a template or translation that does not parse, a missing style sheet, an
    /// option that the theme does not have.
    /// Files that a theme does not use are warnings of the outcome.
    pub fn load(
        settings: &ThemeSettings,
        overlay: &[ThemeFile],
        language: &str,
    ) -> Result<Outcome<Self>, Vec<Diagnostic>> {
        let (files, warnings) = files::merge(settings.name, overlay);
        let manifest: Manifest = parse_toml(&files, "theme.toml")?;
        let translations = Arc::new(Translations::load(&files, language)?);
        let chosen = options::choose(&manifest, settings)?;
        let assets = Assets::build(&files, &manifest, &chosen.css, &translations)?;
        let tera = engine::compile(&files, &translations)?;
        Ok(Outcome::new(
            Self { tera, assets, translations, manifest, chosen, sources: settings.csp.clone(), files },
            warnings,
        ))
    }

    /// The files that the site must have for this theme, in path order.
    pub fn assets(&self) -> &[Asset] {
        &self.assets.files
    }

    /// The Content-Security-Policy without `frame-src` and `frame-ancestors` (S-POLICY), for `_headers`.
    pub fn csp(&self) -> String {
        self.assets.csp(&self.sources)
    }

    /// The translations of the interface, for texts outside templates: feeds, the calendar.
    pub fn translations(&self) -> &Translations {
        &self.translations
    }

    /// The colour of the page behind everything.
    pub fn ground(&self) -> &Ground {
        &self.manifest.ground
    }

    /// The accent on a light ground.
    pub fn accent(&self) -> Rgb {
        self.chosen.accent
    }

    /// The icons that a phone may show for the site.
    pub fn manifest_icons(&self) -> Vec<ManifestIcon> {
        icons::for_manifest(&self.files, &self.assets)
    }

    /// Sources that every page's policy allows in frames.
    pub fn frame_sources(&self) -> &[String] {
        &self.sources.frame
    }

    /// Binds the theme to a site.
    pub fn renderer(&self, site: &SiteView) -> Renderer {
        let look = Look {
            assets: &self.assets,
            ground: &self.manifest.ground,
            options: &self.chosen.texts,
            csp: self.csp(),
            frame_src: self.frame_sources(),
        };
        Renderer::new(self.tera.clone(), self.files.clone(), site, look)
    }
}

/// Reads a TOML file of the theme; an absent one reads as empty.
fn parse_toml<T: serde::de::DeserializeOwned>(files: &Files, path: &str) -> Result<T, Vec<Diagnostic>> {
    let source = files::source(files, path)?;
    toml::from_str(&source.text).map_err(|error| {
        let span = error.span().map_or(Span::new(0, 0), Span::from);
        let message = format!("cannot read {path}: {}", error.message());
        vec![Diagnostic::new(codes::THEME_TEMPLATE, message).at(&source, span)]
    })
}

#[cfg(test)]
mod tests;
