//! Formulas that become MathML, those that are refused, and the effects that no formula can have.

use proptest::prelude::*;
use scraper::Html;

use super::limits::LENGTH;
use super::*;

#[test]
fn formulas_that_notes_hold_are_converted() {
    for tex in [
        "x",
        "x < y > z",
        "a \\& b",
        "\\frac{a}{b}",
        "e^{-t/S}",
        "\\sum_{i=0}^n i^2",
        "\\text{한국어 & <b>}",
        "가속도",
        "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
        "\\begin{cases} 1 & x < 0 \\\\ 2 & \\text{else} \\end{cases}",
        "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}",
        "\\begin{align} a &= b \\\\ c &= d \\end{align}",
        "\\left( \\frac{1}{2} \\right)^2",
        "\\left\\langle a \\right\\rangle",
        "\\mathbb{R} \\mathcal{L} \\mathrm{d}x",
        "\\operatorname{rank} A",
        "\\lim_{n \\to \\infty} a_n",
        "\\xrightarrow{f}",
        "\\overbrace{a+b}^{n}",
        "\\color{red} a",
        "\\sqrt[3]{x}",
        "|x|, \\|y\\|",
        "\\begin{array}{c|c} a & b \\\\ \\hline c & d \\end{array}",
        "a \\quad b \\, c",
        "\\not= \\neq \\not<",
        "n!",
        "f'(x)",
        "O(n \\log n)",
        "\\hat{y} \\vec{v} \\bar{x} \\dot{x}",
        "\\binom{n}{k}",
        "\\dots \\cdots \\therefore",
    ] {
        let math = mathml(tex, true).unwrap_or_else(|reason| panic!("{tex}: {reason}"));
        assert!(math.starts_with("<math display=\"block\">") && math.ends_with("</math>"), "{math}");
    }
}

#[test]
fn display_math_may_have_lines_without_an_environment() {
    assert!(mathml("a \\\\ b", true).is_ok_and(|math| math.matches("<mtr>").count() == 2));
    assert!(mathml("a \\\\ b", false).is_err());
}

#[test]
fn what_cannot_be_converted_says_why() {
    for (tex, reason) in [
        ("\\frac{a", "unbalanced group found, expected it to be closed with `}`"),
        ("\\nosuchcommand", "unknown primitive command found"),
        ("\\newcommand{\\a}{b} \\a", "it defines a command with \\newcommand"),
        ("\\operatorname{<b>}", "a command has an argument that it may not have"),
        ("a & b", "alignment not allowed in current environment"),
    ] {
        assert_eq!(mathml(tex, false), Err(reason.to_owned()), "{tex}");
    }
    for tex in [
        "{".repeat(200),
        "\\sqrt".repeat(300),
        "\\frac1".repeat(300),
        "x^".repeat(300),
        "\\left(".repeat(200),
        "x".repeat(LENGTH + 1),
    ] {
        assert!(mathml(&tex, true).is_err(), "{tex}");
    }
}

#[test]
fn a_lone_bracket_is_well_formed() {
    assert!(mathml("x<y", false).is_ok_and(|math| math.contains("<mo>&lt;</mo>")));
    assert!(mathml("\\&", false).is_ok_and(|math| math.contains("&amp;")));
}

/// Parses without an error, and holds no element but those of MathML.
fn assert_inert(tex: &str, math: &str) {
    let page = Html::parse_document(&format!("<!doctype html><title>t</title><p>{math}</p><i></i>"));
    assert!(page.errors.is_empty(), "{tex}: {:?}\n{math}", page.errors);
    let body = page.tree.nodes().filter_map(|node| node.value().as_element());
    for element in body.filter(|element| !["html", "head", "title", "body", "p", "i"].contains(&element.name())) {
        assert_eq!(&*element.name.ns, "http://www.w3.org/1998/Math/MathML", "{tex}: {math}");
        assert!(element.attrs().all(|(name, _)| !name.starts_with("on") && name != "href" && name != "src"), "{math}");
    }
}

#[test]
fn hostile_formulas_are_inert() {
    for tex in [
        "\\operatorname{</math><script>alert(1)</script>}",
        "\\text{</math><script>alert(1)</script>}",
        "\\href{javascript:alert(1)}{x}",
        "\\color{red\" onclick=\"a}x",
        "</math><img src=x onerror=alert(1)>",
        "\\mathrm{<b>}",
        "\\unknown{<b>}",
        "\\kern1em<b",
        "\\style{color:red}{x}",
        "\\class{a\" b}{x}",
        "\\unicode{60}b>",
        "\\char60 b\\char62",
        "\\hspace{1em\" onclick=\"a}",
        "\\begin{<b>}\\end{<b>}",
        "\\left<b\\right>",
        "\\Space{}{1em}{<}",
    ] {
        if let Ok(math) = mathml(tex, true) {
            assert_inert(tex, &math);
        }
    }
}

#[test]
fn long_formulas_cost_their_length() {
    for word in
        ["\\frac1", "x^", "{}", "a\\\\", "%\n", "\\sqrt a", "\\text{a}", "&", "\\left(a\\right)", "x_1", "{a}", "\\not"]
    {
        let tex = word.repeat(LENGTH / word.len());
        let done = mathml(&tex, true);
        assert!(done.is_err() || done.is_ok_and(|math| math.len() < 100 * LENGTH), "{word}");
    }
}

/// Tokens of TeX, plain and dangerous ones.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "^",
    "_",
    "&",
    "\\\\",
    "\\",
    "$",
    "#",
    "~",
    "'",
    "<",
    ">",
    "%",
    " ",
    "x",
    "1",
    "1.5",
    "가",
    "|",
    "(",
    ")",
    "\\frac",
    "\\sqrt",
    "\\left",
    "\\right",
    "\\middle",
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\begin{array}{c|c}",
    "\\end{array}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{alignat}{1}",
    "\\end{alignat}",
    "\\hline",
    "\\text",
    "\\operatorname",
    "\\mathbb",
    "\\mathrm",
    "\\color",
    "{red}",
    "\\not",
    "\\limits",
    "\\sum",
    "\\kern",
    "\\hspace",
    "1em",
    "-1mu",
    "\\char",
    "\\big",
    "\\Bigl",
    "\\over",
    "\\binom",
    "\\genfrac",
    "\\substack",
    "\\underset",
    "\\xrightarrow",
    "\\overbrace",
    "\\displaystyle",
    "\\relax",
    "\\Space",
    "\\stackrel",
    "\\phantom",
    "\\cancel",
    "\\mathop",
    "\\,",
    "\\!",
    "\\begingroup",
    "\\endgroup",
    "\\begin{split}",
    "\\end{split}",
    "\\begin{multline}",
    "\\end{multline}",
    "\\mskip",
    "\\hskip",
    "\\rule",
    "\\raisebox",
    "\\textcolor",
    "\\colorbox",
    "\\fcolorbox",
    "\\boldsymbol",
    "\\pmod",
    "\\mathchoice",
    "`",
    "\"",
    "=",
];

/// Texts of such tokens and of any others.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![prop::sample::select(WORDS).prop_map(str::to_owned), "\\PC{1,3}",];
    prop::collection::vec(word, 1..24).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_formula_panics_or_leaves_its_element(tex in words(), display in any::<bool>()) {
        if limits::hold(&tex).is_err() {
            return Ok(());
        }
        // Not contained: known panics must be refused beforehand.
        if let Ok(math) = convert(&spaces(&tex), display) {
            assert_inert(&tex, &math);
        }
    }
}
