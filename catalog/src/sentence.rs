//! The first sentence of a description, where there is room for no more.

/// The first sentence of the first paragraph, with its line ends; a full stop ends it before a space, or else before a
/// line end.
#[must_use]
pub fn first(description: &str) -> &str {
    let first = description.split("\n\n").next().unwrap_or_default();
    let end = first.find(". ").or_else(|| first.find(".\n")).map_or(first.len(), |stop| stop + 1);
    &first[..end]
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn a_full_stop_before_a_space_ends_it() {
        assert_eq!(first("One.\nTwo, e.g. three."), "One.\nTwo, e.g.");
        assert_eq!(first("One.\nTwo."), "One.");
        assert_eq!(first("One line\n\nAnother."), "One line");
        assert_eq!(first(""), "");
    }
}
