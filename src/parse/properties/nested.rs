//! The source of a nested value, for a page that shows it: YAML is not prose, but hiding a property that the author
//! chose to show would be worse. It is parsed and serialised again, because its comments are not meant for readers.

use super::set::Properties;
use super::value::{Property, Value};
use crate::text::Source;

impl Properties {
    /// The YAML of a property with a mapping, without comments; `None` for any other, and if its location is
    /// unknown.
    pub fn nested_source(&self, property: &Property, source: &Source) -> Option<String> {
        if property.value != Value::Map || Some(property.value_span) == self.block {
            return None;
        }
        let yaml: serde_yaml::Value = serde_yaml::from_str(&aligned(source, property)).ok()?;
        let written = serde_yaml::to_string(&yaml).ok()?;
        Some(written.trim_end().to_owned()).filter(|_| yaml.is_mapping())
    }
}

/// The value as written, its first line indented as in the source.
fn aligned(source: &Source, property: &Property) -> String {
    let start = property.value_span.start as usize;
    let line_start = source.text[..start].rfind('\n').map_or(0, |line_end| line_end + 1);
    let before = &source.text[line_start..start];
    let indent = if before.bytes().all(|byte| byte == b' ') { before } else { "" };
    format!("{indent}{}", source.slice(property.value_span))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::path::VaultPath;
    use crate::text::Source;

    #[test]
    fn a_nested_value_is_its_yaml_without_comments() {
        for (block, expected) in [
            ("n:\n  k: 1\n  # secret\n  l: [a, b] # secret", Some("k: 1\nl:\n- a\n- b")),
            ("n: {k: 1, l: x}\nz: 1", Some("k: 1\nl: x")),
            ("n: text", None),
            ("n: [a, b]", None),
            ("n: {}", Some("{}")),
        ] {
            let source = Source::new(VaultPath::new("n.md"), &*format!("---\n{block}\n---\n"));
            let properties = read(&source, false).value.properties;
            let found = properties.nested_source(&properties.entry(0), &source);
            assert_eq!(found.as_deref(), expected, "{block}");
        }
    }
}
