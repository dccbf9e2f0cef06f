//! The text of a lock in; where its records and events stand in it out.
//!
//! The text is one that we printed, so it is cut and not parsed. A name that stands in quotes is not
//! found; its entry is made anew.

use std::collections::HashMap;

/// The entries of a lock as they are printed, by their names.
#[derive(Default)]
pub(super) struct Kept<'a> {
    records: HashMap<&'a str, &'a str>,
    events: HashMap<&'a str, &'a str>,
}

impl<'a> Kept<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut kept = Self::default();
        let mut rest = text;
        while let Some(line) = rest.split_inclusive('\n').next() {
            let (entry, after) = rest.split_at(line.len() + lines_below(&rest[line.len()..]));
            let mut words = line.trim_end().split(' ');
            let entries = match words.next() {
                Some("record") => Some(&mut kept.records),
                Some("event") => Some(&mut kept.events),
                _ => None,
            };
            let name = words.next().filter(|name| !name.starts_with('"'));
            if let (Some(entries), Some(name)) = (entries, name) {
                entries.insert(name, entry);
            }
            rest = after;
        }
        kept
    }

    /// The lines of a record, by its qualified name.
    pub(super) fn record(&self, name: &str) -> Option<&'a str> {
        self.records.get(name).copied()
    }

    /// The lines of an event, by its type.
    pub(super) fn event(&self, event_type: &str) -> Option<&'a str> {
        self.events.get(event_type).copied()
    }
}

/// The length of the lines that belong to the entry above them.
fn lines_below(text: &str) -> usize {
    let lines = text.split_inclusive('\n').take_while(|line| line.starts_with("  "));
    lines.map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::Kept;

    const TEXT: &str = "# @generated
annals-lock 1
catalog a 1.0.0
scalar record types::Record string
enum event types::Event
  value a A
record x.A x::A 00
  artifact page docs/records/x/A.rst 00
  field id long i64
record x.B x::B 00
event a.b x::AB AB x 00 added=2025-01-01
  example \"{}\"
  field event x.A crate::x::A
event \"a b\" x::AB AB x 00 added=2025-01-01
file src/catalog.rs 00
";

    #[test]
    fn entries_are_found_whole() {
        let kept = Kept::of(TEXT);
        let a =
            "record x.A x::A 00\n  artifact page docs/records/x/A.rst 00\n  field id long i64\n";
        assert_eq!(kept.record("x.A"), Some(a));
        assert_eq!(kept.record("x.B"), Some("record x.B x::B 00\n"));
        assert_eq!(kept.event("a.b").map(|entry| entry.lines().count()), Some(3));
        assert_eq!((kept.record("types::Record"), kept.record("x.C")), (None, None));
    }

    #[test]
    fn names_in_quotes_are_not_found() {
        assert_eq!(Kept::of(TEXT).event("\"a"), None);
        assert_eq!(Kept::of(TEXT).event("a b"), None);
    }

    #[test]
    fn nothing_is_in_nothing() {
        assert_eq!(Kept::of("").event("a.b"), None);
    }
}
