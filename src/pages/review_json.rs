//! `/review.json`: the review state of every note; without notes where titles are not published.

use crate::config::ReviewPublish;
use crate::review::{Which, to_json};
use crate::routes::Route;

use super::kind::Plan;

pub(super) fn plan(plan: &mut Plan) {
    plan.text(Route::ReviewJson, |pages| {
        let which = if pages.config.review.publish == ReviewPublish::Full { Which::All } else { Which::CountsOnly };
        to_json(&pages.site, &pages.schedule, which)
    });
}
