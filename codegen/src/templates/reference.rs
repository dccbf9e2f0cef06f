//! The reference in `docs/templates.md`, as Markdown.

use crate::lower::view::KINDS;
use crate::render::user::FILTERS;

/// The attributes of every kind of object, and the filters.
#[must_use]
pub fn reference() -> String {
    let mut text = String::new();
    for (kind, description, attributes) in KINDS {
        text.push_str(&format!("### {kind}\n\n{}\n\n", description.trim()));
        text.push_str("| Attribute | Type | Meaning |\n| --- | --- | --- |\n");
        for attribute in *attributes {
            text.push_str(&format!(
                "| `{}` | {} | {} |\n",
                attribute.name, attribute.ty, attribute.description
            ));
        }
        text.push('\n');
    }
    text.push_str("### Filters\n\n| Filter | Result |\n| --- | --- |\n");
    for (name, description) in FILTERS {
        text.push_str(&format!("| `{name}` | {description} |\n"));
    }
    text
}
