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
mod manifest;
mod options;
mod scripts;
mod translations;

pub use assets::Asset;
pub use colour::Rgb;
use engine::Look;
pub use engine::Renderer;
pub use files::ThemeFile;
pub use icons::ManifestIcon;
pub use manifest::Ground;
pub use translations::Translations;

use std::sync::Arc;

use crate::config::{CspSources, ThemeName, ThemeSettings};
use crate::diag::{Diagnostic, Outcome};
use crate::view::SiteView;

use assets::Assets;
use files::Files;
use manifest::Manifest;
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
        let manifest: Manifest = files::parse_toml(&files, "theme.toml")?;
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

#[cfg(test)]
mod tests;
