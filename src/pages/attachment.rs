//! An attachment as it is published: the same file, or a picture without what it tells of its maker.

use crate::diag::{Diagnostic, Outcome, codes};
use crate::rendered::Body;
use crate::scan::Asset;
use crate::scan::metadata::{Stripped, may_hold_metadata, strip_file};

/// The file is looked at now, when somebody asks for it, so that a plan costs nothing. One that cannot be read is left
/// to whoever copies it, who says so.
pub(super) fn body(asset: &Asset, keep_metadata: bool) -> Outcome<Body> {
    let extension = asset.disk.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let file = Outcome::clean(Body::File(asset.disk.clone()));
    if keep_metadata || !may_hold_metadata(&extension.to_ascii_lowercase()) {
        return file;
    }
    match strip_file(&asset.disk) {
        Ok(Stripped::Bytes(bytes)) => Outcome::clean(Body::Bytes(bytes)),
        Ok(Stripped::Unreadable) => {
            let problem = Diagnostic::new(codes::IMAGE_METADATA, "metadata in this picture cannot be taken out")
                .in_file(&asset.path)
                .help(
                    "it is published as it is; export it without location, or set `keep_metadata = true` under [build]",
                );
            Outcome::new(file.value, vec![problem])
        }
        Ok(Stripped::Clean) | Err(_) => file,
    }
}
