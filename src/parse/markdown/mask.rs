//! The inline mask: covers text in a run of lines that pulldown-cmark must not interpret: wikilinks, math and inline
//! comments, left to right, outside code, HTML tags and escapes (D-MASK). Also mends emphasis.

use std::ops::Range;

use super::cjk::{self, Side};
use super::find::{Wikilink, comment_end, destination_end, find_wikilink, in_url, tag_end};
use super::offsets::{Mark, Masker};
use crate::text::Span;

/// A run of lines: no inline construct extends past it.
pub(super) struct LineRun<'a> {
    source: &'a str,
    bytes: &'a [u8],
    /// The current line.
    line: Range<usize>,
    /// The lines after it.
    later: &'a [Range<usize>],
    /// The end of the run.
    end: usize,
    /// The last run of each number of backticks, for lengths below its own length.
    last_ticks: [usize; 32],
    ticks_known: bool,
    /// The number of unclosed tags; after a few, no more are searched for.
    open_tags: u32,
    /// A character before this offset is escaped.
    escaped: usize,
    /// No wikilink, or destination, closes on this line after the current offset.
    no_link: bool,
    no_destination: bool,
    no_bracket: bool,
}

/// The constructs to mask.
#[derive(Clone, Copy, Debug)]
pub(super) struct MaskRules {
    pub cjk_emphasis: bool,
    /// Off within the alias of a wikilink.
    pub wikilinks: bool,
}

/// Bytes at which a construct may start.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    let marks = b"\\`<[]$%*~";
    while i < marks.len() {
        table[marks[i] as usize] = true;
        i += 1;
    }
    table
};

/// Masks the lines (ascending ranges of `source`) of one run.
pub(super) fn mask(source: &str, lines: &[Range<usize>], rules: MaskRules, masker: &mut Masker) {
    let Some((first, later)) = lines.split_first() else { return };
    let end = lines.last().unwrap_or(first).end;
    let mut run = LineRun {
        source,
        bytes: source.as_bytes(),
        line: first.clone(),
        later,
        end,
        last_ticks: [0; 32],
        ticks_known: false,
        open_tags: 0,
        escaped: usize::MAX,
        no_link: false,
        no_destination: false,
        no_bracket: false,
    };
    let mut at = run.skip_definition(first.start);
    loop {
        let rest = &run.bytes[at.min(run.line.end)..run.line.end];
        at += rest.iter().position(|&byte| SPECIAL[byte as usize]).unwrap_or(rest.len());
        if at >= run.line.end {
            match run.next_line(at) {
                Some(next) => at = next,
                None => return,
            }
            continue;
        }
        at = run.special(at, rules, masker);
    }
}

impl LineRun<'_> {
    /// The first line that contains `at` or is after it.
    fn next_line(&mut self, at: usize) -> Option<usize> {
        loop {
            let (next, later) = self.later.split_first()?;
            self.line = next.clone();
            self.later = later;
            (self.no_link, self.no_destination, self.no_bracket) = (false, false, false);
            if at < next.end {
                return Some(at.max(next.start));
            }
        }
    }

    fn byte(&self, at: usize) -> u8 {
        if at < self.line.end { self.bytes[at] } else { b'\n' }
    }

    /// Handles the special byte; returns the offset to continue at.
    fn special(&mut self, at: usize, rules: MaskRules, masker: &mut Masker) -> usize {
        match self.bytes[at] {
            b'\\' => {
                let next = self.byte(at + 1);
                self.escaped = at + 2;
                at + 1 + usize::from(next.is_ascii_punctuation())
            }
            b'`' => self.code(at),
            b'<' => self.tag(at),
            b'[' => self.bracket(at, rules, masker),
            b']' if self.byte(at + 1) == b'(' => self.destination(at + 2),
            b'$' => self.math(at, rules, masker),
            b'%' => self.comment(at, masker),
            b'*' | b'~' => self.emphasis(at, rules, masker),
            _ => at + 1,
        }
    }

    /// A line `[label]: destination` has nothing to mask.
    fn skip_definition(&self, start: usize) -> usize {
        let rest = &self.bytes[start..self.line.end];
        let label = rest.starts_with(b"[") && !rest.starts_with(b"[^") && !rest.starts_with(b"[[");
        let defines =
            label && memchr::memchr(b']', rest).is_some_and(|close| rest.get(close + 1) == Some(&b':') && close > 1);
        if defines { self.line.end } else { start }
    }

    fn run_of(&self, at: usize, mark: u8) -> usize {
        self.bytes[at..self.line.end].iter().take_while(|&&b| b == mark).count()
    }

    /// A code span ends at the next run of as many backticks.
    fn code(&mut self, at: usize) -> usize {
        let len = self.run_of(at, b'`');
        if len >= self.last_ticks.len() {
            return at + len;
        }
        if !self.ticks_known {
            self.ticks_known = true;
            self.learn_ticks(at);
        }
        if self.last_ticks[len] <= at {
            return at + len;
        }
        let mut from = at + len;
        while let Some(next) = memchr::memchr(b'`', &self.bytes[from..self.end]) {
            let next = from + next;
            let run = self.bytes[next..self.end].iter().take_while(|&&b| b == b'`').count();
            if run == len {
                return self.go_to(next + run);
            }
            from = next + run;
        }
        at + len
    }

    fn learn_ticks(&mut self, from: usize) {
        let mut from = from;
        while let Some(next) = memchr::memchr(b'`', &self.bytes[from..self.end]) {
            let next = from + next;
            let run = self.bytes[next..self.end].iter().take_while(|&&b| b == b'`').count();
            if let Some(last) = self.last_ticks.get_mut(run) {
                *last = next;
            }
            from = next + run;
        }
    }

    /// Makes the line that contains `at` the current one.
    fn go_to(&mut self, at: usize) -> usize {
        if at <= self.line.end { at } else { self.next_line(at).unwrap_or(self.line.end) }
    }

    /// An HTML tag, a comment, or an autolink.
    fn tag(&mut self, at: usize) -> usize {
        let starts = match self.byte(at + 1) {
            b'/' | b'!' | b'?' => true,
            byte => byte.is_ascii_alphabetic(),
        };
        if !starts || self.open_tags > 32 {
            return at + 1;
        }
        match tag_end(&self.bytes[at..self.end]) {
            Some(len) => self.go_to(at + len),
            None => {
                self.open_tags += 1;
                at + 1
            }
        }
    }

    fn bracket(&mut self, at: usize, rules: MaskRules, masker: &mut Masker) -> usize {
        match self.byte(at + 1) {
            b'[' if rules.wikilinks => self.wikilink(at, masker),
            b'^' => {
                if !self.is_footnote_label(at) {
                    masker.cover(Span::new(at, at + 2), Mark::Literal);
                }
                at + 2
            }
            _ => at + 1,
        }
    }

    /// Labels have no blanks; a label without an end on the line would make pulldown-cmark search again and again.
    fn is_footnote_label(&mut self, at: usize) -> bool {
        if self.no_bracket {
            return false;
        }
        let rest = &self.bytes[at + 2..self.line.end];
        let label = memchr::memchr2(b']', b'[', rest).filter(|&len| rest[len] == b']').map(|len| &rest[..len]);
        self.no_bracket = label.is_none() && memchr::memchr(b']', rest).is_none();
        label.is_some_and(|label| !label.is_empty() && !label.iter().any(|b| matches!(b, b' ' | b'\t')))
    }

    fn wikilink(&mut self, at: usize, masker: &mut Masker) -> usize {
        let Some(link) = self.find_wikilink(at) else { return at + self.run_of(at, b'[') };
        let start = link.open;
        let embed = start > self.line.start && self.bytes[start - 1] == b'!' && self.escaped != start;
        let span = Span::new(start - usize::from(embed), link.close + 2);
        let target_end = link.bar.unwrap_or(link.close);
        let target = Span::new(start + 2, target_end);
        let name = &self.source[target.range()];
        if name.trim_matches([' ', '\t', '\\']).is_empty() {
            return link.close + 2;
        }
        if memchr::memmem::find(name.as_bytes(), b"%%").is_some() {
            // No name contains these characters: it is a comment, which must not show.
            return start + 2;
        }
        let alias = link.bar.map(|bar| Span::new(bar + 1, link.close));
        masker.cover(span, Mark::Wiki { embed, target, alias });
        link.close + 2
    }

    /// The wikilink at these brackets; a line without a closing `]]` is searched once.
    fn find_wikilink(&mut self, at: usize) -> Option<Wikilink> {
        if self.no_link {
            return None;
        }
        let found = find_wikilink(self.source, at, self.line.end);
        self.no_link = found.is_none();
        found
    }

    /// `](destination "title")`: returns the offset to continue at.
    fn destination(&mut self, at: usize) -> usize {
        if self.no_destination {
            return at;
        }
        let end = destination_end(&self.bytes[at..self.line.end]);
        self.no_destination = end.is_none();
        end.map_or(at, |len| at + len)
    }

    fn math(&mut self, at: usize, rules: MaskRules, masker: &mut Masker) -> usize {
        if in_url(&self.bytes[self.line.start..at]) {
            return at + 1;
        }
        if self.byte(at + 1) == b'$' {
            let from = at + 2;
            let Some(len) = memchr::memmem::find(&self.bytes[from..self.line.end], b"$$") else { return from };
            let end = from + len + 2;
            if !self.source[from..from + len].trim().is_empty() {
                masker.cover(Span::new(at, end), Mark::Math { display: true, tex: None });
            }
            return end;
        }
        match self.inline_math_end(at, rules.wikilinks) {
            Some(end) => {
                masker.cover(Span::new(at, end), Mark::Math { display: false, tex: None });
                end
            }
            None => at + 1,
        }
    }

    /// The closer is the very next unescaped `$`, unless it follows a blank or a digit follows it.
    fn inline_math_end(&mut self, at: usize, wikilinks: bool) -> Option<usize> {
        if matches!(self.byte(at + 1), b' ' | b'\t' | b'\n')
            || self.source[at + 1..self.line.end].starts_with(char::is_whitespace)
        {
            return None;
        }
        let mut i = at + 1;
        while i < self.line.end {
            match self.bytes[i] {
                b'\\' => i += 2,
                b'[' if wikilinks && self.byte(i + 1) == b'[' => {
                    i = self.find_wikilink(i).map_or(i + 2, |link| link.close + 2);
                }
                b'$' => {
                    let blank = self.source[..i].ends_with(char::is_whitespace);
                    return (!blank && !self.byte(i + 1).is_ascii_digit()).then_some(i + 1);
                }
                _ => i += 1,
            }
        }
        None
    }

    fn comment(&mut self, at: usize, masker: &mut Masker) -> usize {
        let len = self.run_of(at, b'%');
        if len != 2 || in_url(&self.bytes[self.line.start..at]) {
            return at + len;
        }
        match comment_end(&self.bytes[..self.line.end], at + 2) {
            Some(end) => {
                masker.cover(Span::new(at, end), Mark::Hidden);
                end
            }
            None => at + 2,
        }
    }

    fn emphasis(&self, at: usize, rules: MaskRules, masker: &mut Masker) -> usize {
        let end = at + self.run_of(at, self.bytes[at]);
        if rules.cjk_emphasis {
            let before = self.source[self.line.start..at].chars().rfind(|&c| !cjk::is_variation(c)).unwrap_or(' ');
            let after = self.source[end..self.line.end].chars().next().unwrap_or(' ');
            match cjk::mend(before, after) {
                Some(Side::Before) => masker.insert(at, "!"),
                Some(Side::After) => masker.insert(end, "!"),
                None => {}
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(source: &str) -> String {
        let mut masker = Masker::new(source, 0);
        let rules = MaskRules { cjk_emphasis: true, wikilinks: true };
        let mut start = 0;
        let lines: Vec<_> = source
            .split('\n')
            .map(|line| {
                let range = start..start + line.len();
                start = range.end + 1;
                range
            })
            .collect();
        mask(source, &lines, rules, &mut masker);
        let mut text = masker.finish().text.into_owned();
        while text.contains("xx") {
            text = text.replace("xx", "x");
        }
        text
    }

    #[test]
    fn wikilinks_math_and_comments_are_covered_left_to_right() {
        for (source, expected) in [
            ("a [[b]] ![[c|d]]", "a ,x, ,x|x,"),
            ("[[a$b]] and [[c$d]]", ",x, and ,x,"),
            ("$5 [[a$b]] x", "$5 ,x, x"),
            ("$[[m]]$", ",x,"),
            ("[[Sq]uare]] [[a [[b]]", ",x, [[a ,x,"),
            ("\\[[a]] [\\[a]] [[a\\]]", "\\[[a]] [\\[a]] [[a\\]]"),
            ("[[]] [[ ]] [[|x]]", "[[]] [[ ]] [[|x]]"),
            ("[[Multi\nLine]]", "[[Multi\nLine]]"),
            ("`[[a]]` ``%%x%%``", "`[[a]]` ``%%x%%``"),
            ("a %%c|d%% %% b", "a ,x, %% b"),
            ("costs $5 and $10; $0.50; $3, 많아야 $4", "costs $5 and $10; $0.50; $3, 많아야 $4"),
            ("$20,000 and USD$30,000 / $100-$200", "$20,000 and USD$30,000 / $100-$200"),
            ("$x$2 $ a $ $a $", "$x$2 $ a $ $a $"),
            ("$1..$2 a $@|$x", "$1..$2 a ,x|,x"),
            ("| [[a\\|b]] |", "| ,x, |"),
            ("[x](a$b$c) <a b=\"$x$\"> https://x.y/$a$b", "[x](a$b$c) <a b=\"$x$\"> https://x.y/$a$b"),
            ("a[^a b] b[^c]", "a,,a b] b[^c]"),
            ("**핵심(core)**은 이것은**(괄호)**이다", "**핵심(core)**!은 이것은!**(괄호)**!이다"),
            ("[![[x]]](u)", "[,x,](u)"),
        ] {
            assert_eq!(masked(source), expected, "{source}");
        }
    }
}
