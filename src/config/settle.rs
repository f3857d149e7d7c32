//! Gaps of the config are filled from the vault itself, never from the machine.

use chrono_tz::Tz;

use super::{Config, Declared, Language, MarkdownSettings, SiteSettings};
use crate::date::{Clock, Today};
use crate::diag::{Diagnostic, Outcome, codes};

/// The vault's own answers to the open settings.
#[derive(Clone, Debug)]
pub struct VaultFacts {
    /// The name of the vault's folder: the site's title where the config has none.
    pub name: String,
    /// By [`guess`](super::language::guess).
    pub language: Language,
    /// Obsidian's `strictLineBreaks`.
    pub strict_line_breaks: Option<bool>,
}

impl Declared {
    /// Fills every gap: title, language, zone, line breaks, base URL. An info reports each assumption.
    pub fn settle(self, facts: &VaultFacts, clock: Clock) -> Outcome<Config> {
        let mut notes = Vec::new();
        let language = self.language.unwrap_or(facts.language);
        let zone = self.review.zone.unwrap_or_else(|| zone_of(language, &mut notes));
        if self.base.is_none() {
            let help = "set `[site] base_url` in kbgen.toml or `--base-url`";
            let message = "no base URL: links in the sitemap and the feed are root-relative";
            notes.push(Diagnostic::new(codes::CONFIG_NO_BASE_URL, message).help(help));
        }
        let strict_line_breaks = self.strict_line_breaks.or(facts.strict_line_breaks);
        let strict_line_breaks = strict_line_breaks.unwrap_or(self.markdown.strict_line_breaks);
        let config = Config {
            site: SiteSettings {
                title: self.title.unwrap_or_else(|| facts.name.clone()),
                base: self.base.unwrap_or_default(),
                language,
                author: self.author,
                git_dates: self.git_dates,
                social_images: self.social_images,
                social_font: self.social_font,
            },
            publish: self.publish,
            markdown: MarkdownSettings { strict_line_breaks, ..self.markdown },
            review: self.review.settings,
            shown_properties: self.shown_properties,
            taxonomies: self.taxonomies,
            theme: self.theme,
            search: self.search,
            graph: self.graph,
            feeds: self.feeds,
            allow_active_svg: self.allow_active_svg,
            keep_metadata: self.keep_metadata,
            today: Today::new(clock, zone, self.review.day_start),
        };
        Outcome::new(config, notes)
    }
}

/// The zone that readers of the language live in, where there is one such zone.
fn zone_of(language: Language, notes: &mut Vec<Diagnostic>) -> Tz {
    match language {
        Language::Korean => chrono_tz::Asia::Seoul,
        Language::English => {
            let message = "no time zone: a new day begins at midnight UTC";
            let help = "set `[review] timezone` in kbgen.toml, such as \"Europe/London\"";
            notes.push(Diagnostic::new(codes::CONFIG_NO_ZONE, message).help(help));
            chrono_tz::UTC
        }
    }
}
