//! Lays out tables with aligned columns that fit the terminal.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Spaces between columns.
const GAP: usize = 2;

/// A column that would be cut to less than this is left out.
const LEAST: usize = 8;

/// A table with a head; rows have as many cells as the head.
pub(super) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    pub(super) fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new(), right: Vec::new() }
    }

    /// Aligns these columns to the right.
    pub(super) fn with_numbers(self, columns: impl IntoIterator<Item = usize>) -> Self {
        Self { right: columns.into_iter().collect(), ..self }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells = cells.into_iter().map(|cell| one_line(&cell)).collect();
        self.rows.push(cells);
    }

    /// The lines; cells are cut so that no line is longer than `width`.
    pub(super) fn print(&self, width: Option<usize>, colour: bool) -> String {
        let widths = self.widths(width.unwrap_or(usize::MAX));
        let mut text = String::new();
        let head: Vec<String> = self.head.iter().map(|title| title.to_uppercase()).collect();
        if head.iter().any(|title| !title.is_empty()) {
            let line = self.line(&head, &widths);
            text += &if colour { format!("\u{1b}[1m{line}\u{1b}[0m") } else { line };
            text.push('\n');
        }
        for row in &self.rows {
            text += &self.line(row, &widths);
            text.push('\n');
        }
        text
    }

    /// The width of each column: that of its widest cell, less for the last ones if `room` is short.
    fn widths(&self, room: usize) -> Vec<usize> {
        let natural = (0..self.head.len()).map(|column| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let widest = cells.map(|cell| cell.width()).max().unwrap_or(0);
            // An empty column is left out.
            if widest == 0 { 0 } else { widest.max(self.head[column].width()) }
        });
        let mut left = room;
        let widths = natural.enumerate().map(|(column, natural)| {
            if natural == 0 {
                return 0;
            }
            let gap = if column == 0 { 0 } else { GAP };
            let width = natural.min(left.saturating_sub(gap));
            if width < natural.min(LEAST) {
                left = 0;
                return 0;
            }
            left -= width + gap;
            width
        });
        widths.collect()
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if *width == 0 {
                continue;
            }
            if !line.is_empty() {
                line += &" ".repeat(GAP);
            }
            let cell = cut(cell, *width);
            let space = " ".repeat(width - cell.width());
            line += &if self.right.contains(&column) { space + &cell } else { cell + &space };
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// The text on one line, without control characters, which could control the terminal.
pub(super) fn one_line(text: &str) -> String {
    let start: String = text.chars().take_while(|letter| *letter == ' ').collect();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    start + &words.chars().filter(|letter| !letter.is_control()).collect::<String>()
}

/// The text, cut to `width` with `…` at its end.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let fits = |letter: &char| {
        let taken = letter.width().unwrap_or(0);
        let fits = taken <= room;
        room = room.saturating_sub(taken);
        fits
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::{Table, cut};

    #[test]
    fn columns_fit_the_room() {
        let mut table = Table::new(&["name", "count", "", "words"]).with_numbers([1]);
        table.row(["one", "1", "", "some words\nand more"].map(str::to_owned));
        table.row(["eleven", "11", "", "学習"].map(str::to_owned));
        let whole =
            "NAME    COUNT  WORDS\none         1  some words and more\neleven     11  学習\n";
        assert_eq!(table.print(None, false), whole);
        let narrow = "NAME    COUNT  WORDS\none         1  some words…\neleven     11  学習\n";
        assert_eq!(table.print(Some(26), false), narrow);
        assert_eq!(table.print(Some(16), false), "NAME    COUNT\none         1\neleven     11\n");
        assert!(table.print(None, true).starts_with("\u{1b}[1mNAME"));
    }

    #[test]
    fn wide_letters_are_not_halved() {
        assert_eq!(cut("学習者", 4), "学…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
    }
}
