//! Names of schemas in; names that the catalog takes out.

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

use annals_catalog::names::{is_device, is_reserved_domain, is_type};

/// No name of the catalog is longer.
const LONGEST: usize = 100;

/// A name of a record or enum: kept where it can be.
pub(super) fn camel(name: &str) -> String {
    if is_camel(name) {
        return name.to_owned();
    }
    let ascii = ascii(name).to_upper_camel_case();
    shortened(if is_camel(&ascii) { ascii } else { format!("T{ascii}") })
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && name.len() <= LONGEST
        && !is_device(name)
}

/// A name of a scalar or domain: kept where it can be.
pub(super) fn snake(name: &str) -> String {
    if is_snake(name) {
        return name.to_owned();
    }
    let ascii = ascii(name).to_snake_case();
    shortened(if is_snake(&ascii) { ascii } else { format!("s_{ascii}") })
}

fn is_snake(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        && name.len() <= LONGEST
}

/// A name of a scalar: none that is a type already.
pub(super) fn scalar(name: &str) -> String {
    let snake = snake(name);
    if is_type(&snake) { format!("{snake}_value") } else { snake }
}

/// A name of a domain.
pub(super) fn domain(name: &str) -> String {
    let snake = snake(name);
    if is_reserved_domain(&snake) || is_device(&snake) { format!("{snake}_events") } else { snake }
}

/// A name of an event.
pub(super) fn event(words: &str) -> String {
    let name = ascii(words).to_shouty_snake_case();
    let starts = name.starts_with(|first: char| first.is_ascii_uppercase());
    shortened(if starts && !is_device(&name) { name } else { format!("E_{name}") })
}

/// A name of a field: kept where it can be.
pub(super) fn field(name: &str) -> String {
    let good = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && name.len() <= LONGEST
    };
    if good(name) {
        return name.to_owned();
    }
    let ascii = ascii(name).to_snake_case();
    shortened(if good(&ascii) { ascii } else { format!("_{ascii}") })
}

/// A name of the catalog.
pub(super) fn kebab(words: &str) -> String {
    let snake = shortened(snake(words)).replace('_', "-");
    snake.trim_end_matches('-').chars().take(64).collect()
}

fn ascii(name: &str) -> String {
    name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_")
}

fn shortened(mut name: String) -> String {
    name.truncate(LONGEST);
    name
}

#[cfg(test)]
mod tests {
    use super::{camel, domain, event, field, snake};

    #[test]
    fn names_are_kept_or_mended() {
        type Mend = fn(&str) -> String;
        let cases: [(Mend, &str, &str); 12] = [
            (camel, "UserData", "UserData"),
            (camel, "user_data", "UserData"),
            (camel, "2nd", "T2nd"),
            (camel, "Con", "TCon"),
            (snake, "course_key", "course_key"),
            (snake, "CourseKey", "course_key"),
            (snake, "../../x", "x"),
            (domain, "match", "match_events"),
            (event, "order.line.placed", "ORDER_LINE_PLACED"),
            (event, "", "E_"),
            (field, "first-name", "first_name"),
            (field, "1st", "_1st"),
        ];
        for (mend, name, expected) in cases {
            assert_eq!(mend(name), expected, "from {name:?}");
        }
    }
}
