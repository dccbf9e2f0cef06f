//! `annals explain`: prints what a rule requires and why, with examples.

use std::cmp::Reverse;

use annals_catalog::rule::{self, Rule};
use annals_codegen::report::Report;
use clap::{Args, ValueEnum};

use super::Outcome;
use super::terminal::Terminal;
use crate::explain;

/// Maximum number of codes to name after a summary.
const NAMED: usize = 4;

#[derive(Debug, Args)]
#[command(after_help = "The examples show only the relevant part of a catalog.")]
pub(super) struct Explain {
    /// Code of a rule, such as A0123, in upper or lower case [default: list all rules]
    #[arg(value_name = "CODE", value_parser = find, conflicts_with = "list")]
    rules: Vec<&'static Rule>,
    /// List all rules with their levels
    #[arg(long)]
    list: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
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

fn find(code: &str) -> Result<&'static Rule, String> {
    let code = code.to_ascii_uppercase();
    rule::find(&code).ok_or_else(|| {
        let near = rule::nearest(&code).map(|near| format!("; did you mean `{near}`?"));
        let advice = near.unwrap_or_else(|| "; `annals explain --list` lists them".to_owned());
        format!("there is no such rule{advice}")
    })
}

/// The line after a summary that points to `annals explain`; `None` without findings.
pub(super) fn pointer(report: &Report<'_>) -> Option<String> {
    let found = report.diagnostics.iter().map(|item| (Reverse(item.severity), item.rule.code));
    let files = report.files.iter().map(|item| {
        let rule = item.state.rule();
        (Reverse(rule.severity), rule.code)
    });
    // Errors first, without duplicates.
    let mut codes: Vec<_> = found.chain(files).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut codes: Vec<&str> = codes.into_iter().map(|(_, code)| code).collect();
    let more = if codes.len() > NAMED { " …" } else { "" };
    codes.truncate(NAMED);
    (!codes.is_empty()).then(|| format!("for more: annals explain {}{more}", codes.join(" ")))
}
