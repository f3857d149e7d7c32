//! The files of the site and their makers: a walk over the table of kinds.

use std::sync::Arc;

use crate::article::code::Highlight;
use crate::config::Config;
use crate::index::{self, Site};
use crate::rendered::Rendered;
use crate::review::Schedule;
use crate::theme::Theme;

use super::context::Pages;
use super::kind::{Kind, Plan};
use super::scope::Scope;
use super::site::site_view;

/// Binds the theme to a site that has these kinds of page.
pub fn bind(
    kinds: &[Kind],
    config: Arc<Config>,
    site: Arc<Site>,
    schedule: Arc<Schedule>,
    theme: Arc<Theme>,
    code: Box<dyn Highlight + Send>,
) -> Pages {
    let scope = Scope { config: &config, site: &site, schedule: &schedule };
    let view = site_view(kinds, scope, theme.translations());
    Pages::new(config, site, schedule, theme, code, &view)
}

/// Every file of the site.
pub fn plan(kinds: &'static [Kind], pages: Arc<Pages>) -> Rendered {
    let site = pages.site.clone();
    let mut rendered = Rendered::new({
        let site = site.clone();
        move || index::sources(&site)
    });
    rendered.reserve(site.notes.len() + site.assets.len() + site.redirects.len() + 2 * site.topics.len());
    let mut plan = Plan { kinds, pages, rendered };
    for kind in kinds {
        if (kind.exists)(plan.pages.scope()) {
            (kind.plan)(&mut plan);
        }
    }
    plan.rendered
}
