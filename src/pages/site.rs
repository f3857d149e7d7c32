//! The parts of the site on every page: the navigation, the feeds, the day of the build.

use crate::routes::Route;
use crate::theme::Translations;
use crate::view::{FeedView, NavItem, SiteView, StampView};

use super::kind::{Kind, Nav};
use super::scope::Scope;

pub(super) fn site_view(kinds: &[Kind], scope: Scope<'_>, translations: &Translations) -> SiteView {
    let config = scope.config;
    let base = &config.site.base;
    let today = &scope.schedule.today;
    let mut view = SiteView {
        title: config.site.title.clone(),
        language: config.site.language.tag().to_owned(),
        base: base.prefix.clone(),
        home_href: base.link(&Route::Home.url()),
        author: config.site.author.clone(),
        stamp: scope.shows_reviews().then(|| StampView {
            date: today.date.to_string(),
            timezone: today.zone.name().to_owned(),
            day_start: today.day_start.format("%H:%M").to_string(),
        }),
        search_href: config.search.enabled.then(|| base.link(&Route::Search.url())),
        manifest_href: base.link(&Route::WebManifest.url()),
        ..SiteView::default()
    };
    for kind in kinds.iter().filter(|kind| (kind.exists)(scope)) {
        match kind.nav {
            Nav::Main => view.nav.extend(entry(kind, scope)),
            Nav::More => view.more.extend(entry(kind, scope)),
            Nav::Each(entries) => view.nav.extend(entries(scope, translations)),
            Nav::No => {}
        }
        view.feeds.extend(feed(kind, scope));
    }
    view
}

fn entry(kind: &Kind, scope: Scope<'_>) -> Option<NavItem> {
    Some(NavItem {
        key: kind.key.to_owned(),
        label: None,
        href: scope.config.site.base.link(&kind.route?.url()),
        count: kind.count.map(|count| count(scope)),
    })
}

fn feed(kind: &Kind, scope: Scope<'_>) -> Option<FeedView> {
    Some(FeedView {
        key: kind.key.to_owned(),
        mime: kind.feed?.to_owned(),
        href: scope.config.site.base.link(&kind.route?.url()),
    })
}
