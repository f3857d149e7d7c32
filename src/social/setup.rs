//! Whether a site has social images, and the fonts that they are drawn with.

use crate::config::Config;
use crate::diag::{Diagnostic, Outcome, codes};
use crate::scan::fonts;

use super::card::CardRenderer;

impl CardRenderer {
    /// The renderer of a site's cards; `None` where the config does not ask for them or they would have no address.
    ///
    /// # Errors
    /// The font that the config names cannot be used.
    pub fn of(config: &Config) -> Result<Outcome<Option<Self>>, Vec<Diagnostic>> {
        let site = &config.site;
        let nothing = |code, message: &str, help: &str| {
            Ok(Outcome::new(None, vec![Diagnostic::new(code, message.to_owned()).help(help.to_owned())]))
        };
        if !site.social_images {
            return Ok(Outcome::clean(None));
        }
        if cfg!(not(feature = "social")) {
            let message = "no social images: this kbgen was built without them";
            return nothing(codes::SOCIAL_FONT, message, "build it with the feature `social`, which is on by default");
        }
        if site.base.origin.is_none() {
            let message = "no social images: without a base URL they have no address that others could fetch";
            return nothing(codes::SOCIAL_NO_BASE_URL, message, "set `[site] base_url` in kbgen.toml or `--base-url`");
        }
        if let Some(path) = &site.social_font {
            let read = fonts::of_file(path)
                .and_then(|files| CardRenderer::new(&files).ok_or("it is not an OpenType font".to_owned()));
            return read.map(|card_renderer| Outcome::clean(Some(card_renderer))).map_err(|why| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let message = format!("`site.social_font` cannot be used: {name}: {why}");
                let help = "name a file in TrueType or OpenType format, relative to the config file";
                vec![Diagnostic::new(codes::CONFIG_BAD_VALUE, message).help(help)]
            });
        }
        match fonts::of_system().and_then(|files| CardRenderer::new(&files)) {
            Some(card_renderer) => Ok(Outcome::clean(Some(card_renderer))),
            None => {
                let help = "install one (Debian and Ubuntu: `apt-get install fonts-noto-cjk`), or name a font file: `[site] social_font`";
                nothing(codes::SOCIAL_FONT, "no social images: there is no font that kbgen knows", help)
            }
        }
    }
}
