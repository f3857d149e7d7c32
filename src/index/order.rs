//! The order of lists: natural (`Section 2` before `Section 10`), and 가나다 before A–Z on a Korean site.

use rayon::prelude::*;

use crate::config::Language;
use crate::hangul::is_hangul;
use crate::path::fold;

/// The sort key of a name: one number for each character or run of digits.
pub fn natural_key(name: &str, language: Language) -> Vec<u64> {
    let folded = fold(name);
    let mut key = Vec::with_capacity(folded.len());
    let mut number: Option<u64> = None;
    for c in folded.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(digit)));
            continue;
        }
        key.extend(number.take().map(of_number));
        key.push(rank(c, language) << 56 | u64::from(c));
    }
    key.extend(number.map(of_number));
    key
}

/// The rank of each [`natural_key`] among all of them; equal ones keep the order given.
pub fn ranks(keys: &[&[u64]]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    order.par_sort_by(|&a, &b| keys[a as usize].cmp(keys[b as usize]));
    let mut ranks = vec![0; keys.len()];
    for (rank, ix) in order.into_iter().enumerate() {
        ranks[ix as usize] = rank as u32;
    }
    ranks
}

const NUMBER: u64 = 1;

fn of_number(value: u64) -> u64 {
    NUMBER << 56 | value.min((1 << 56) - 1)
}

/// The order of scripts: signs, numbers, the site's own script, then the others by code point.
fn rank(c: char, language: Language) -> u64 {
    match c {
        c if !c.is_alphanumeric() => 0,
        _ if language == Language::Korean && is_hangul(c) => 2,
        c if c.is_ascii() => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut names: Vec<&str>, language: Language) -> Vec<&str> {
        names.sort_by_cached_key(|name| natural_key(name, language));
        names
    }

    #[test]
    fn numbers_sort_by_value_and_hangul_comes_first_on_a_korean_site() {
        let names = vec!["Section 10", "나", "section 2", "가", "Zoo", "1주차", "(초안)"];
        assert_eq!(
            sorted(names.clone(), Language::Korean),
            ["(초안)", "1주차", "가", "나", "section 2", "Section 10", "Zoo"]
        );
        assert_eq!(sorted(names, Language::English), ["(초안)", "1주차", "section 2", "Section 10", "Zoo", "가", "나"]);
    }
}
