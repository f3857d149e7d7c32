//! `/sitemap.xml`: every page for search engines.

use crate::routes::Route;

use super::context::Pages;
use super::kind::{Kind, Plan, SitemapEntry};
use super::xml::{element, finish, into_text, xml_document};

pub(super) fn plan(plan: &mut Plan) {
    let kinds = plan.kinds;
    plan.text(Route::Sitemap, move |pages| sitemap(pages, kinds));
}

fn sitemap(pages: &Pages, kinds: &[Kind]) -> String {
    let mut urls: Vec<SitemapEntry> = Vec::new();
    for kind in kinds.iter().filter(|kind| (kind.exists)(pages.scope())) {
        urls.extend(kind.route.filter(|_| kind.in_sitemap).map(|route| (route.url(), None)));
        urls.extend((kind.sitemap)(pages));
    }
    urls.sort();
    urls.dedup_by(|later, earlier| later.0 == earlier.0);
    let mut xml = xml_document();
    let base = &pages.config.site.base;
    let written = xml.create_element("urlset").with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
    finish(written.write_inner_content(|xml| {
        for (url, day) in &urls {
            xml.create_element("url").write_inner_content(|xml| {
                element(xml, "loc", &base.absolute(url))?;
                day.map_or(Ok(()), |day| element(xml, "lastmod", &day.to_string()))
            })?;
        }
        Ok(())
    }));
    into_text(xml)
}
