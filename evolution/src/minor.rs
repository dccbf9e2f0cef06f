//! Where a minor version is written that is not there yet.

use annals_catalog::diagnostic::Fix;
use annals_catalog::source::{SourceMap, Span};

/// The fix that writes a minor version for the event with its name at `event`: in the line after `added`. `None` if the event
/// is in brackets or in another way that is not simple.
pub(crate) fn insert(sources: &SourceMap, event: Span, minor: u32) -> Option<Fix> {
    let text = &sources.get(event.file).text;
    let mut start = event.end as usize;
    start += text[start..].find('\n')? + 1;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let own = indent(text[start..].lines().next()?);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        at += line.len();
        if !line.trim().is_empty() && indent(line) < own {
            return None;
        }
        if indent(line) == own && line.trim_start().starts_with("added:") && line.ends_with('\n') {
            let place = u32::try_from(at).ok()?;
            let span = Span { start: place, end: place, ..event };
            return Some(Fix {
                span,
                text: format!("{}minor_version: {minor}\n", " ".repeat(own)),
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use annals_catalog::source::{Source, SourceMap, Span};

    use super::insert;

    #[test]
    fn it_is_after_the_date() {
        let text = "events:\n  d:\n    A:\n      type: a\n      added: 2024-01-01\n      data: {}\n    \
                    B: { added: 2024-01-01 }\n    C:\n      type: c\n";
        let mut sources = SourceMap::default();
        let file = sources.add(Source { path: "c".to_owned(), text: text.to_owned() });
        let at = |name: &str| {
            let start = u32::try_from(text.find(name).unwrap()).unwrap();
            insert(&sources, Span { file, start, end: start + 1 }, 2)
        };
        let fix = at("A:").unwrap();
        assert_eq!(fix.text, "      minor_version: 2\n");
        assert!(text[fix.span.start as usize..].starts_with("      data"));
        assert_eq!((at("B:"), at("C:")), (None, None));
    }
}
