//! Options: their values, their effect, and that no other text gets into a style sheet through them.

use super::*;
use crate::config::ThemeOption;
use crate::path::VaultPath;
use crate::text::{Source, Span};

fn settings(options: &[(&str, &str)]) -> ThemeSettings {
    let source = Source::new(VaultPath::new("kbgen.toml"), "[theme.options]");
    let option = |text: &str| ThemeOption { values: vec![text.into()], source: source.clone(), span: Span::new(0, 5) };
    let options = options.iter().map(|&(name, text)| (name.to_owned(), option(text))).collect();
    ThemeSettings { options, ..ThemeSettings::default() }
}

fn sheet(settings: &ThemeSettings) -> String {
    let theme = Theme::load(settings, &[], "ko").expect("the theme loads").value;
    let sheet = theme.assets().iter().find(|asset| asset.path.as_str().starts_with("assets/kbgen.")).expect("a sheet");
    String::from_utf8(sheet.bytes.to_vec()).expect("UTF-8")
}

fn refusal(name: &str, text: &str) -> Diagnostic {
    let mut errors =
        Theme::load(&settings(&[(name, text)]), &[], "ko").err().unwrap_or_else(|| panic!("{name} = {text}"));
    assert_eq!(errors.len(), 1);
    errors.remove(0)
}

#[test]
fn options_are_custom_properties_at_the_end_of_the_sheet() {
    for name in [ThemeName::Default, ThemeName::Plain] {
        let chosen = [
            ("accent", "blue"),
            ("width", "52.5rem"),
            ("font_body", "Pretendard, Noto Serif KR, serif"),
            ("font_headings", "나눔고딕"),
            ("font_mono", "D2Coding"),
        ];
        let sheet = sheet(&ThemeSettings { name, ..settings(&chosen) });
        let last = sheet.trim_end().lines().last().expect("a rule");
        for property in [
            "--accent:light-dark(#2458a6,#8fbcf0);",
            "--measure:52.5rem;",
            "--font-text:\"Pretendard\",\"Noto Serif KR\",serif,system-ui,sans-serif;",
            "--font-heading:\"나눔고딕\",system-ui,sans-serif;",
            "--font-code:\"D2Coding\",ui-monospace,monospace;",
        ] {
            assert!(last.starts_with(":root{") && last.contains(property), "{property} is not in {last}");
        }
    }
}

#[test]
fn a_colour_is_made_readable_on_both_grounds() {
    for colour in ["#ffff00", "#000", "#fff", "#808080", "#ff0000", "#0c665d"] {
        let sheet = sheet(&settings(&[("accent", colour)]));
        let (_, pair) = sheet.rsplit_once("--accent:light-dark(").expect("an accent");
        let (light, rest) = pair.split_once(',').expect("two colours");
        let (dark, rest) = rest.split_once(");--accent-soft:light-dark(").expect("the soft ones");
        let (soft_light, rest) = rest.split_once(',').expect("two colours");
        let soft_dark = rest.split_once(')').expect("an end").0;
        let [light, dark, soft_light, soft_dark] =
            [light, dark, soft_light, soft_dark].map(|hex| crate::theme::Rgb::parse(hex).expect("a colour"));
        assert!(light.contrast_is_enough(soft_light) && dark.contrast_is_enough(soft_dark), "{colour}: {sheet}");
    }
    assert!(sheet(&settings(&[("accent", "#0c665d")])).contains("--accent:light-dark(#0c665d,"), "a good one is kept");
}

#[test]
fn a_named_accent_is_readable_too() {
    for name in ["teal", "blue", "violet", "rose", "ochre"] {
        let sheet = sheet(&settings(&[("accent", name)]));
        let colours: Vec<_> = sheet.rsplit_once("--accent:").expect("an accent").1.split(['(', ',', ')']).collect();
        let colour = |at: usize| crate::theme::Rgb::parse(colours[at]).expect("a colour");
        let [light, dark, soft_light, soft_dark] = [1, 2, 4, 5].map(colour);
        assert!(light.contrast_is_enough(soft_light) && dark.contrast_is_enough(soft_dark), "{name}: {colours:?}");
    }
}

#[test]
fn what_is_no_option_is_an_error_that_says_what_would_be_right() {
    let unknown = refusal("acent", "blue");
    assert_eq!(
        (unknown.code.as_str(), unknown.help.as_deref()),
        ("config::unknown-key", Some("did you mean `accent`?"))
    );
    let far = refusal("zzz", "blue");
    assert!(far.help.is_some_and(|help| help.contains("`font_mono`")), "the names are listed");
    let near = refusal("accent", "blu");
    assert_eq!((near.code.as_str(), near.help.as_deref()), ("config::bad-value", Some("did you mean \"blue\"?")));
    assert!(near.place.is_some());
    let hostile = "red;}body{background:url(https://evil.test)}";
    for name in ["accent", "width", "font_body", "font_headings", "font_mono"] {
        for text in [hostile, "\\", "a\"b", "</style>", "url(x)", "expression(1)", "1rem;"] {
            assert_eq!(refusal(name, text).code.as_str(), "config::bad-value", "{name} = {text}");
        }
    }
    for width in ["0rem", "5rem", "101rem", "-40rem", "1e3px", "infrem", "NaNpx", "40", "40vw", "rem"] {
        assert_eq!(refusal("width", width).code.as_str(), "config::bad-value", "{width}");
    }
}

#[test]
fn a_vaults_own_theme_may_have_options_of_its_own() {
    let manifest = "name = \"mine\"\ncss = [\"base\"]\n[ground]\nlight = \"#fff\"\ndark = \"#000\"\n[accents]\n[options]\ngreeting = \"Hi\"\n";
    let overlay = [file("theme.toml", manifest), file("templates/404.html", "{{ theme.options.greeting }}")];
    let text = |settings: &ThemeSettings| {
        let theme = Theme::load(settings, &overlay, "ko").expect("the theme loads").value;
        theme.renderer(&sample::site("ko", "")).render(&NotFoundView::default()).expect("a page")
    };
    assert_eq!(text(&ThemeSettings::default()), "Hi");
    assert_eq!(text(&settings(&[("greeting", "<b>")])), "&lt;b&gt;");
}

#[test]
fn a_style_sheet_finds_the_themes_own_files_by_their_names() {
    let css = "@font-face { font-family: \"Mine\"; src: url(\"assets/mine.woff2\"); }";
    let overlay = [file("custom.css", css), file("assets/mine.woff2", "font"), file("css/base.css", css)];
    let theme = load(&overlay, "ko");
    let name = theme.assets().iter().find(|asset| asset.path.as_str().starts_with("assets/mine.")).expect("the font");
    let name = name.path.as_str().trim_start_matches("assets/");
    let sheets = theme.assets().iter().filter(|asset| asset.path.as_str().ends_with(".css"));
    let using = sheets.filter(|asset| String::from_utf8_lossy(&asset.bytes).contains(&format!("url(\"{name}\")")));
    assert_eq!(using.count(), 2);
}
