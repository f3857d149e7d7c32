//! The page in place of a missing one; its links work from any address.

use crate::routes::Route;
use crate::view::{NotFoundView, PageHead};

use super::context::{Made, Pages};
use super::kind::Plan;

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::NotFound, not_found);
    plan.page(Route::NotFoundFolder, not_found);
}

fn not_found(pages: &Pages) -> Made {
    let head = pages.head(&pages.translate("not_found.title"), &Route::NotFound.url());
    pages.page(&NotFoundView { head: PageHead { noindex: true, canonical: None, ..head } })
}
