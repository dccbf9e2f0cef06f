//! What was added and deprecated when.

use std::collections::BTreeMap;

use annals_catalog::count::counted;
use annals_catalog::model::{Core, Date, Deprecation, Event, EventId, Field, RecordId};
use annals_catalog::text::month_name;
use minijinja::{Value, context};

use crate::at::At;
use crate::html::Html;
use crate::{fields, path, timeline, words};

/// Something that happened on a date.
struct Change {
    date: Date,
    /// `added` or `dep`.
    class: &'static str,
    /// What it is about: `event` or `field`.
    noun: &'static str,
    text: Html,
}

/// All changes, the newest first.
fn all(at: At<'_>) -> Vec<Change> {
    let model = at.model;
    let mut all = Vec::new();
    for id in (0..).map(EventId).take(model.events.len()) {
        let event = &model[id];
        let mut push = |date, class, make: &dyn Fn(&mut Html)| {
            let mut text = Html::default();
            make(&mut text);
            all.push(Change { date, class, noun: "event", text });
        };
        push(event.added, "added", &|text| {
            at.event(text, id);
            text.raw(" <span class=\"d\">")
                .text(&words::summary(&event.description))
                .raw("</span>");
        });
        if let Some(item) = &event.deprecated {
            let text = |text: &mut Html| deprecated_event(at, text, id, item);
            item.since.into_iter().for_each(|date| push(date, "dep", &text));
        }
        let page = path::event(model, id);
        of_fields(at, &mut all, &page, &event.name, &mut event.own());
    }
    for id in (0..).map(RecordId).take(model.records.len()) {
        let record = &model[id];
        let page = path::record(model, id);
        let mut push = |date, class, deprecation: Option<&Deprecation>| {
            let mut text = Html::default();
            at.record(&mut text, id);
            if let Some(deprecation) = deprecation {
                text.raw(" <span class=\"d\">deprecated ");
                fields::deprecation(at, &mut text, deprecation);
                text.raw("</span>");
            }
            all.push(Change { date, class, noun: "record", text });
        };
        record.added.into_iter().for_each(|date| push(date, "added", None));
        let deprecated = dated(record.deprecated.as_ref());
        deprecated.into_iter().for_each(|(date, item)| push(date, "dep", Some(item)));
        of_fields(at, &mut all, &page, &record.name, &mut record.own());
    }
    all.sort_by_key(|change| std::cmp::Reverse(change.date));
    all
}

/// A deprecation with its date, if that is known.
fn dated(deprecation: Option<&Deprecation>) -> Option<(Date, &Deprecation)> {
    deprecation.and_then(|item| Some((item.since?, item)))
}

fn deprecated_event(at: At<'_>, text: &mut Html, id: EventId, item: &Deprecation) {
    at.event(text, id);
    text.raw(" <span class=\"d\">deprecated ");
    fields::deprecation(at, text, item);
    text.raw("</span>");
}

fn of_fields(
    at: At<'_>,
    all: &mut Vec<Change>,
    page: &str,
    owner: &str,
    fields: &mut dyn Iterator<Item = &Field>,
) {
    for field in fields {
        let href = format!("{}{page}#{}", at.root, path::field_anchor(&field.name));
        let name = format!("{owner}.{}", field.name);
        if let Some(date) = field.added {
            let mut text = Html::default();
            text.link(&href, &name);
            text.raw(" <span class=\"d\">")
                .text(&words::summary(&field.description))
                .raw("</span>");
            all.push(Change { date, class: "added", noun: "field", text });
        }
        if let Some((date, item)) = dated(field.deprecated.as_ref()) {
            let mut text = Html::default();
            text.link(&href, &name);
            text.raw(" <span class=\"d\">deprecated ");
            fields::deprecation(at, &mut text, item);
            text.raw("</span>");
            all.push(Change { date, class: "dep", noun: "field", text });
        }
    }
}

pub(crate) fn page(at: At<'_>) -> Value {
    let mut months: BTreeMap<(u16, u8), Vec<Change>> = BTreeMap::new();
    for change in all(at) {
        months.entry((change.date.year, change.date.month)).or_default().push(change);
    }
    let mut since: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let months = months.into_iter().rev().map(|((year, month), changes)| {
        for change in &changes {
            *since.entry((change.class, change.noun)).or_default() += 1;
        }
        let items = changes.into_iter().map(|Change { date, class, text, .. }| {
            context! { date => date.to_string(), class, text }
        });
        context! {
            id => format!("{year:04}-{month:02}"),
            title => format!("{} {year}", month_name(month)),
            since => counts(year, month, &since),
            items => items.collect::<Vec<Value>>(),
        }
    });
    context! {
        title => "Changes",
        about => "What was added or deprecated, the newest first.",
        months => months.collect::<Vec<Value>>(),
        timeline => timeline::picture(at, ""),
    }
}

/// `Since June 2024: 25 events added, 1 event and 3 fields deprecated`
fn counts(year: u16, month: u8, since: &BTreeMap<(&str, &str), usize>) -> String {
    let words = |class: &str| {
        let known = ["event", "record", "field"].into_iter();
        let some = known.filter_map(|noun| Some(counted(*since.get(&(class, noun))?, noun)));
        some.collect::<Vec<_>>().join(" and ")
    };
    let (added, deprecated) = (words("added"), words("dep"));
    let verbs = [(added, "added"), (deprecated, "deprecated")];
    let verbs = verbs.into_iter().filter(|(words, _)| !words.is_empty());
    let verbs: Vec<String> = verbs.map(|(words, verb)| format!("{words} {verb}")).collect();
    format!("Since {} {year}: {}", month_name(month), verbs.join(", "))
}

/// What happened to an event, the oldest first.
pub(crate) fn of_event(at: At<'_>, event: &Event) -> Vec<Value> {
    let mut dates: Vec<(Date, Html)> = Vec::new();
    let mut push = |date: Date, make: &dyn Fn(&mut Html)| {
        let mut text = Html::default();
        make(&mut text);
        dates.push((date, text));
    };
    push(event.added, &|text| {
        text.raw("Added");
    });
    for field in &event.data {
        if let Some(date) = field.added {
            push(date, &|text| {
                text.code(&field.name).raw(" added");
            });
        }
        if let Some((date, item)) = dated(field.deprecated.as_ref()) {
            push(date, &|text| {
                text.code(&field.name).raw(" deprecated ");
                fields::deprecation(at, text, item);
            });
        }
    }
    if let Some((date, item)) = dated(event.deprecated.as_ref()) {
        push(date, &|text| {
            text.raw("Deprecated ");
            fields::deprecation(at, text, item);
        });
    }
    dates.sort_by_key(|(date, _)| *date);
    let row = |(date, text): (Date, Html)| context! { date => date.to_string(), text };
    dates.into_iter().map(row).collect()
}

pub(crate) fn deprecated(at: At<'_>) -> Value {
    context! {
        title => "Deprecated",
        about => "What should no longer be used, and what to use instead.",
        items => deprecations(at),
    }
}

/// Everything that is deprecated, the newest first.
pub(crate) fn deprecations(at: At<'_>) -> Vec<Html> {
    let mut items: Vec<Html> = all(at)
        .into_iter()
        .filter(|change| change.class == "dep")
        .map(|change| change.text)
        .collect();
    let model = at.model;
    for (index, item) in model.enums.iter().enumerate() {
        let Ok(id) = u32::try_from(index).map(annals_catalog::model::EnumId) else { continue };
        let page = at.href(&path::core(model, Core::Enum(id)));
        for (index, value) in item.values.iter().enumerate() {
            if let Some(deprecation) = &value.deprecated {
                let mut text = Html::default();
                text.link(
                    &format!("{page}#value-{index}"),
                    &format!("{}.{}", item.name, value.value),
                );
                text.raw(" <span class=\"d\">deprecated ");
                fields::deprecation(at, &mut text, deprecation);
                text.raw("</span>");
                items.push(text);
            }
        }
    }
    items
}
