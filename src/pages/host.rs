//! The files for hosts, crawlers and phones: `robots.txt`, `_headers`, `.nojekyll`, the web manifest.

use crate::index::Target;
use crate::path::UrlPath;
use crate::routes::Route;
use crate::theme::ManifestIcon;

use super::context::Pages;
use super::kind::Plan;

pub(super) fn plan(plan: &mut Plan) {
    plan.text(Route::Robots, robots);
    plan.text(Route::WebManifest, manifest);
    plan.text(Route::Headers, headers);
    plan.text(Route::NoJekyll, |_| String::new());
}

/// `/manifest.webmanifest` (W3C Web Application Manifest), with which a phone installs the site beside its apps.
fn manifest(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let home = base.link(&Route::Home.url());
    let ground = &pages.theme.ground().light;
    let icon = |icon: &ManifestIcon| {
        serde_json::json!({
            "src": base.link(&UrlPath::new(icon.path.as_str())),
            "sizes": icon.sizes,
            "type": icon.mime,
            "purpose": icon.purpose,
        })
    };
    let manifest = serde_json::json!({
        "id": home,
        "name": pages.config.site.title,
        "lang": pages.config.site.language.tag(),
        "dir": "auto",
        "start_url": home,
        "scope": home,
        // A reader of notes goes back and forth between pages.
        "display": "minimal-ui",
        "background_color": ground,
        "theme_color": ground,
        "icons": pages.theme.manifest_icons().iter().map(icon).collect::<Vec<_>>(),
    });
    format!("{manifest:#}\n")
}

/// `/robots.txt`.
fn robots(pages: &Pages) -> String {
    let sitemap = pages.config.site.base.absolute(&Route::Sitemap.url());
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}

/// `/_headers`, which Netlify and Cloudflare Pages read (S-POLICY).
fn headers(pages: &Pages) -> String {
    let prefix = &pages.config.site.base.prefix;
    let csp = pages.theme.csp();
    let own = pages.theme.frame_sources().join(" ");
    let frames = match (may_frame(pages), own.as_str()) {
        (true, _) => "; frame-src 'self' https:".to_owned(),
        (false, "") => String::new(),
        (false, own) => format!("; frame-src {own}"),
    };
    let [assets, calendar, manifest] = [Route::Assets, Route::Calendar, Route::WebManifest].map(Route::path);
    format!(
        "{prefix}/*\n  Content-Security-Policy: {csp}{frames}; frame-ancestors 'self'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=()\n  \
         Cache-Control: public, max-age=0, must-revalidate\n\n\
         {prefix}{assets}*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         {prefix}{calendar}\n  Content-Type: text/calendar; charset=utf-8\n\n\
         {prefix}{manifest}\n  Content-Type: application/manifest+json\n"
    )
}

/// Whether some page may have a frame (a PDF, a video), which the site's policy must then allow.
fn may_frame(pages: &Pages) -> bool {
    pages.site.notes.iter().any(|note| {
        note.parsed.links.iter().zip(&note.targets).any(|(link, target)| match target {
            Target::External => link.embed,
            Target::Asset(id) => link.embed && pages.site.asset(*id).asset.path.extension() == "pdf",
            _ => false,
        })
    })
}
