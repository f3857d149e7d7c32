//! The site's icons and their sizes.
//!
//! A vault with its own `assets/icon.svg` is not shown with the default's pictures beside it.

use crate::theme::assets::Assets;
use crate::theme::files::{Files, OWN};

/// The scalable icon.
const SCALABLE: &str = "assets/icon.svg";

/// The icon of a phone's home screen: square and opaque, since the phone cuts the corners.
const TOUCH: &str = "assets/icon-180.png";

/// The other icons of a web manifest: the file, its size, and whether a mask may cut away a fifth of it.
const PICTURES: &[(&str, &str, &str)] = &[
    ("assets/icon-192.png", "192x192", "any"),
    ("assets/icon-512.png", "512x512", "any"),
    ("assets/icon-maskable-512.png", "512x512", "maskable"),
];

/// An icon of the web manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestIcon {
    /// The path below the base path, with a slash.
    pub path: String,
    pub sizes: &'static str,
    pub mime: &'static str,
    pub purpose: &'static str,
}

/// Every icon of one design, the scalable one first.
pub(super) fn for_manifest(files: &Files, assets: &Assets) -> Vec<ManifestIcon> {
    let scalable = assets.names.get(SCALABLE).map(|path| ManifestIcon {
        path: path.clone(),
        sizes: "any",
        mime: "image/svg+xml",
        purpose: "any",
    });
    let pictures = PICTURES.iter().filter(|(name, ..)| belongs(files, name)).filter_map(|&(name, sizes, purpose)| {
        Some(ManifestIcon { path: assets.names.get(name)?.clone(), sizes, mime: "image/png", purpose })
    });
    scalable.into_iter().chain(pictures).collect()
}

/// The path of the icon for a phone's home screen, below the base path.
pub(super) fn touch<'a>(files: &Files, assets: &'a Assets) -> Option<&'a String> {
    assets.names.get(TOUCH).filter(|_| belongs(files, TOUCH))
}

/// Whether a picture has the design of the scalable icon: it is the vault's own, or the scalable one is the default's.
fn belongs(files: &Files, picture: &str) -> bool {
    let own = |name: &str| files.get(name).is_some_and(|file| file.layer == OWN);
    own(picture) || !own(SCALABLE)
}
