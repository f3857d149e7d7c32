//! The properties of a note as templates see them.

use serde::Serialize;

/// A property that the reader may see.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PropertyView {
    pub key: String,
    pub kind: PropertyKind,
    /// One value, except for lists and tags.
    pub values: Vec<PropertyValue>,
    /// The stored value, where `values` is computed and the stored value is frozen and differs.
    pub stored: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PropertyKind {
    #[default]
    Text,
    Number,
    /// One value, `true` or `false`.
    Checkbox,
    /// One value with a `day`.
    Date,
    /// One value with a `day` and a `time`.
    Datetime,
    List,
    /// Names of tags without `#`, with links to their topics.
    Tags,
    /// A nested value: its YAML.
    Source,
}

/// A value.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PropertyValue {
    /// The text, in the order of its pieces. One piece where it holds no link.
    pub parts: Vec<PropertyPart>,
    /// An ISO day.
    pub day: Option<String>,
    /// The time of that day, `HH:MM`.
    pub time: Option<String>,
}

/// A piece of a text: a link where it has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PropertyPart {
    pub label: String,
    pub href: Option<String>,
    /// The address is outside the site.
    pub external: bool,
}
