//! Expressions and views over small vaults.

use super::Run;
use crate::index::NoteId;
use crate::parse::Form;
use crate::parse::base::Column;
use crate::testing::{TestSite, site};

const NOTE: &str = "---\nprice: 2.5\nname: [b, a, b]\ndue: 2024-10-20\ndone: true\nauthor: \"[[Other|O]]\"\nnone:\ntags: [Book/Novel]\n---\nText #inline [[Other]]";

/// The value of an expression for `Sub/Note.md`, as its cell shows it.
fn value(expression: &str) -> String {
    let base = format!("formulas:\n  f: {expression:?}\n");
    let files = [("Home.md", "[[a.base]]"), ("Other.md", "o"), ("Sub/Note.md", NOTE), ("a.base", base.as_str())];
    let site = site(&files);
    let row = site.id("Sub/Note.md");
    let this = site.id("Home.md");
    evaluate(&site, row, this)
}

fn evaluate(site: &TestSite, row: NoteId, this: NoteId) -> String {
    let note = site.site.note(site.id("a.base"));
    let Form::Base(base) = &note.parsed.form else { panic!("no base") };
    let run = Run::new(&site.site, &site.config, &site.words.relative, base, this);
    let column = Column::Formula("f".into());
    let value = run.column(&column, row);
    run.display(&value)
}

/// Expressions of the note `Sub/Note.md`, each with the text of its value.
const VALUES: &[(&str, &str)] = &[
    ("price * 2 + 1", "6"),
    ("1 / 3", "0.3333333333333"),
    ("1 / 0", ""),
    ("\"a\" + 1", "a1"),
    ("if(done, 'y', 'n')", "y"),
    ("if(missing, 1)", ""),
    ("today()", "2024-10-27"),
    ("today() - due", "604800000"),
    ("(today() - due).days", "7"),
    ("due + '1M' + \"1w\"", "2024-11-27"),
    ("date(\"2024-12-01\") + \"1M\" + \"4h\" + \"3m\"", "2025-01-01 04:03"),
    ("due < today() && due > date('2024-01-01')", "true"),
    ("now() > today() - duration('1d') * 2", "true"),
    ("due.format('YYYY/M/D [at] HH')", "2024/10/20 at 00"),
    ("due.year", "2024"),
    ("name.length", "3"),
    ("name.unique().sort().join('-')", "a-b"),
    ("name.contains('a')", "true"),
    ("name.containsAll('a', 'c')", "false"),
    ("[1,2,3,4].filter(value > 2)", "3, 4"),
    ("[1,2,3,4].map(value + index)", "1, 3, 5, 7"),
    ("[1,2,3].reduce(acc + value, 0)", "6"),
    ("[1,[2,3]].flat()", "1, 2, 3"),
    ("[1,2,3,4].slice(1,3)", "2, 3"),
    ("\"hello\".slice(1, 4)", "ell"),
    ("\"a:b:c\".replace(/:/, '-')", "a-b:c"),
    ("\"a:b:c\".replace(/:/g, '-')", "a-b-c"),
    ("\"a,b,c,d\".split(',', 3)", "a, b, c"),
    ("/ab+c/.matches('xabbc')", "true"),
    ("\"hello world\".title()", "Hello World"),
    ("(2.5).round()", "3"),
    ("(2.3333).round(2)", "2.33"),
    ("price.toFixed(2) + ' dollars'", "2.50 dollars"),
    ("max(1, price, 2)", "2.5"),
    ("none.isEmpty()", "true"),
    ("price.isType('number')", "true"),
    ("file.name", "Note.md"),
    ("file.basename + file.ext", "Notemd"),
    ("file.folder", "Sub"),
    ("file.tags", "#Book/Novel, #inline"),
    ("file.hasTag('book')", "true"),
    ("file.hasTag('boo')", "false"),
    ("file.inFolder('sub')", "true"),
    ("file.hasLink('Other')", "true"),
    ("file.hasLink(this.file)", "false"),
    ("file.hasProperty('none')", "true"),
    ("author", "O"),
    ("author == link('Other')", "true"),
    ("author == file('Other.md')", "true"),
    ("link('Other', 'x').asFile().path", "Other.md"),
    ("this.file.name", "Home.md"),
    ("note['price']", "2.5"),
    ("formula.f", ""),
    ("x.y.z()", ""),
    ("due.relative()", "7 days ago"),
    ("(today() + '1d').relative()", "in a day"),
    ("[1, 2, 6].mean()", "3"),
    ("[].mean()", ""),
    ("icon('arrow-right')", "arrow-right"),
    ("html('<b>x</b>')", "<b>x</b>"),
    ("html('x').isType('html')", "true"),
    ("file.properties.price", "2.5"),
    ("file.properties['price']", "2.5"),
    ("file.properties.keys().slice(0, 3)", "price, name, due"),
    ("file.properties.values()[0]", "2.5"),
    ("random()", ""),
];

#[test]
fn expressions_have_the_values_that_the_documentation_gives_them() {
    for (expression, expected) in VALUES {
        assert_eq!(value(expression), *expected, "{expression}");
    }
}

#[test]
fn work_without_end_ends() {
    let bomb = "[1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map([1,2,3,4,5,6,7,8,9].map(1))))))))";
    let base = format!("formulas:\n  f: {bomb:?}\nviews:\n  - name: V\n    order: [formula.f]\n");
    let site = site(&[("Home.md", "[[a.base]]"), ("a.base", base.as_str())]);
    let (_, diagnostics) = site.article("a.base");
    assert_eq!(diagnostics.iter().map(|found| found.code.as_str()).collect::<Vec<_>>(), ["base::limit"]);
}

#[test]
fn a_view_shows_listed_notes_filtered_sorted_and_grouped() {
    let base = "filters: kind\nviews:\n  - type: table\n    name: All\n    order: [file.name, n, kind]\n    sort: [{property: n, direction: DESC}]\n    groupBy: {property: kind, direction: ASC}\n    summaries: {n: Sum}\n  - type: list\n    name: Two\n    limit: 2\n    filters: 'kind == \"a\"'\n";
    let files = [
        ("1.md", "---\nkind: a\nn: 2\n---\n[[x.base]]"),
        ("2.md", "---\nkind: b\nn: 10\n---\n![[x.base#Two]] ![[x.base#Nope]]"),
        ("3.md", "---\nkind: a\nn: 9\n---\n![[x.base]]"),
        ("4.md", "---\nkind: a\npublish: false\n---\n"),
        ("5.md", "---\nkind: a\nunlisted: true\n---\n"),
        ("6.md", "no kind"),
        ("x.base", base),
    ];
    let site = site(&files);
    let html = site.html("x.base");
    let rows = "<tbody><tr class=\"bases-group-heading\"><th scope=\"rowgroup\" colspan=\"3\">a</th></tr><tr><td><a class=\"internal-link\" href=\"/3/\">3</a></td><td>9</td><td>a</td></tr><tr><td><a class=\"internal-link\" href=\"/1/\">1</a></td><td>2</td><td>a</td></tr></tbody><tbody><tr class=\"bases-group-heading\"><th scope=\"rowgroup\" colspan=\"3\">b</th></tr><tr><td><a class=\"internal-link\" href=\"/2/\">2</a></td><td>10</td><td>b</td></tr></tbody>";
    assert!(html.contains(rows), "{html}");
    assert!(html.contains("<tfoot><tr><td></td><td><small>Sum</small> 21</td><td></td></tr></tfoot>"), "{html}");
    assert!(html.contains("<h2 id=\"two\" data-heading=\"Two\">Two"));
    let list = "<ul class=\"bases-list\"><li><a class=\"internal-link\" href=\"/1/\">1</a></li><li><a class=\"internal-link\" href=\"/3/\">3</a></li></ul>";
    assert!(html.contains(list), "{html}");
    let embed = site.html("2.md");
    assert!(embed.contains(list) && !embed.contains("<table"), "{embed}");
    assert!(embed.contains("“x.base#Nope” could not be found."), "{embed}");
    assert!(site.html("3.md").contains("bases-table") && !site.html("3.md").contains("bases-list"));
}

#[test]
fn a_fence_knows_the_note_that_contains_it_and_escapes_its_cells() {
    let text = "```base\nfilters: file.hasLink(this.file)\nformulas: {f: \"'<b>' + title\"}\nviews:\n  - type: table\n    order: [file.name, formula.f, url]\n```";
    let files = [
        ("A.md", text),
        ("B.md", "---\ntitle: \"<i>\"\nurl: https://example.com/?a=\"><x>\n---\n[[A]]"),
        ("C.md", "---\ntitle: t\n---\nno link"),
    ];
    let html = site(&files).html("A.md");
    assert!(html.contains(">B</a></td><td>&lt;b>&lt;i></td><td><a class=\"external-link\" href=\"https://example.com/?a=&quot;>&lt;x>\">"), "{html}");
    assert!(!html.contains(">C<"));
}

#[test]
fn every_summary_is_below_its_column() {
    let base = "filters: kind\nsummaries: {spread: 'values.mean().round(1) + values.length'}\nviews:\n  - name: V\n    order: [n, d, b, s, n2, d2]\n    summaries: {n: KIND, d: KIND, b: KIND, s: KIND}\n";
    let notes = [
        ("1.md", "---\nkind: a\nn: 2\nd: 2024-10-01\nb: true\ns: x\n---\n[[x.base]]"),
        ("2.md", "---\nkind: a\nn: 4\nd: 2024-10-11\nb: false\ns: x\n---\n"),
        ("3.md", "---\nkind: a\nn: 9\nb: true\ns: y\n---\n"),
    ];
    for (kind, expected) in [
        ("Average", ["5", "", "0.6666666666667", ""]),
        ("Min", ["2", "", "0", ""]),
        ("Max", ["9", "", "1", ""]),
        ("Sum", ["15", "0", "2", "0"]),
        ("Range", ["7", "10 days", "1", ""]),
        ("Median", ["4", "", "1", ""]),
        ("Stddev", ["2.943920288776", "", "0.471404520791", ""]),
        ("Earliest", ["", "2024-10-01", "", ""]),
        ("latest", ["", "2024-10-11", "", ""]),
        ("Checked", ["0", "0", "2", "0"]),
        ("Unchecked", ["0", "0", "1", "0"]),
        ("Empty", ["0", "1", "0", "0"]),
        ("Filled", ["3", "2", "3", "3"]),
        ("Unique", ["3", "2", "2", "2"]),
        ("spread", ["8", "", "3.7", ""]),
    ] {
        let base = base.replace("KIND", kind);
        let files = [&notes[..], &[("x.base", base.as_str())]].concat();
        let html = site(&files).html("x.base");
        let foot = html.split("<tfoot><tr>").nth(1).expect("a foot").split("</tr>").next().unwrap_or_default();
        let cells: Vec<String> = foot.split("</small> ").skip(1).map(plain).collect();
        assert_eq!(cells, expected, "{kind}: {foot}");
    }
}

/// The text up to the end of the cell, without tags.
fn plain(cell: &str) -> String {
    let cell = cell.split("</td>").next().unwrap_or_default();
    let parts = cell.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect()
}

#[test]
fn a_base_is_made_once_unless_it_asks_for_the_note_around_it() {
    let shared =
        "formulas: {f: \"html('<i>' + file.name + '<script>x</script>')\"}\nviews: [{name: A, order: [formula.f]}]\n";
    let asking = "formulas: {f: this.file.name}\nviews: [{name: A, order: [formula.f], limit: 1}]\n";
    let text = "![[shared.base]]\n\n![[asking.base]]";
    let files = [("1.md", text), ("2.md", text), ("shared.base", shared), ("asking.base", asking)];
    let site = site(&files);
    let (one, two) = (site.html("1.md"), site.html("2.md"));
    for html in [&one, &two] {
        assert!(html.contains("<td><i>1.md</i></td></tr><tr><td><i>2.md</i></td>"), "{html}");
    }
    assert!(one.contains("<td>1.md</td>") && two.contains("<td>2.md</td>"), "{one} {two}");
}
