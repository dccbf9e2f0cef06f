//! A text with other indentations, and where its parts were before.

use super::lines::{Line, step};
use crate::source::start_of_line;

/// A text in which lines are indented otherwise.
pub(crate) struct Reindented {
    pub(crate) text: String,
    /// Offsets where the distance to the first text changes, with the offsets there.
    offsets: Vec<(usize, usize)>,
}

impl Reindented {
    /// Starts with a text that stays as it is.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), offsets: Vec::new() }
    }

    /// Adds what was at an offset, after some spaces.
    pub(crate) fn add(&mut self, spaces: usize, content: &str, at: usize) {
        self.text.extend(std::iter::repeat_n(' ', spaces));
        self.offsets.push((self.text.len(), at));
        self.text.push_str(content);
    }

    /// The offset in the first text.
    pub(crate) fn old(&self, at: u32) -> u32 {
        let index = self.offsets.partition_point(|(new, _)| *new <= at as usize);
        let Some((new, old)) = index.checked_sub(1).map(|index| self.offsets[index]) else {
            return at;
        };
        let next = self.offsets.get(index).map_or(usize::MAX, |(_, old)| *old);
        // Lines may be swapped.
        let next = if next < old { usize::MAX } else { next };
        // Larger files are refused before.
        (old + (at as usize - new)).min(next) as u32
    }
}

/// The text with spaces for the tabs in the indentation of keys, and the offset of the first of
/// those. `None` if there are none.
pub(super) fn without_tabs(text: &str) -> Option<(usize, Reindented)> {
    if !text.contains('\t') {
        return None;
    }
    let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
    let is_tabbed = |line: &Line<'_>| line.tab.is_some() && line.has_key();
    let first = lines.iter().find(|line| is_tabbed(line))?.tab?;
    let others: Vec<_> = lines.iter().filter(|line| line.tab.is_none()).cloned().collect();
    let width = step(&others);
    let mut without = Reindented::new("");
    let (mut at, mut before) = (0, None);
    for (index, line) in lines.iter().enumerate() {
        let mut column = line.column;
        if is_tabbed(line) {
            let after = lines.get(index + 1);
            let after = after.map(|next| next.column + tabs(text, next) * (width - 1));
            let columns = [column + tabs(text, line) * (width - 1), column];
            let fits = |column: &usize| fits(line, *column, before, after);
            column = columns.into_iter().chain(after).find(fits).unwrap_or(columns[0]);
            let start = start_of_line(text, line.at);
            without.add(0, &text[at..start], at);
            without.add(column, line.content, line.at);
            at = line.content_end();
        }
        before = Some((column, line.opens()));
    }
    without.add(0, &text[at..], at);
    Some((first, without))
}

/// The number of tabs in a line's indentation.
fn tabs(text: &str, line: &Line<'_>) -> usize {
    text[start_of_line(text, line.at)..line.at].matches('\t').count()
}

/// True if a line may start in a column, by that of the line before, which may be a key without a
/// value, and by that of the line after.
fn fits(
    line: &Line<'_>,
    column: usize,
    before: Option<(usize, bool)>,
    after: Option<usize>,
) -> bool {
    let is_inside = |(outer, opens)| opens && column > outer;
    match line.opens() {
        true => after.is_none_or(|inner| column < inner),
        false => {
            let is_beside = before.is_some_and(|(before, _)| before == column);
            is_beside || after == Some(column) || before.is_some_and(is_inside)
        }
    }
}
