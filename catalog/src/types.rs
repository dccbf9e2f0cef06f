//! Parses type expressions, the strings of `type:`.
//!
//! ```text
//! type = name | "list" "<" type ">" | "map" "<" type ">" | type "?"
//! name = word [ "." word ]
//! ```

use std::ops::Range;

/// The greatest depth of lists, maps and `?` in each other.
const DEPTH_LIMIT: usize = 16;

/// A type expression; names are not looked up yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expression<'a> {
    /// A primitive, scalar, enum or record.
    Name {
        /// The part before the dot.
        domain: Option<&'a str>,
        /// The name itself.
        name: &'a str,
        /// Its bytes in the string, with the domain.
        range: Range<usize>,
    },
    /// `list<T>`
    List(Box<Expression<'a>>),
    /// `map<T>`
    Map(Box<Expression<'a>>),
    /// `T?`
    Nullable(Box<Expression<'a>>),
}

/// Why a string is not a type expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// What is wrong.
    pub(crate) message: String,
    /// What to type instead.
    pub(crate) hint: String,
    /// The bytes that are wrong.
    pub(crate) range: Range<usize>,
    /// What must have been meant by them, if nothing else can be.
    pub(crate) fix: Option<&'static str>,
}

/// Parses a type expression.
pub(crate) fn parse(text: &str) -> Result<Expression<'_>, Malformed> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let expression = parser.expression()?;
    parser.skip_space();
    if parser.at == text.len() {
        return Ok(expression);
    }
    let rest = parser.at..text.len();
    if let Some(malformed) = square(text, parser.at) {
        return Err(malformed);
    }
    Err(match &text[rest.clone()] {
        or if or.starts_with('|') && or.contains("null") => malformed(
            "a type has no `|`",
            format!("write `{}?` for a type or null", text[..parser.at].trim()),
            rest,
        ),
        or if or.starts_with('|') => malformed(
            "a type has no `|`",
            "define the cases in `variants`, and write the name of the variant as the type",
            rest,
        ),
        arguments if arguments.starts_with('(') => {
            malformed("a type has no `(`", keys_for(text[..rest.start].trim(), arguments), rest)
        }
        close if close.starts_with('>') => malformed(
            "this `>` has no `<`",
            "every `>` needs a `list<` or `map<` before it",
            parser.at..parser.at + 1,
        ),
        _ => malformed(
            "expected the end of the type",
            "write one type: `string`, `list<string>`, `UserData?`",
            rest,
        ),
    })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn expression(&mut self) -> Result<Expression<'a>, Malformed> {
        let mut expression = self.base()?;
        let mut nullable = false;
        loop {
            self.skip_space();
            let mark = self.at;
            if !self.eat('?') {
                return Ok(expression);
            }
            if nullable {
                return Err(malformed(
                    "this type is already nullable",
                    "one `?` is enough",
                    mark..self.at,
                ));
            }
            nullable = true;
            expression = Expression::Nullable(Box::new(expression));
        }
    }

    fn base(&mut self) -> Result<Expression<'a>, Malformed> {
        self.skip_space();
        let start = self.at;
        let first = self.word()?;
        if self.eat('.') {
            let name = self.word()?;
            return Ok(Expression::Name { domain: Some(first), name, range: start..self.at });
        }
        let range = start..self.at;
        self.skip_space();
        if !self.text[self.at..].starts_with('<') {
            if let Some(malformed) = square(self.text, self.at) {
                return Err(malformed);
            }
            return match first {
                "list" | "map" => Err(malformed(
                    format!("`{first}` has no element type"),
                    format!("add the type of its elements: `{first}<string>`"),
                    range,
                )),
                name => Ok(Expression::Name { domain: None, name, range }),
            };
        }
        self.container(first, range)
    }

    fn container(&mut self, word: &str, range: Range<usize>) -> Result<Expression<'a>, Malformed> {
        let wrap = match word {
            "list" => Expression::List,
            "map" => Expression::Map,
            _ => return Err(no_container(word, range)),
        };
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(malformed(
                format!("the type has more than {DEPTH_LIMIT} levels"),
                "move the inner part into a record of its own",
                range,
            ));
        }
        self.eat('<');
        let inner = self.expression()?;
        self.depth -= 1;
        self.skip_space();
        let mark = self.at;
        if self.eat('>') {
            return Ok(wrap(Box::new(inner)));
        }
        Err(match self.text[mark..].chars().next() {
            Some(',') => malformed(
                format!("`{word}` has one element type"),
                one_element(word, &self.text[mark + 1..]),
                mark..mark + 1,
            ),
            Some(other) => malformed(
                format!("expected `>` to close `{word}<`, found `{other}`"),
                format!("write `{word}<T>`"),
                mark..mark + other.len_utf8(),
            ),
            None => malformed(
                format!("`{word}<` is not closed"),
                "add `>` at the end",
                range.start..range.end + 1,
            ),
        })
    }

    fn word(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        let rest = &self.text[start..];
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_');
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        if !word.is_empty() {
            return Ok(word);
        }
        let hint = "write a type such as `string`, `list<UserData>` or `learning.UserData`";
        Err(match rest.chars().next() {
            Some('?') if rest.len() > 1 => malformed(
                "a type does not start with `?`",
                format!("write `{}?` for a type or null", rest[1..].trim()),
                start..start + 1,
            ),
            Some(found) => malformed(
                format!("expected a type, found `{found}`"),
                hint,
                start..start + found.len_utf8(),
            ),
            None => malformed("expected a type", hint, start..start),
        })
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, letter: char) -> bool {
        let found = self.text[self.at..].starts_with(letter);
        if found {
            self.at += letter.len_utf8();
        }
        found
    }
}

/// What to write for a list or a map with a comma, by what comes after it.
fn one_element(word: &str, rest: &str) -> String {
    let inner = rest.split('>').next().unwrap_or_default().trim();
    let is_name = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match word {
        "map" if is_name => format!("the keys of a map are strings: write `map<{inner}>`"),
        "map" => "the keys of a map are strings: write `map<T>`".to_owned(),
        _ => "the items of a list have one type: write `list<T>`".to_owned(),
    }
}

/// The keys to write for the numbers in `decimal(8, 2)` or `string(20)`.
fn keys_for(name: &str, arguments: &str) -> String {
    let inner = arguments.trim_start_matches('(').split(')').next().unwrap_or_default();
    let numbers: Vec<&str> = inner.split(',').map(str::trim).collect();
    let is_number =
        |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (name, numbers.as_slice()) {
        ("decimal", [precision, scale]) if numbers.iter().all(is_number) => {
            format!("write `type: decimal, precision: {precision}, scale: {scale}`")
        }
        ("datetime" | "local_datetime" | "local_time", [digits @ ("3" | "6")]) => {
            let precision = if *digits == "3" { "millis" } else { "micros" };
            format!("write `type: {name}, precision: {precision}`")
        }
        ("string" | "bytes", [length]) if is_number(length) => {
            format!("write `type: {name}, max_length: {length}`")
        }
        _ => "limits such as `precision` and `max_length` are keys beside `type`".to_owned(),
    }
}

/// Reports `word[inner]`, whose bracket is at a byte of the text.
fn square(text: &str, at: usize) -> Option<Malformed> {
    let (sign, close) = if text[at..].starts_with('(') { ('(', ')') } else { ('[', ']') };
    let inner = text[at..].strip_prefix(sign)?;
    let (inner, rest) = inner.split_once(close)?;
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let start = text[..at].trim_end_matches(is_part).len();
    let after = &rest[..rest.len() - rest.trim_start_matches(is_part).len()];
    let end = text.len() - rest.len() + after.len();
    let meant = angled(&text[start..at], inner, after)?;
    Some(malformed("a type has angle brackets", format!("write `{meant}`"), start..end))
}

/// What was meant by `word[inner]`, or by `map[inner]after`: a list or a map in angle brackets.
pub(crate) fn angled(word: &str, inner: &str, after: &str) -> Option<String> {
    // The keys of a map have no type.
    let inner = if after.is_empty() { inner } else { after };
    let inner = inner.rsplit(',').next().unwrap_or_default().trim();
    let ty = match (word.to_ascii_lowercase().as_str(), inner) {
        ("", _) => return None,
        (_, "") => format!("list<{word}>"),
        ("list" | "array" | "sequence" | "vec" | "set", _) => format!("list<{inner}>"),
        ("map" | "dict" | "hashmap", _) => format!("map<{inner}>"),
        ("optional", _) => format!("{inner}?"),
        _ => return None,
    };
    Some(ty)
}

fn no_container(word: &str, range: Range<usize>) -> Malformed {
    let hint = match word.to_ascii_lowercase().as_str() {
        "option" | "optional" | "nullable" | "maybe" => "write `T?` for a type or null",
        "array" | "sequence" | "set" | "vec" => "write `list<T>`",
        "dict" | "object" | "hashmap" => "write `map<T>`",
        "list" | "map" => "write it in lower case",
        _ => "only `list<T>` and `map<T>` have an element type",
    };
    let fix = match word.to_ascii_lowercase().as_str() {
        "list" | "array" | "sequence" | "vec" => Some("list"),
        "map" | "dict" | "hashmap" => Some("map"),
        _ => None,
    };
    Malformed { fix, ..malformed(format!("`{word}` has no element type"), hint, range) }
}

fn malformed(
    message: impl Into<String>,
    hint: impl Into<String>,
    range: Range<usize>,
) -> Malformed {
    Malformed { message: message.into(), hint: hint.into(), range, fix: None }
}

#[cfg(test)]
mod tests {
    use super::{Expression, parse};

    /// Prints the tree with the range of each name.
    fn show(expression: &Expression<'_>) -> String {
        match expression {
            Expression::Name { domain, name, range } => {
                let domain = domain.map_or_else(String::new, |domain| format!("{domain}/"));
                format!("{domain}{name}@{}..{}", range.start, range.end)
            }
            Expression::List(inner) => format!("list({})", show(inner)),
            Expression::Map(inner) => format!("map({})", show(inner)),
            Expression::Nullable(inner) => format!("null|{}", show(inner)),
        }
    }

    #[test]
    fn valid_types() {
        for (text, tree) in [
            ("string", "string@0..6"),
            ("string?", "null|string@0..6"),
            ("learning.UserData", "learning/UserData@0..17"),
            ("list<string>", "list(string@5..11)"),
            ("map<list<UserData?>>?", "null|map(list(null|UserData@9..17))"),
            (" list < a.B > ? ", "null|list(a/B@8..11)"),
        ] {
            assert_eq!(parse(text).map(|tree| show(&tree)).as_deref(), Ok(tree), "{text}");
        }
    }

    #[test]
    fn malformed_types() {
        for (text, message, range) in [
            ("", "expected a type", 0..0),
            ("list", "`list` has no element type", 0..4),
            ("list<>", "expected a type, found `>`", 5..6),
            ("list<string", "`list<` is not closed", 0..5),
            ("list<string>>", "this `>` has no `<`", 12..13),
            ("map<string, int>", "`map` has one element type", 10..11),
            ("list<string int>", "expected `>` to close `list<`, found `i`", 12..13),
            ("string??", "this type is already nullable", 7..8),
            ("string int", "expected the end of the type", 7..10),
            ("decimal(8, 2)", "a type has no `(`", 7..13),
            ("Optional<string>", "`Optional` has no element type", 0..8),
            ("list<é>", "expected a type, found `é`", 5..7),
            ("a.", "expected a type", 2..2),
            ("?", "expected a type, found `?`", 0..1),
        ] {
            let malformed = parse(text).err().map(|bad| (bad.message, bad.range));
            assert_eq!(malformed, Some((message.to_owned(), range)), "{text}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let nest = |depth: usize| "list<".repeat(depth) + "int" + &">".repeat(depth);
        assert!(parse(&nest(16)).is_ok());
        assert!(parse(&nest(17)).is_err());
        assert!(parse(&nest(100_000)).is_err());
    }
}
