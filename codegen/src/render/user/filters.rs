//! The filters for templates of users, besides those of the engine.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};

/// The name of each and its description in the docs.
pub(crate) const FILTERS: [(&str, &str); 7] = [
    ("camel", "`userData`"),
    ("json", "A value as JSON on one line, or with `json(indent=2)` on several."),
    ("kebab", "`user-data`"),
    ("pascal", "`UserData`"),
    ("python", "A text, number, boolean, none, list or object as a Python literal."),
    ("screaming", "`USER_DATA`"),
    ("snake", "`user_data`"),
];

pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("camel", |text: String| text.to_lower_camel_case());
    environment.add_filter("json", json);
    environment.add_filter("kebab", |text: String| text.to_kebab_case());
    environment.add_filter("pascal", |text: String| text.to_upper_camel_case());
    environment.add_filter("python", |value: &Value| python(value));
    environment.add_filter("screaming", |text: String| text.to_shouty_snake_case());
    environment.add_filter("snake", |text: String| text.to_snake_case());
}

fn json(value: &Value, options: Kwargs) -> Result<String, Error> {
    let indent: Option<usize> = options.get("indent")?;
    options.assert_all_used()?;
    defined(value)?;
    let failed =
        |error: serde_json::Error| Error::new(ErrorKind::BadSerialization, error.to_string());
    let Some(indent) = indent else {
        return serde_json::to_string(value).map_err(failed);
    };
    let indent = " ".repeat(indent.min(16));
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    serde::Serialize::serialize(value, &mut serializer).map_err(failed)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn python(value: &Value) -> Result<String, Error> {
    defined(value)?;
    Ok(match value.kind() {
        ValueKind::None => "None".to_owned(),
        ValueKind::Bool if value.is_true() => "True".to_owned(),
        ValueKind::Bool => "False".to_owned(),
        ValueKind::Seq | ValueKind::Iterable => {
            let items = value.try_iter()?.map(|item| python(&item));
            format!("[{}]", items.collect::<Result<Vec<_>, _>>()?.join(", "))
        }
        ValueKind::Map => {
            let entry =
                |key: Value| Ok(format!("{}: {}", python(&key)?, python(&value.get_item(&key)?)?));
            let entries = value.try_iter()?.map(entry);
            format!("{{{}}}", entries.collect::<Result<Vec<_>, Error>>()?.join(", "))
        }
        ValueKind::String => python_text(value.as_str().unwrap_or_default()),
        _ => value.to_string(),
    })
}

/// A Python string literal; invisible characters are escaped.
fn python_text(text: &str) -> String {
    let mut literal = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => literal.extend(['\\', letter]),
            '\n' => literal.push_str("\\n"),
            hidden if annals_catalog::format::is_hidden(hidden) => {
                literal.push_str(&format!("\\U{:08x}", u32::from(hidden)));
            }
            shown => literal.push(shown),
        }
    }
    literal.push('"');
    literal
}

fn defined(value: &Value) -> Result<(), Error> {
    if value.is_undefined() { Err(ErrorKind::UndefinedError.into()) } else { Ok(()) }
}
