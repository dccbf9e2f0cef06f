//! Spans within the strings of a catalog.

use std::ops::Range;

use crate::ast::Text;
use crate::source::Span;

/// The span of a part of `text`, or of all of it if the source spells it differently: with escapes,
/// or folded over lines.
pub(crate) fn within(text: &Text, range: Range<usize>) -> Span {
    let Span { file, start, end } = text.span;
    let quotes = match ((end - start) as usize).checked_sub(text.value.len()) {
        Some(0) => 0,
        // A string that is folded over lines can be two bytes shorter too, so only ASCII is split.
        Some(2) if text.value.is_ascii() => 1,
        _ => return text.span,
    };
    let at = |offset: usize| start + quotes + u32::try_from(offset).unwrap_or(0);
    Span { file, start: at(range.start), end: at(range.end) }
}

/// The segments between the dots of a string, with their ranges.
pub(crate) fn segments(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split('.').map(move |segment| {
        let range = start..start + segment.len();
        start = range.end + 1;
        (segment, range)
    })
}

/// An optional string; empty if there is none.
pub(crate) fn text_of(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| text.value.clone())
}

#[cfg(test)]
mod tests {
    use super::{segments, within};
    use crate::ast::Text;
    use crate::source::{FileId, Span};

    #[test]
    fn parts_of_plain_and_quoted_texts() {
        let text =
            |end| Text { value: "a.bc".into(), span: Span { file: FileId(0), start: 10, end } };
        let part = |end| {
            let Span { start, end, .. } = within(&text(end), 2..4);
            (start, end)
        };
        assert_eq!(part(14), (12, 14), "plain");
        assert_eq!(part(16), (13, 15), "in quotes");
        assert_eq!(part(17), (10, 17), "with escapes");
        let all: Vec<_> = segments("a.bc").collect();
        assert_eq!(all, [("a", 0..1), ("bc", 2..4)]);
    }
}
