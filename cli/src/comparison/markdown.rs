//! A comparison as Markdown, for a comment on a change.

use annals_evolution::{Cause, Change, events};

use super::text::summary;
use super::{Comparison, Event};

/// The verdicts as a table, and each cause folded below it.
pub(crate) fn document(comparison: &Comparison<'_>) -> String {
    let mut text = format!("**{}**\n", summary(comparison));
    let shown: Vec<&Event<'_>> =
        comparison.events.iter().filter(|event| event.change != Change::Unchanged).collect();
    if !shown.is_empty() {
        let names = comparison.readers.iter().map(|reader| reader.name());
        let head: Vec<&str> = ["Event"].into_iter().chain(names).chain(["Rollout"]).collect();
        text += &format!("\n| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
        text.extend(shown.into_iter().map(|event| row(comparison, event)));
    }
    text.extend(comparison.causes.iter().map(|cause| details(comparison, cause)));
    text
}

fn row(comparison: &Comparison<'_>, event: &Event<'_>) -> String {
    let verdicts =
        comparison.readers.iter().map(|reader| event.verdict(*reader).unwrap_or("–").to_owned());
    let rollout = comparison.rollout(event).map_or(event.word(), super::Rollout::name).to_owned();
    let cells: Vec<String> =
        [format!("`{}`", event.name)].into_iter().chain(verdicts).chain([rollout]).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn details(comparison: &Comparison<'_>, cause: &Cause) -> String {
    let problem = &cause.problem;
    let mark = if comparison.breaks(cause) { "❌" } else { "ℹ️" };
    let value = (!problem.path.is_empty()).then(|| format!(" Value: `{}`.", problem.path));
    let when = problem.when.as_ref().map(|when| format!(" Only if: {}.", escaped(when)));
    let (language, payload) = match cause.code() {
        Some(code) => ("rust", code.to_owned()),
        None => ("json", format!("{:#}", problem.payload)),
    };
    format!(
        "\n<details><summary>{mark} {}</summary>\n\nReaders: {}. Events: {}.{}{}\n\n\
         ```{language}\n{payload}\n```\n\n</details>\n",
        escaped(&cause.title()),
        cause.reader_names(),
        events(cause),
        value.unwrap_or_default(),
        when.unwrap_or_default(),
    )
}

/// Text that is neither HTML nor code.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('`', "")
}
