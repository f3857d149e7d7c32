//! `theme.toml`: what a theme says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The content of `theme.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Shown to people only.
    #[serde(rename = "name")]
    _name: String,
    /// Whether pages have the scripts below `js/`.
    #[serde(default = "yes")]
    pub scripts: bool,
    /// The style sheets below `css/`, in cascade order, without `.css`.
    pub css: Vec<String>,
    /// The colour of the page behind everything, for the browser's own controls around it.
    pub ground: Ground,
    /// The accents that have a name, by the reader's scheme.
    pub accents: BTreeMap<String, Ground>,
    /// The default values in a template's `theme.options`; other names are not allowed.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

/// A colour by the reader's scheme, each as CSS writes it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    pub light: String,
    pub dark: String,
}

fn yes() -> bool {
    true
}
