//! The page of a rule taken apart: Markdown in; the reason and the examples out.
//!
//! A page is prose, then `## Wrong` and `## Right`, each with code blocks and perhaps prose. A page
//! that has another form fails a test, not its reader.

use super::Rule;

/// Why a rule is there, and what breaks and keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it demands and why, in paragraphs.
    pub reason: &'static str,
    /// What breaks it.
    pub wrong: Example,
    /// The same, mended.
    pub right: Example,
}

/// One side of the examples, as written: Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example(&'static str);

/// A part of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Prose.
    Words(&'static str),
    /// A block of code.
    Code {
        /// What follows the opening fence: `yaml`, `yaml parts/rooms.yaml` for an included file,
        /// or `sh`.
        info: &'static str,
        /// Its lines.
        text: &'static str,
    },
}

impl Rule {
    /// Its page, taken apart.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let (reason, rest) = self.page.split_once("\n## Wrong\n").unwrap_or((self.page, ""));
        let (wrong, right) = rest.split_once("\n## Right\n").unwrap_or((rest, ""));
        Explanation { reason: reason.trim(), wrong: Example(wrong), right: Example(right) }
    }
}

impl Example {
    /// Prose and blocks in their order.
    pub fn parts(self) -> impl Iterator<Item = Part> {
        let mut rest = self.0.trim_start_matches('\n');
        std::iter::from_fn(move || {
            let (part, behind) = match rest.strip_prefix("```") {
                Some(block) => {
                    let (info, block) = block.split_once('\n')?;
                    let (text, behind) = block.split_once("\n```").unwrap_or((block, ""));
                    (Part::Code { info, text }, behind)
                }
                None => {
                    let end = rest.find("\n```").unwrap_or(rest.len());
                    (Part::Words(rest[..end].trim_end()), &rest[end..])
                }
            };
            rest = behind.trim_start_matches('\n');
            Some(part).filter(|part| *part != Part::Words(""))
        })
    }

    /// The blocks with their info, in their order.
    pub fn blocks(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.parts().filter_map(|part| match part {
            Part::Code { info, text } => Some((info, text)),
            Part::Words(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Example, Part};
    use crate::rule;

    #[test]
    fn examples_are_words_and_blocks() {
        let example =
            Example("\nFirst:\n\n```yaml\na: 1\n\nb: 2\n```\n\n```sh\nannals check\n```\n");
        let parts: Vec<_> = example.parts().collect();
        let code = |info, text| Part::Code { info, text };
        let expected =
            [Part::Words("First:"), code("yaml", "a: 1\n\nb: 2"), code("sh", "annals check")];
        assert_eq!(parts, expected);
    }

    #[test]
    fn every_page_has_a_reason_and_both_examples() {
        for rule in rule::all() {
            let explanation = rule.explanation();
            let sentence = |text: &str| text.ends_with(['.', ':']) && text.len() > 40;
            assert!(sentence(explanation.reason), "{}: {:?}", rule.code, explanation.reason);
            for example in [explanation.wrong, explanation.right] {
                let blocks: Vec<_> = example.blocks().collect();
                assert!(!blocks.is_empty(), "{} lacks an example", rule.code);
                for (info, text) in blocks {
                    assert!(!info.is_empty() && !text.is_empty(), "{}: {info:?}", rule.code);
                }
            }
        }
    }
}
