//! `/feed.xml`: the notes with the latest changes, as Atom (RFC 4287).

use crate::article::excerpt;
use crate::routes::Route;

use super::context::Pages;
use super::kind::Plan;
use super::scope::Scope;
use super::xml::{element, finish, id_of, instant, into_text, link, xml_document};

pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.config.feeds.enabled
}

pub(super) fn plan(plan: &mut Plan) {
    plan.text(Route::Feed, feed);
}

/// The notes with a known day of change, the latest first.
fn feed(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let site = &pages.config.site;
    let dated = pages.dated_notes();
    let entries = &dated[..dated.len().min(pages.config.feeds.limit)];
    let latest = entries.first().map_or(pages.schedule.today.date, |(day, _)| *day);
    let mut xml = xml_document();
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    finish(root.write_inner_content(|xml| {
        let home = base.absolute(&Route::Home.url());
        element(xml, "id", &id_of(&home, base.host()))?;
        element(xml, "title", &site.title)?;
        element(xml, "updated", &instant(latest))?;
        link(xml, &home, None)?;
        link(xml, &base.absolute(&Route::Feed.url()), Some("self"))?;
        xml.create_element("author")
            .write_inner_content(|xml| element(xml, "name", site.author.as_ref().unwrap_or(&site.title)))?;
        for (day, id) in entries {
            let note = pages.site.note(*id);
            let href = base.absolute(&note.url);
            xml.create_element("entry").write_inner_content(|xml| {
                element(xml, "id", &id_of(&href, base.host()))?;
                element(xml, "title", &note.title)?;
                element(xml, "updated", &instant(*day))?;
                link(xml, &href, None)?;
                let summary = excerpt::description(note, &pages.config);
                summary.map_or(Ok(()), |summary| element(xml, "summary", &summary))
            })?;
        }
        Ok(())
    }));
    into_text(xml)
}
