//! The fields of an event or record as a tree that opens and closes.

use annals_catalog::model::{
    Deprecation, Field, Limits, Model, Number, Presence, Reach, Replacement, Step, Stop, Value,
};
use annals_codegen::render::json;

use crate::at::At;
use crate::html::Html;
use crate::path;

/// Most rows of a tree: the number of paths through nested records can grow exponentially.
const LIMIT: usize = 1_000;
/// Most rows of a tree that is open as a whole at first.
const OPEN: usize = 60;

/// The tree of the data of an event.
pub(crate) fn tree(at: At<'_>, fields: &[Field]) -> Html {
    let reach = Reach { fields: LIMIT, depth: usize::MAX, elements: true };
    let steps: Vec<Step<'_>> = at.model.walk(fields, reach).collect();
    let mut html = Html::default();
    html.raw("<ul class=\"tree\">");
    let mut depth = 0;
    for (index, step) in steps.iter().enumerate() {
        while depth > step.depth {
            html.raw("</ul></details></li>");
            depth -= 1;
        }
        let has_inner = steps.get(index + 1).is_some_and(|next| next.depth > step.depth);
        html.raw("<li id=\"").text(&path::field_anchor(&step.path)).raw("\"");
        mark(&mut html, step.field);
        line(at, &mut html, step.field, &step.path);
        about(at, &mut html, step.field);
        if has_inner {
            let is_open = steps.len() <= OPEN || step.depth == 0;
            html.raw(if is_open { "<details open>" } else { "<details>" });
            html.raw("<summary><span class=\"quiet\">Fields of ").text(&step.field.name);
            html.raw("</span></summary><ul>");
            depth += 1;
        } else {
            closed(&mut html, step.stop);
            html.raw("</li>");
        }
    }
    for _ in 0..depth {
        html.raw("</ul></details></li>");
    }
    html.raw("</ul>");
    html
}

/// The fields of a record, without those of the records in it.
pub(crate) fn list(at: At<'_>, fields: &[Field]) -> Html {
    let mut html = Html::default();
    html.raw("<ul class=\"tree\">");
    for field in fields {
        html.raw("<li id=\"").text(&path::field_anchor(&field.name)).raw("\"");
        mark(&mut html, field);
        line(at, &mut html, field, &field.name);
        about(at, &mut html, field);
        if let Some(base) = field.inherited_from {
            html.raw("<p class=\"x\">Inherited from ");
            at.record(&mut html, base);
            html.raw("</p>");
        }
        html.raw("</li>");
    }
    html.raw("</ul>");
    html
}

/// The paths to the fields with personal data.
pub(crate) fn personal(model: &Model, fields: &[Field]) -> Vec<String> {
    let reach = Reach { fields: LIMIT, depth: usize::MAX, elements: true };
    model.walk(fields, reach).filter(|step| step.field.pii).map(|step| step.path).collect()
}

/// Ends the tag of a row.
fn mark(html: &mut Html, field: &Field) {
    html.raw(match (field.pii, field.deprecated.is_some()) {
        (true, true) => " class=\"pii old\">",
        (true, false) => " class=\"pii\">",
        (false, true) => " class=\"old\">",
        (false, false) => ">",
    });
}

/// The name, the type and the marks of a field.
fn line(at: At<'_>, html: &mut Html, field: &Field, path: &str) {
    let anchor = path::field_anchor(path);
    html.raw("<div class=\"f\"><a class=\"n\" href=\"#")
        .text(&anchor)
        .raw("\">")
        .text(&field.name)
        .raw("</a> ");
    at.ty(html, &field.ty);
    match &field.presence {
        Presence::Required => html.raw(" <span class=\"m\">required</span>"),
        Presence::Optional => html.raw(" <span class=\"m\">optional</span>"),
        Presence::Extra => html.raw(" <span class=\"m\">any other field</span>"),
        Presence::Default(value) => labelled(html, " <span class=\"m\">default ", value),
        Presence::Constant(value) => labelled(html, " <span class=\"m\">always ", value),
    };
    if field.pii {
        html.raw(" <span class=\"chip pd\">personal</span>");
    }
    if field.deprecated.is_some() {
        html.raw(" <span class=\"chip dep\">deprecated</span>");
    }
    html.raw("</div>");
}

fn labelled<'h>(html: &'h mut Html, label: &'static str, value: &Value) -> &'h mut Html {
    html.raw(label).code(&json::compact(value)).raw("</span>")
}

/// What is said of a field below its line.
fn about(at: At<'_>, html: &mut Html, field: &Field) {
    let mut more = Html::default();
    if let Some(value) = &field.example {
        more.raw("e.g. ").code(&json::compact(value));
    }
    limits(&mut more, &field.limits);
    if let Some(wire) = &field.wire {
        part(&mut more).raw("on the wire ").code(wire);
    }
    if let Some(date) = field.added {
        part(&mut more).raw("since ").text(&date.to_string());
    }
    for property in &field.properties {
        part(&mut more).text(&property.name).raw(" ").code(&json::compact(&property.value));
    }
    // What is short is on the line of the description.
    let in_line = !field.description.contains("\n\n") && !field.description.is_empty();
    if in_line && !more.is_empty() {
        html.raw("<p>").line(&field.description);
        html.raw(" <span class=\"x\">").html(&more).raw("</span></p>");
    } else {
        html.prose(&field.description);
        if !more.is_empty() {
            html.raw("<p class=\"x\">").html(&more).raw("</p>");
        }
    }
    if let Some(deprecation) = &field.deprecated {
        html.raw("<p class=\"x dep\">Deprecated ");
        self::deprecation(at, html, deprecation);
        html.raw("</p>");
    }
}

fn closed(html: &mut Html, stop: Option<Stop>) {
    match stop {
        None => {}
        Some(Stop::Recursive) => {
            html.raw("<p class=\"x\">The record holds itself here; its page lists the fields.</p>");
        }
        Some(Stop::TooFar) => {
            html.raw("<p class=\"x\">The page of the record lists its fields.</p>");
        }
    }
}

/// Begins another part of a list.
pub(crate) fn part(html: &mut Html) -> &mut Html {
    if html.is_empty() { html } else { html.raw(" · ") }
}

/// Adds limits as words.
pub(crate) fn limits(html: &mut Html, limits: &Limits) {
    let Limits { min, max, multiple_of, min_length, max_length, format, pattern } = limits;
    let numbers = [("from ", *min), ("up to ", *max), ("a multiple of ", *multiple_of)];
    for (label, number) in numbers {
        match number {
            None => {}
            Some(Number::Int(number)) => {
                part(html).raw(label).code(&number.to_string());
            }
            Some(Number::Float(number)) => {
                part(html).raw(label).code(&number.to_string());
            }
        }
    }
    for (label, length) in [("length from ", min_length), ("length up to ", max_length)] {
        if let Some(length) = length {
            part(html).raw(label).code(&length.to_string());
        }
    }
    if let Some(format) = format {
        part(html).raw("format ").code(format.name());
    }
    if let Some(pattern) = pattern {
        part(html).raw("pattern ").code(pattern);
    }
}

/// `since 2025-01-01, removal planned for 2026-01-01; use X instead. Note.`
pub(crate) fn deprecation(at: At<'_>, html: &mut Html, deprecation: &Deprecation) {
    html.raw("since ").text(&deprecation.since.to_string());
    if let Some(date) = deprecation.removal {
        html.raw(", to be removed on ").text(&date.to_string());
    }
    if let Some(replacement) = &deprecation.replacement {
        html.raw("; use ");
        match replacement {
            Replacement::Event(id) => at.event(html, *id),
            Replacement::Record(id) => at.record(html, *id),
            Replacement::Sibling(name) => {
                html.code(name);
            }
        }
        html.raw(" instead");
    }
    html.raw(". ").line(&deprecation.note);
}

/// The fields as a table without those of the records in them, for the printed page.
pub(crate) fn table(at: At<'_>, fields: &[Field]) -> Html {
    let mut html = Html::default();
    html.raw(
        "<table><thead><tr><th>Field</th><th>Type</th><th>Description</th></tr></thead><tbody>",
    );
    for field in fields {
        html.raw("<tr><td><code>").text(&field.name).raw("</code></td><td>");
        at.ty(&mut html, &field.ty);
        html.raw("</td><td>");
        if field.pii {
            html.raw("<strong>Personal data.</strong> ");
        }
        if field.deprecated.is_some() {
            html.raw("<strong>Deprecated.</strong> ");
        }
        html.text(&field.description).raw("</td></tr>");
    }
    html.raw("</tbody></table>");
    html
}
