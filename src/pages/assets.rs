//! The files of the theme, and the attachments as they are published: the same file, or a picture without its
//! metadata.

use crate::diag::{Diagnostic, Outcome, codes};
use crate::rendered::Body;
use crate::scan::Asset;
use crate::scan::metadata::{Stripped, may_hold_metadata, strip_file};

use super::kind::Plan;

pub(super) fn plan(plan: &mut Plan) {
    let pages = plan.pages.clone();
    for asset in pages.theme.assets() {
        let bytes = asset.bytes.clone();
        plan.add(asset.path.clone(), move |_| Ok(Outcome::clean(Body::Bytes(bytes.to_vec()))));
    }
    for asset in &pages.site.assets {
        let (file, keep) = (asset.asset.clone(), pages.config.keep_metadata);
        plan.add(asset.url.to_out(), move |_| Ok(attachment(&file, keep)));
    }
}

/// The body of an attachment. The file is read on demand, so that a plan costs nothing. A file that cannot be read is
/// left to the copying step, which reports it.
fn attachment(asset: &Asset, keep_metadata: bool) -> Outcome<Body> {
    let extension = asset.disk.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let file = Outcome::clean(Body::File(asset.disk.clone()));
    if keep_metadata || !may_hold_metadata(&extension.to_ascii_lowercase()) {
        return file;
    }
    match strip_file(&asset.disk) {
        Ok(Stripped::Bytes(bytes)) => Outcome::clean(Body::Bytes(bytes)),
        Ok(Stripped::Unreadable) => {
            let problem = Diagnostic::new(codes::IMAGE_METADATA, "metadata in this picture cannot be removed")
                .in_file(&asset.path)
                .help(
                    "it is published unchanged; export it without location, or set `keep_metadata = true` under [build]",
                );
            Outcome::new(file.value, vec![problem])
        }
        Ok(Stripped::Clean) | Err(_) => file,
    }
}
