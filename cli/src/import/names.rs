//! Turns names of schemas into names that the catalog allows.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

use annals_catalog::names::{is_device, is_reserved_domain, is_type};

/// The longest name, in characters.
const LONGEST: usize = 100;

/// A name of a record or enum, unchanged if it is allowed.
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

/// A name of a scalar or domain, unchanged if it is allowed.
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

/// A name of a scalar that is not the name of a type.
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

/// A name of a field, unchanged if it is allowed.
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

/// A free name of a field, and its name on the wire if that is another one that the catalog allows.
pub(super) fn field_of(written: &str, taken: &mut Taken) -> (String, Option<String>) {
    let name = taken.numbered(field(written), "_");
    let wire = (name != written && is_wire(written)).then(|| written.to_owned());
    (name, wire)
}

/// True if the catalog allows the name on the wire.
pub(super) fn is_wire(name: &str) -> bool {
    let is_escaped = |letter: char| letter.is_control() || matches!(letter, '"' | '\\');
    !name.trim().is_empty() && !name.contains(is_escaped)
}

/// A name of the catalog.
pub(super) fn kebab(words: &str) -> String {
    let snake = shortened(snake(words)).replace('_', "-");
    snake.trim_end_matches('-').chars().take(64).collect()
}

/// The names in use, each with the last number that was added to it.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeMap<String, usize>);

impl Taken {
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// False if the name was in use already.
    pub(super) fn insert(&mut self, name: &str) -> bool {
        let is_free = !self.contains(name);
        if is_free {
            self.0.insert(name.to_owned(), 1);
        }
        is_free
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The name with as many `suffix` as it needs to be free.
    pub(super) fn suffixed(&mut self, mut name: String, suffix: &str) -> String {
        while !self.insert(&name) {
            name.push_str(suffix);
        }
        name
    }

    /// The name, or the first of `name_2`, `name_3`, … that is free, with this separator.
    pub(super) fn numbered(&mut self, name: String, separator: &str) -> String {
        self.numbered_in("", name, separator)
    }

    /// The same, where a name is free if it is not in use with this prefix.
    pub(super) fn numbered_in(&mut self, prefix: &str, name: String, separator: &str) -> String {
        let full = |name: &str| format!("{prefix}{name}");
        if self.insert(&full(&name)) {
            return name;
        }
        let mut count = self.0.get(&full(&name)).copied().unwrap_or(1);
        loop {
            count += 1;
            let numbered = with_number(&name, separator, count);
            if self.insert(&full(&numbered)) {
                self.0.insert(full(&name), count);
                return numbered;
            }
        }
    }
}

/// The name with a number: `name_2`. A name of the longest length makes room for it.
pub(super) fn with_number(name: &str, separator: &str, number: usize) -> String {
    let number = format!("{separator}{number}");
    name.chars().take(LONGEST - number.len()).chain(number.chars()).collect()
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
    use super::{LONGEST, Taken, camel, domain, event, field, snake};

    #[test]
    fn names_are_kept_or_changed() {
        type Name = fn(&str) -> String;
        let cases: [(Name, &str, &str); 12] = [
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
        for (allowed, name, expected) in cases {
            assert_eq!(allowed(name), expected, "from {name:?}");
        }
    }
    #[test]
    fn no_name_is_used_twice() {
        let mut taken = Taken::default();
        assert!(taken.insert("a_3") && !taken.insert("a_3"));
        let names = ["a", "a", "a", "a_2", "a"].map(|name| taken.numbered(name.to_owned(), "_"));
        assert_eq!(names, ["a", "a_2", "a_4", "a_2_2", "a_5"]);
        assert_eq!(taken.numbered("a_4".to_owned(), ""), "a_42");
        assert_eq!(taken.suffixed("a".to_owned(), "x"), "ax");
        let longest = "a".repeat(LONGEST);
        let names = [(); 11].map(|()| taken.numbered(longest.clone(), "_"));
        assert!(names.iter().all(|name| name.len() == LONGEST), "{names:?}");
        assert!(names[1].ends_with("aa_2") && names[10].ends_with("aa_11"), "{names:?}");
        let name = taken.numbered_in("other.", "a".to_owned(), "");
        assert_eq!(
            (name.as_str(), taken.numbered_in("other.", name.clone(), "").as_str()),
            ("a", "a2")
        );
    }
}
