//! `/review.xml`: an entry for each coming day with a due note, as Atom; the same days as in the calendar.

use quick_xml::events::BytesText;

use crate::config::ReviewPublish;
use crate::markup::{attribute, escape};
use crate::review::forecast::DueDay;
use crate::routes::Route;

use super::calendar;
use super::context::Pages;
use super::kind::Plan;
use super::scope::Scope;
use super::xml::{element, finish, id_of, instant, into_text, is_xml_char, link, xml_document};

pub(super) fn exists(scope: Scope<'_>) -> bool {
    scope.shows_reviews() && scope.config.feeds.enabled
}

pub(super) fn plan(plan: &mut Plan) {
    plan.text(Route::ReviewFeed, review_feed);
}

fn review_feed(pages: &Pages) -> String {
    let base = &pages.config.site.base;
    let site = &pages.config.site;
    let due = base.absolute(&Route::Due.url());
    let own = base.absolute(&Route::ReviewFeed.url());
    let mut xml = xml_document();
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    finish(root.write_inner_content(|xml| {
        element(xml, "id", &id_of(&own, base.host()))?;
        element(xml, "title", &pages.translate_with("calendar.name", &[("title", &site.title)]))?;
        element(xml, "updated", &instant(pages.schedule.today.date))?;
        link(xml, &due, None)?;
        link(xml, &own, Some("self"))?;
        xml.create_element("author")
            .write_inner_content(|xml| element(xml, "name", site.author.as_ref().unwrap_or(&site.title)))?;
        for day in pages.due_days() {
            xml.create_element("entry").write_inner_content(|xml| {
                element(xml, "id", &format!("{}#{}", id_of(&own, base.host()), day.date))?;
                element(xml, "title", &format!("{}: {}", day.date, calendar::summary(pages, day)))?;
                element(xml, "updated", &instant(day.date))?;
                link(xml, &due, None)?;
                let list = xml.create_element("content").with_attribute(("type", "html"));
                list.write_text_content(BytesText::new(&day_html(pages, day))).map(drop)
            })?;
        }
        Ok(())
    }));
    into_text(xml)
}

/// The notes of a day as a list of links; empty where titles are not published.
fn day_html(pages: &Pages, day: &DueDay) -> String {
    let base = &pages.config.site.base;
    let mut html = String::new();
    if pages.config.review.publish == ReviewPublish::Full {
        html.push_str("<ul>");
        for note in day.first.iter().map(|&id| pages.site.note(id)) {
            html.push_str("<li><a");
            attribute(&mut html, "href", &base.absolute(&note.url));
            html.push('>');
            let title: String = note.title.chars().filter(|&c| is_xml_char(c)).collect();
            escape(&mut html, &title);
            html.push_str("</a></li>");
        }
        html.push_str("</ul>");
    }
    html.push_str("<p><a");
    attribute(&mut html, "href", &base.absolute(&Route::Due.url()));
    html.push('>');
    escape(&mut html, &pages.translate("home.all_due"));
    html.push_str("</a></p>");
    html
}
