//! The parts of a rule's page: the reason and the examples.
//!
//! A page is prose, then `## Wrong` and `## Right`, each with code blocks and optional prose. A
//! test fails if a page has another form.

use super::Rule;

/// Why a rule exists, with examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it requires and why, in paragraphs.
    pub reason: &'static str,
    /// A violation of the rule.
    pub wrong: Example,
    /// The same catalog, fixed.
    pub right: Example,
}

/// An example, in Markdown.
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
    /// The parts of its page.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        let (reason, rest) = self.page.split_once("\n## Wrong\n").unwrap_or((self.page, ""));
        let (wrong, right) = rest.split_once("\n## Right\n").unwrap_or((rest, ""));
        Explanation { reason: reason.trim(), wrong: Example(wrong), right: Example(right) }
    }
}

impl Example {
    /// The prose and the blocks, in order.
    pub fn parts(self) -> impl Iterator<Item = Part> {
        let mut rest = self.0.trim_start_matches('\n');
        std::iter::from_fn(move || {
            let (part, after) = match rest.strip_prefix("```") {
                Some(block) => {
                    let (info, block) = block.split_once('\n')?;
                    let (text, after) = block.split_once("\n```").unwrap_or((block, ""));
                    (Part::Code { info, text }, after)
                }
                None => {
                    let end = rest.find("\n```").unwrap_or(rest.len());
                    (Part::Words(rest[..end].trim_end()), &rest[end..])
                }
            };
            rest = after.trim_start_matches('\n');
            Some(part).filter(|part| *part != Part::Words(""))
        })
    }

    /// The blocks with their info, in order.
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
