//! Prints what changed in a text as a unified diff.

use std::fmt::Write as _;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

/// A text and the name that the diff gives it.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Such as the path of a file.
    pub name: &'a str,
    /// The lines to compare.
    pub text: &'a str,
}

/// The unified diff of two texts, with this number of unchanged lines around each change; empty if they are equal.
#[must_use]
pub fn unified(old: Version<'_>, new: Version<'_>, context: usize) -> String {
    let lines = InternedInput::new(old.text, new.text);
    let mut diff = Diff::compute(Algorithm::Histogram, &lines);
    diff.postprocess_lines(&lines);
    let mut groups: Vec<Vec<Change>> = Vec::new();
    for hunk in diff.hunks() {
        let change = Change { old: indices(&hunk.before), new: indices(&hunk.after) };
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| last.is_near(&change, context)) => {
                group.push(change);
            }
            Some(_) | None => groups.push(vec![change]),
        }
    }
    let mut text = String::new();
    if !groups.is_empty() {
        let _ = write!(text, "--- {}\n+++ {}\n", old.name, new.name);
    }
    for group in &groups {
        print(&mut text, group, &lines, context);
    }
    text
}

/// Lines of the old text that lines of the new one replace.
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

impl Change {
    /// Whether the unchanged lines around the two changes touch.
    fn is_near(&self, next: &Self, context: usize) -> bool {
        next.old.start - self.old.end <= 2 * context
    }
}

fn indices(lines: &Range<u32>) -> Range<usize> {
    lines.start as usize..lines.end as usize
}

fn print(text: &mut String, group: &[Change], lines: &InternedInput<&str>, context: usize) {
    let [first, ..] = group else { return };
    let [.., last] = group else { return };
    let leading = context.min(first.old.start);
    let trailing = context.min(lines.before.len() - last.old.end);
    let old = first.old.start - leading..last.old.end + trailing;
    let new = first.new.start - leading..last.new.end + trailing;
    let _ = writeln!(text, "@@ -{} +{} @@", position(&old), position(&new));
    let mut add = |sign: char, tokens: &[imara_diff::Token]| {
        for &token in tokens {
            let line = lines.interner[token];
            let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
            let _ = write!(text, "{sign}{line}{end}");
        }
    };
    let mut unchanged = old.start;
    for change in group {
        add(' ', &lines.before[unchanged..change.old.start]);
        add('-', &lines.before[change.old.clone()]);
        add('+', &lines.after[change.new.clone()]);
        unchanged = change.old.end;
    }
    add(' ', &lines.before[unchanged..old.end]);
}

/// `3,2`: two lines from the third; `3`: the third alone; `3,0`: none, after the third.
fn position(lines: &Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, unified};

    fn diff(old: &str, new: &str, context: usize) -> String {
        unified(Version { name: "old", text: old }, Version { name: "new", text: new }, context)
    }

    #[test]
    fn equal_texts_differ_in_nothing() {
        assert_eq!(diff("a\nb", "a\nb", 3), "");
    }

    #[test]
    fn changes_that_are_near_share_a_hunk() {
        let (old, new) = ("a\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n");
        let apart = "--- old\n+++ new\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n@@ -4,2 +4,2 @@\n d\n-e\n+E\n";
        assert_eq!(diff(old, new, 1), apart);
        let together = "--- old\n+++ new\n@@ -1,5 +1,5 @@\n-a\n+A\n b\n c\n d\n-e\n+E\n";
        assert_eq!(diff(old, new, 2), together);
    }

    #[test]
    fn a_change_far_from_the_start_has_only_its_context() {
        let expected = "--- old\n+++ new\n@@ -3,4 +3,3 @@\n c\n d\n-e\n f\n";
        assert_eq!(diff("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nf\n", 2), expected);
    }

    #[test]
    fn a_range_without_lines_is_after_its_number() {
        assert_eq!(diff("", "a\n", 3), "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n");
        assert_eq!(diff("a\nb\n", "a\n", 0), "--- old\n+++ new\n@@ -2 +1,0 @@\n-b\n");
    }

    #[test]
    fn a_last_line_without_its_end_is_marked() {
        let expected = "--- old\n+++ new\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
        assert_eq!(diff("a", "a\n", 3), expected);
    }
}
