//! Parses `lint`, the levels of rules.

use super::mapping::entries;
use super::node::{Expected, Place, report_word, text_as};
use crate::ast::Lint;
use crate::diagnostic::Diagnostics;
use crate::language::LEVELS;
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
    // The name in other tools.
    let near = (level.value == "warning").then(|| Near::new("warn", true));
    let near = near.or_else(|| closest(&level.value, LEVELS));
    let example = format!("{}: warn", rule.value);
    report_word(diagnostics, &level, "level", LEVEL.words, near, &example);
    None
}
