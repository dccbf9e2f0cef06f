//! Reports a namespace of the catalog that no event type starts with, instead of all the types.

use crate::ast::{self, Text};
use crate::check::findings::Findings;
use crate::resolve::is_namespace;
use crate::rule::convention::TYPE_NAMESPACE;
use crate::suggest::closest;

/// The namespace that event types start with: that of the catalog, or another one that several
/// events have in common, and none that of the catalog. That is reported.
pub(crate) fn of_types<'a>(
    findings: &mut Findings<'_>,
    written: &'a Text,
    events: &'a [ast::Event],
) -> &'a str {
    let judged = events.iter().filter(|event| findings.speaks(&TYPE_NAMESPACE, &event.allow));
    let types: Vec<(&Text, &str)> = judged
        .filter_map(|event| Some((event.event_type.as_ref()?, event.domain.value.as_str())))
        .collect();
    let [(first, domain), _, ..] = types[..] else { return &written.value };
    let before_domain = first.value.split_once(&format!(".{domain}.")).map(|(before, _)| before);
    let Some(shared) = before_domain.filter(|shared| is_namespace(shared)) else {
        return &written.value;
    };
    let starts_with = |namespace: &str, (written, domain): &(&Text, &str)| {
        let rest = written.value.strip_prefix(namespace).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| domain.is_empty() || rest.starts_with(domain))
    };
    let is_shared = types.iter().all(|of| starts_with(shared, of));
    if !is_shared || types.iter().any(|(of, _)| starts_with(&written.value, &(*of, ""))) {
        return &written.value;
    }
    let message = format!("no event type starts with the namespace `{}`", written.value);
    let Some(report) = findings.report(&TYPE_NAMESPACE, &[], written.span, message) else {
        return &written.value;
    };
    let near = closest(&written.value, [shared]).and_then(|near| near.fix());
    report.related(first.span, format!("the first of {} that start with `{shared}`", types.len()));
    report.hint(format!("write `{shared}`, or change the event types"));
    report.fix(&written.value, near);
    shared
}
