//! `annals explain`: the code of a rule in; what it demands, why, and an example of each kind out.

use std::cmp::Reverse;

use annals_catalog::rule::{self, Rule};
use clap::{Args, ValueEnum};

use super::Outcome;
use super::terminal::Terminal;
use crate::explain;
use annals_codegen::report::Report;

/// So many codes are named behind a summary; more would hide it.
const NAMED: usize = 4;

/// Arguments of `annals explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples show the part of a catalog that matters.")]
pub(super) struct Explain {
    /// Code of a rule, such as A0123; upper or lower case [default: a list of all]
    #[arg(value_name = "CODE", value_parser = find, conflicts_with = "list")]
    rules: Vec<&'static Rule>,
    /// List all rules with their levels
    #[arg(long)]
    list: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

/// How to print explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One JSON document.
    Json,
}

impl Explain {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        let chosen = self.rules.as_slice();
        let listed = self.list || chosen.is_empty();
        let rules = if listed { rule::all().collect() } else { chosen.to_vec() };
        terminal.out(&match (self.format, listed) {
            (Format::Json, _) => explain::json(&rules),
            (Format::Text, true) => explain::list(&rules),
            (Format::Text, false) => explain::pages(&rules),
        });
        Outcome::Clean
    }
}

/// The rule that somebody typed the code of.
fn find(code: &str) -> Result<&'static Rule, String> {
    let code = code.to_ascii_uppercase();
    rule::find(&code).ok_or_else(|| {
        let near = rule::nearest(&code).map(|near| format!("; did you mean `{near}`?"));
        let advice = near.unwrap_or_else(|| "; `annals explain --list` has them all".to_owned());
        format!("there is no such rule{advice}")
    })
}

/// The line behind a summary that says where there is more about what was found; none if nothing was.
pub(super) fn pointer(report: &Report<'_>) -> Option<String> {
    let found = report.diagnostics.iter().map(|item| (Reverse(item.severity), item.rule.code));
    let files = report.files.iter().map(|item| {
        let rule = item.state.rule();
        (Reverse(rule.severity), rule.code)
    });
    // The worst first, each once.
    let mut codes: Vec<_> = found.chain(files).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut codes: Vec<&str> = codes.into_iter().map(|(_, code)| code).collect();
    let more = if codes.len() > NAMED { " …" } else { "" };
    codes.truncate(NAMED);
    (!codes.is_empty()).then(|| format!("for more: annals explain {}{more}", codes.join(" ")))
}
