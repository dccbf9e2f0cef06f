//! Reads descriptions, examples and deprecations.

use super::super::draft::Deprecation;
use super::super::node::{Node, shortened};
use super::Reader;
use annals_codegen::json::Json;

impl Reader<'_, '_> {
    /// The description, else a title that is more than the name. A title that is more than both does not count as read,
    /// and is a custom property.
    pub(super) fn description(&mut self, node: &Node<'_>, name: &str) -> Option<String> {
        let description = node.words("description");
        let title = node.peek("title").and_then(Json::as_str).map(str::trim);
        let title = title.filter(|title| !title.is_empty() && letters(title) != letters(name));
        match (&description, title) {
            (Some(_), Some(_)) => description,
            (_, title) => {
                node.skip(&["title"]);
                description.or_else(|| title.map(str::to_owned))
            }
        }
    }

    /// The first example; the catalog has only one.
    pub(super) fn example(&mut self, node: &Node<'_>) -> Option<Json> {
        let single = node.get("example");
        let examples = match node.get("examples") {
            Some(Json::Array(examples)) => examples.as_slice(),
            _ => &[],
        };
        let mut all = examples.iter().chain(single);
        let first = all.next();
        for more in all {
            let found = format!("example: {}", shortened(&more.compact()));
            self.notes.loss(
                "example",
                &node.place("examples"),
                found,
                "left out, because the catalog has only one",
            );
        }
        first.cloned()
    }

    /// A deprecation. Only schemas made by `annals generate` say more, in the words of the event or in a comment.
    pub(super) fn deprecation(
        &mut self,
        node: &Node<'_>,
        words: Option<&str>,
    ) -> Option<Deprecation> {
        let flag = *node.get("deprecated")? == Json::Bool(true);
        let comment = words.or_else(|| node.text("$comment"));
        flag.then(|| comment.and_then(parse).unwrap_or_default())
    }
}

/// What two spellings of a name have in common.
fn letters(name: &str) -> String {
    name.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), "")
}

/// Reads `Deprecated since 2025-01-01. To be removed on 2026-01-01. Use `x` instead. A note.`
fn parse(text: &str) -> Option<Deprecation> {
    let (since, rest) = match text.strip_prefix("Deprecated since ") {
        Some(rest) => {
            let (since, rest) = date(rest)?;
            (Some(since), rest)
        }
        None => (None, text.strip_prefix("Deprecated.")?),
    };
    let (removal, rest) = match rest.strip_prefix(" To be removed on ") {
        Some(rest) => {
            let (removal, rest) = date(rest)?;
            (Some(removal), rest)
        }
        None => (None, rest),
    };
    let (replacement, rest) = match rest.strip_prefix(" Use `") {
        Some(rest) => {
            let (name, rest) = rest.split_once("` instead.")?;
            (Some(name.to_owned()), rest)
        }
        None => (None, rest),
    };
    let note = rest.trim();
    let note = (!note.is_empty()).then(|| note.to_owned());
    Some(Deprecation { since, removal, replacement, note })
}

/// A date before a full stop, and the rest.
fn date(text: &str) -> Option<(String, &str)> {
    let (date, rest) = text.split_once('.')?;
    let good = date.len() == 10 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    good.then(|| (date.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn generated_words_are_read_back() {
        let text =
            "Deprecated since 2025-01-01. To be removed on 2026-01-01. Use `x.y` instead. Gone.";
        let read = parse(text).unwrap();
        assert_eq!(
            (read.since.as_deref(), read.removal.as_deref()),
            (Some("2025-01-01"), Some("2026-01-01"))
        );
        assert_eq!(
            (read.replacement.as_deref(), read.note.as_deref()),
            (Some("x.y"), Some("Gone."))
        );
        let short = parse("Deprecated since 2025-01-01.").unwrap();
        assert_eq!((short.removal, short.replacement, short.note), (None, None, None));
        let undated = parse("Deprecated. Use `x` instead.").unwrap();
        assert_eq!((undated.since, undated.replacement.as_deref()), (None, Some("x")));
        assert_eq!(parse("Deprecated since yesterday."), None);
    }
}
