//! The stable codes of diagnostics, `area::kind`, each with its usual severity.
//!
//! Scripts rely on the strings: a code may be added, never renamed. `docs/diagnostics.md` has a paragraph for each,
//! and a test compares the two lists.

use super::Severity;

/// A diagnostic's stable name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(&'static str, Severity);

impl Code {
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The severity of a diagnostic of this code unless it is set otherwise.
    pub fn severity(self) -> Severity {
        self.1
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($name:ident = $text:literal $severity:ident;)*) => {
        /// Every code.
        pub mod codes {
            use super::{Code, Severity};
            $(pub const $name: Code = Code($text, Severity::$severity);)*
            /// Every code, in the order of this table.
            pub const ALL: &[Code] = &[$($name),*];
        }
    };
}

codes! {
    INTERNAL_BUG = "internal::bug" Error;
    CONFIG_SYNTAX = "config::syntax" Error;
    CONFIG_UNREADABLE = "config::unreadable" Error;
    CONFIG_UNKNOWN_KEY = "config::unknown-key" Error;
    CONFIG_BAD_VALUE = "config::bad-value" Error;
    CONFIG_NO_BASE_URL = "config::no-base-url" Info;
    CONFIG_NO_ZONE = "config::no-timezone" Info;
    THEME_TEMPLATE = "theme::template" Error;
    THEME_UNKNOWN_FILE = "theme::unknown-file" Warning;
    OUTPUT_REFUSED = "output::refused" Error;
    OUTPUT_IO = "output::io" Error;
    OUTPUT_LOCKED = "output::locked" Error;
    OUTPUT_INTERRUPTED = "output::interrupted" Error;
    OUTPUT_ONE_BY_ONE = "output::one-by-one" Info;
    OUTPUT_LEFT_OVER = "output::left-over" Info;
    OUTPUT_FOREIGN_KEPT = "output::foreign-kept" Info;
    VAULT_UNREADABLE = "vault::unreadable" Error;
    VAULT_OBSIDIAN_SETTINGS = "vault::obsidian-settings" Warning;
    VAULT_GIT_DATES = "vault::git-dates" Warning;
    FILE_UNREADABLE = "file::unreadable" Error;
    FILE_NOT_UTF8 = "file::not-utf8" Error;
    FILE_TOO_LARGE = "file::too-large" Error;
    FILE_LARGE_ATTACHMENT = "file::large-attachment" Warning;
    FILE_SYMLINK = "file::symlink" Warning;
    FILE_SPECIAL = "file::special" Warning;
    FILE_NAME = "file::name" Warning;
    FRONTMATTER_YAML = "frontmatter::yaml" Warning;
    FRONTMATTER_UNTERMINATED = "frontmatter::unterminated" Warning;
    FRONTMATTER_LIMIT = "frontmatter::limit" Error;
    FRONTMATTER_VALUE = "frontmatter::value" Warning;
    PUBLISH_FLAG = "publish::flag" Error;
    PUBLISH_EXCLUDED = "publish::excluded" Warning;
    LINK_MISSING = "link::missing" Warning;
    LINK_AMBIGUOUS = "link::ambiguous" Warning;
    LINK_HEADING_MISSING = "link::heading-missing" Warning;
    LINK_BLOCK_MISSING = "link::block-missing" Warning;
    LINK_SCHEME = "link::scheme" Warning;
    IMAGE_MISSING = "image::missing" Warning;
    IMAGE_HTTP = "image::http" Warning;
    IMAGE_ACTIVE_SVG = "image::active-svg" Warning;
    IMAGE_METADATA = "image::metadata" Warning;
    EMBED_MISSING = "embed::missing" Warning;
    EMBED_CYCLE = "embed::cycle" Warning;
    EMBED_BUDGET = "embed::budget" Warning;
    ALIAS_AMBIGUOUS = "alias::ambiguous" Warning;
    COMMENT_UNCLOSED = "comment::unclosed" Warning;
    HTML_UNSAFE = "html::unsafe" Warning;
    MARKDOWN_NESTING = "markdown::nesting" Error;
    MARKDOWN_BUDGET = "markdown::budget" Error;
    MATH_INVALID = "math::invalid" Warning;
    BASE_YAML = "base::yaml" Warning;
    BASE_EXPRESSION = "base::expression" Warning;
    BASE_UNSUPPORTED = "base::unsupported" Warning;
    BASE_LIMIT = "base::limit" Warning;
    CANVAS_JSON = "canvas::json" Warning;
    CANVAS_NODE = "canvas::node" Warning;
    CANVAS_LIMIT = "canvas::limit" Warning;
    SOCIAL_FONT = "social::no-font" Warning;
    SOCIAL_LETTERS = "social::letters" Warning;
    SOCIAL_NO_BASE_URL = "social::no-base-url" Info;
    CODE_TOO_LARGE = "code::too-large" Warning;
    CODE_LANGUAGE = "code::language" Info;
    CODE_MERMAID = "code::mermaid" Info;
    MERMAID_FAILED = "mermaid::failed" Warning;
    CODE_QUERY = "code::query" Info;
    DRAWING_NOT_EXPORTED = "drawing::not-exported" Info;
    SLUG_COLLISION = "slug::collision" Warning;
    SLUG_RESERVED = "slug::reserved" Warning;
    PERMALINK_INVALID = "permalink::invalid" Warning;
    TAG_INVALID = "tag::invalid" Warning;
    TOPIC_UNKNOWN = "topic::unknown" Error;
    REVIEW_BOARD_DISAGREES = "review::board-disagrees" Warning;
    REVIEW_LONG_TERM_DISAGREES = "review::long-term-disagrees" Warning;
    REVIEW_NO_BOARD = "review::no-board" Info;
    REVIEW_GAP = "review::gap" Info;
    REVIEW_NO_FIRST_DAY = "review::no-first-day" Warning;
    REVIEW_OPEN_BOXES = "review::open-boxes" Warning;
    REVIEW_FUTURE_FIRST_DAY = "review::future-first-day" Info;
    REVIEW_BAD_DATE = "review::bad-date" Warning;
    REVIEW_BAD_VALUE = "review::bad-value" Warning;
    REVIEW_FROZEN_VALUE = "review::frozen-value" Info;
    REVIEW_LOG_LINE = "review::log-line" Warning;
    REVIEW_LOG_FUTURE = "review::log-future" Info;
    REVIEW_LOG_UNREADABLE = "review::log-unreadable" Warning;
    EDIT_NO_NOTE = "edit::no-note" Error;
    EDIT_AMBIGUOUS = "edit::ambiguous" Error;
    EDIT_NOTHING = "edit::nothing-to-do" Error;
    EDIT_CHANGED = "edit::changed" Error;
    EDIT_NO_FILE = "edit::no-file" Error;
    EDIT_READ_ONLY = "edit::read-only" Error;
    EDIT_PROPERTIES = "edit::properties" Error;
    EDIT_IO = "edit::io" Error;
}

#[cfg(test)]
mod tests {
    use super::codes::ALL;

    #[test]
    fn codes_are_unique_and_spelt_area_kind() {
        let mut seen = std::collections::BTreeSet::new();
        for code in ALL {
            let (area, kind) = code.as_str().split_once("::").expect("area::kind");
            for part in [area, kind] {
                assert!(part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{part}");
            }
            assert!(seen.insert(code.as_str()), "{} twice", code.as_str());
        }
    }
}
