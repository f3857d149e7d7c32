//! The info string of a fence, and the grammar of a language.

use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

/// The info string of a fence: ```` ```rust {1,3-4} title="main.rs" ````.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info<'a> {
    /// The first token, as typed.
    pub language: &'a str,
    /// `title="…"` or `title=…`: shown above the code.
    pub title: Option<&'a str>,
    /// Lines to mark, 1-based, first and last, as in `{1,3-4}`.
    pub lines: Vec<(u32, u32)>,
}

/// The most line ranges of a fence that count.
const RANGES: usize = 64;

impl<'a> Info<'a> {
    pub fn parse(info: &'a str) -> Self {
        let info = info.trim();
        let (language, rest) = info.split_at(info.find(char::is_whitespace).unwrap_or(info.len()));
        let (language, rest) = match language.find('{') {
            // `{python}` is a language, `rust{1,3}` one with lines.
            Some(at) if at > 0 => (&language[..at], &info[at..]),
            _ => (language, rest),
        };
        Self { language, title: title(rest), lines: lines(rest) }
    }

    /// The token that names the grammar: the language without the decoration that some tools add.
    pub fn token(&self) -> &'a str {
        let word = self.language.trim_start_matches(['{', '.']);
        word.split([',', ':', '}', '{']).next().unwrap_or(word)
    }

    /// Whether line `number`, 1-based, is marked.
    pub fn marks(&self, number: u32) -> bool {
        self.lines.iter().any(|&(first, last)| (first..=last).contains(&number))
    }
}

fn title(rest: &str) -> Option<&str> {
    let at = rest.match_indices("title=").map(|(at, _)| at).find(|&at| at == 0 || rest[..at].ends_with([' ', '\t']))?;
    let value = &rest[at + "title=".len()..];
    let title = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split_whitespace().next(),
    };
    title.filter(|title| !title.is_empty())
}

fn lines(rest: &str) -> Vec<(u32, u32)> {
    let Some((_, inside)) = rest.split_once('{') else { return Vec::new() };
    let inside = inside.split_once('}').map_or("", |(inside, _)| inside);
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    inside.split(',').filter_map(range).take(RANGES).collect()
}

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// All grammars. Loaded when the first block is highlighted; each is compiled when it is first used.
pub(super) fn grammars() -> &'static SyntaxSet {
    &GRAMMARS
}

/// Common names that the grammars do not know.
const ALIASES: [(&str, &str); 24] = [
    ("bash-session", "sh"),
    ("console", "sh"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("docker", "dockerfile"),
    ("env", "sh"),
    ("golang", "go"),
    ("hcl", "tf"),
    ("helm", "yaml"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("k8s", "yaml"),
    ("kube", "yaml"),
    ("kubernetes", "yaml"),
    ("make", "makefile"),
    ("mjs", "js"),
    ("node", "js"),
    ("py3", "python"),
    ("pwsh", "ps1"),
    ("python3", "python"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("terminal", "sh"),
    ("vuejs", "vue"),
];

/// Grammars whose time grows with the cube of a line's length: half a minute for 2 KiB of `a(`.
const EXCLUDED: [&str; 3] = ["CFML Script", "CFML Script (Tags)", "SystemVerilog"];

/// Names for code without a language.
const PLAIN: [&str; 9] = ["ascii", "log", "no", "none", "output", "plain", "plaintext", "text", "txt"];

/// Whether a language has a grammar or is known to need none.
pub fn is_known(language: &str) -> bool {
    let plain = |known: &&str| known.eq_ignore_ascii_case(language);
    language.is_empty()
        || PLAIN.iter().any(plain)
        || ALIASES.iter().any(|(alias, _)| plain(alias))
        || grammars().find_syntax_by_token(language).is_some()
}

/// The grammar of a language, by its name or by the extension of its files, in any case.
pub(super) fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if language.is_empty() {
        return None;
    }
    let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(language));
    let name = alias.map_or(language, |(_, name)| name);
    let syntax = grammars().find_syntax_by_token(name)?;
    (syntax.name != "Plain Text" && !EXCLUDED.contains(&syntax.name.as_str())).then_some(syntax)
}
