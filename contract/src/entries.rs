//! Finds the entries of a printed lock without parsing them, which takes a fraction of the time.

use crate::word::Words;

/// An entry of a printed lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'t> {
    /// Its first word.
    pub kind: &'t str,
    /// Its second word, which is its name if it has one. Names of records and events have no quotes.
    pub name: &'t str,
    /// All of its lines.
    pub text: &'t str,
}

/// The entries of a lock that was printed, in their order.
pub fn entries(mut text: &str) -> impl Iterator<Item = Entry<'_>> {
    std::iter::from_fn(move || {
        let first = text.split_inclusive('\n').next()?;
        let others = text[first.len()..].split_inclusive('\n');
        let others = others.take_while(|line| line.starts_with("  ")).map(str::len);
        let (entry, rest) = text.split_at(first.len() + others.sum::<usize>());
        text = rest;
        let mut words = first.trim_end_matches('\n').split(' ');
        let (kind, name) = (words.next()?, words.next().unwrap_or_default());
        Some(Entry { kind, name, text: entry })
    })
}

/// The types of the fields and cases of an entry without their lists and maps: names of other entries, and of primitives.
pub fn types_in(entry: &str) -> impl Iterator<Item = String> {
    entry.lines().filter_map(|line| {
        let (kind, mut words) = Words::split_first(line.strip_prefix("  ")?);
        if !matches!(kind, "field" | "case") {
            return None;
        }
        words.word("a name").ok()?;
        Some(core_type(&words.word("a type").ok()?).to_owned())
    })
}

/// A type as the lock writes it, without lists, maps and `?`.
pub fn core_type(mut ty: &str) -> &str {
    loop {
        let inner = ty.strip_prefix("list<").or_else(|| ty.strip_prefix("map<"));
        let inner = inner.and_then(|inner| inner.strip_suffix('>'));
        match inner.or_else(|| ty.strip_suffix('?')) {
            Some(inner) => ty = inner,
            None => return ty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{entries, types_in};

    const TEXT: &str = "annals-lock 1\navro\nvariant d.V d::V\n  case \"a b\" list<d.R?> R A\n\
        record d.R d::R 0f\n  field id long i64\n  field of map<list<course_key>>? M\n";

    #[test]
    fn entries_have_all_their_lines() {
        let found: Vec<_> = entries(TEXT).collect();
        assert_eq!(found.iter().map(|entry| entry.text).collect::<String>(), TEXT);
        let words: Vec<_> = found.iter().map(|entry| (entry.kind, entry.name)).collect();
        assert_eq!(
            words,
            [("annals-lock", "1"), ("avro", ""), ("variant", "d.V"), ("record", "d.R")]
        );
        assert_eq!(found[3].text.lines().count(), 3);
    }

    #[test]
    fn types_are_those_of_fields_and_cases() {
        let types: Vec<_> = entries(TEXT).flat_map(|entry| types_in(entry.text)).collect();
        assert_eq!(types, ["d.R", "long", "course_key"]);
    }
}
