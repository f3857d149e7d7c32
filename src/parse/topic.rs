//! Topic lines: the leading lines of the body that hold only wikilinks and tags (C-TOPIC).

use crate::parse::markdown::find::find_wikilink;

/// The most links of a topic line: more make it a list of links.
const MAX_LINKS: usize = 8;

/// The end of the topic lines of a body: the start of the first other line, or `body` if there are none.
pub(super) fn end(source: &str, body: usize) -> usize {
    let mut at = body;
    let mut last = body;
    let mut links = 0;
    while at < source.len() {
        let end = memchr::memchr(b'\n', &source.as_bytes()[at..]).map_or(source.len(), |len| at + len);
        match topics(source, at, end) {
            Some(Line::Blank) => {}
            Some(Line::Topics(count)) => {
                links += count;
                last = (end + 1).min(source.len());
            }
            None => break,
        }
        at = end + 1;
    }
    if links <= MAX_LINKS { last } else { body }
}

enum Line {
    Blank,
    /// The number of its wikilinks.
    Topics(usize),
}

fn topics(source: &str, start: usize, end: usize) -> Option<Line> {
    let indent = source[start..end].len() - source[start..end].trim_start_matches([' ', '\t']).len();
    if start + indent == end {
        return Some(Line::Blank);
    }
    if indent > 3 || source[start..end].starts_with('\t') {
        return None;
    }
    let mut at = start + indent;
    let mut links = 0;
    let mut tags = 0;
    while at < end {
        let rest = &source[at..end];
        let first = rest.chars().next()?;
        if first.is_whitespace() || first == ',' {
            at += first.len_utf8();
        } else if rest.starts_with("[[") {
            let link = find_wikilink(source, at, end).filter(|link| link.open == at)?;
            if source[at + 2..link.bar.unwrap_or(link.close)].trim().is_empty() {
                return None;
            }
            links += 1;
            at = link.close + 2;
        } else if let Some(tag) = rest.strip_prefix('#') {
            let len =
                tag.find(|c: char| !crate::parse::markdown::inline::autolinks::is_tag_char(c)).unwrap_or(tag.len());
            crate::parse::markdown::inline::autolinks::tag_name(&tag[..len])?;
            tags += 1;
            at += 1 + len;
        } else {
            return None;
        }
    }
    (links + tags > 0).then_some(Line::Topics(links))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topic_lines_lead_the_body_and_hold_nothing_else() {
        for (source, lead) in [
            ("[[DevOps]] [[CI CD]]\n\n### 단서", "[[DevOps]] [[CI CD]]\n"),
            ("[[a|b]], #tag\ntext [[c]]", "[[a|b]], #tag\n"),
            ("\n#a\n\n[[b]]\n", "\n#a\n\n[[b]]\n"),
            ("![[a]]", ""),
            ("[[a]] text", ""),
            ("# [[a]]", ""),
            ("    [[a]]", ""),
            ("#1984", ""),
            ("[[1]] [[2]] [[3]] [[4]] [[5]] [[6]] [[7]] [[8]] [[9]]", ""),
        ] {
            assert_eq!(&source[..end(source, 0)], lead, "{source:?}");
        }
    }
}
