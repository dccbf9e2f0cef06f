//! Parses `lint`, the levels of rules.

use super::mapping::entries;
use super::node::{Expected, Place, text_as};
use crate::ast::Lint;
use crate::diagnostic::Diagnostics;
use crate::language::LEVELS;
use crate::rule::shape::UNKNOWN_WORD;
use crate::suggest::{Near, closest};
use crate::tree::Entry;

const LEVEL: Expected = Expected { words: "`error`, `warn` or `allow`", example: "warn" };
const RULES: Expected =
    Expected { words: "a mapping from rules to levels", example: "{ A0207: allow }" };

/// The levels; an invalid one is reported and left out.
pub(crate) fn parse_lint(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<Lint> {
    let Entry { key, value, .. } = entry;
    let rules = entries(diagnostics, Place::key(&key), value, &RULES);
    let rules = rules.into_iter().flatten();
    rules.filter_map(|entry| level(diagnostics, entry)).collect()
}

fn level(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Lint> {
    let Entry { key: rule, value, .. } = entry;
    let level = text_as(diagnostics, Place::key(&rule), value, &LEVEL)?;
    if LEVELS.contains(&level.value.as_str()) {
        return Some(Lint { rule, level });
    }
    let message = format!("`{}` is not a valid level, expected {}", level.value, LEVEL.words);
    let report = diagnostics.report(&UNKNOWN_WORD, level.span, message);
    // The name in other tools.
    let near = (level.value == "warning").then(|| Near::new("warn", true));
    match near.or_else(|| closest(&level.value, LEVELS)) {
        Some(near) => {
            report.hint(format!("did you mean `{}`?", near.word)).fix(&level.value, near.fix())
        }
        None => report.hint(format!("write `{}: warn`", rule.value)),
    };
    None
}
