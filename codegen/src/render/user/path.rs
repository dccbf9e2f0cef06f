//! Finds the files that a template makes, by the path of the template.

use std::sync::Arc;

use annals_catalog::names::is_device;
use minijinja::Value;
use minijinja::value::Object;

use super::{END, Job};
use crate::lower::view::Catalog;

/// The kinds of items that a template can be rendered for.
const KINDS: [&str; 5] = ["domain", "scalar", "enum", "record", "event"];

/// The parsed path of a template.
#[derive(Debug)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    /// The kind of items it is rendered for; `None` if it is rendered once.
    kind: Option<&'static str>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    /// An attribute of the item, or of the catalog.
    Attribute {
        of_catalog: bool,
        name: String,
    },
}

impl Pattern {
    pub(super) fn parse(template: &str) -> Result<Self, String> {
        let mut pattern = Self { parts: Vec::new(), kind: None };
        let mut rest = template.strip_suffix(END).unwrap_or(template);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inside, behind)) = after.split_once('}') else {
                return Err("a `{` in its path is never closed".to_owned());
            };
            pattern.parts.push(Part::Text(before.to_owned()));
            pattern.attribute(inside)?;
            rest = behind;
        }
        pattern.parts.push(Part::Text(rest.to_owned()));
        Ok(pattern)
    }

    fn attribute(&mut self, inside: &str) -> Result<(), String> {
        let (item, name) = inside.split_once('.').unwrap_or((inside, "name"));
        let of_catalog = item == "catalog";
        if !of_catalog {
            let kind = KINDS.into_iter().find(|kind| *kind == item).ok_or_else(|| {
                format!(
                    "`{{{inside}}}` in its path is unknown: expected one of catalog, {}",
                    KINDS.join(", ")
                )
            })?;
            if self.kind.is_some_and(|known| known != kind) {
                return Err(
                    "its path names items of two kinds; a file is for items of one kind".to_owned()
                );
            }
            self.kind = Some(kind);
        }
        self.parts.push(Part::Attribute { of_catalog, name: name.to_owned() });
        Ok(())
    }

    /// The files that it makes.
    pub(super) fn jobs(&self, template: &str, catalog: &Arc<Catalog>) -> Result<Vec<Job>, String> {
        let catalog_value = Value::from_dyn_object(Arc::clone(catalog));
        let Some(kind) = self.kind else {
            let output = self.path(&catalog_value, None)?;
            return Ok(vec![Job { template: template.to_owned(), output, subject: None }]);
        };
        let all = match kind {
            "domain" => values(&catalog.domains),
            "scalar" => values(&catalog.scalars),
            "enum" => values(&catalog.enums),
            "record" => values(&catalog.records),
            _ => values(&catalog.events),
        };
        let job = |value: Value| {
            let output = self.path(&catalog_value, Some(&value))?;
            Ok(Job { template: template.to_owned(), output, subject: Some((kind, value)) })
        };
        all.into_iter().map(job).collect()
    }

    fn path(&self, catalog: &Value, item: Option<&Value>) -> Result<String, String> {
        let mut path = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Attribute { of_catalog, name } => {
                    let item = if *of_catalog { catalog } else { item.unwrap_or(catalog) };
                    path.push_str(&text_of(item, name)?);
                }
            }
        }
        safe(&path).map(|()| path)
    }
}

fn values<T: Object + 'static>(items: &[Arc<T>]) -> Vec<Value> {
    items.iter().map(|item| Value::from_dyn_object(Arc::clone(item))).collect()
}

/// The text of an attribute in a path.
fn text_of(item: &Value, name: &str) -> Result<String, String> {
    let value = item.get_attr(name).ok().filter(|value| !value.is_undefined());
    let Some(value) = value else {
        let known = crate::lower::view::missed().map(|missed| missed.names()).unwrap_or_default();
        return Err(format!("`{name}` in its path is not an attribute; expected one of {known}"));
    };
    let text = value.as_str().ok_or_else(|| format!("`{name}` in its path is not a text"))?;
    if text.is_empty() || text.contains(['/', '\\']) {
        return Err(format!("`{name}` in its path is `{text}`, which is not a valid file name"));
    }
    Ok(text.to_owned())
}

/// Refuses a path that leaves its folder or is not valid on some operating system.
fn safe(path: &str) -> Result<(), String> {
    for part in path.split('/') {
        let odd = |letter: char| letter.is_control() || "\\:*?\"<>|".contains(letter);
        if part.eq_ignore_ascii_case(".git") || part.eq_ignore_ascii_case("git~1") {
            return Err(format!("`{path}` would be one of git's own files, which git obeys"));
        }
        let dots = part.chars().all(|letter| letter == '.');
        if dots || part.contains(odd) || part.ends_with(['.', ' ']) || is_device(part) {
            return Err(format!(
                "`{part}` in `{path}` is not a valid file name on every operating system"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Pattern, safe};

    #[test]
    fn paths_stay_inside() {
        for path in [
            "../x",
            "a/../b",
            "/etc/x",
            "a//b",
            "con",
            "a/nul.txt",
            "a:b",
            "a\\b",
            "x.",
            "",
            ".git/x",
        ] {
            assert!(safe(path).is_err(), "{path}");
        }
        for path in ["a/b.md", ".github/x.yml", "org.x.v1.json", "a b"] {
            assert_eq!(safe(path), Ok(()), "{path}");
        }
    }

    #[test]
    fn patterns_name_one_kind() {
        for path in ["{event.type}.md.j2", "{domain}/x.j2", "{catalog.name}/{event}.j2", "x.j2"] {
            assert!(Pattern::parse(path).is_ok(), "{path}");
        }
        for path in ["{event", "{evnt}.j2", "{event}/{record}.j2"] {
            assert!(Pattern::parse(path).is_err(), "{path}");
        }
    }
}
