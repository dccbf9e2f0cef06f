//! What changed in the fields of a record or event.

use annals_contract::{Field, Format, Limits, Presence};

use super::{News, Section};

pub(super) fn fields(item: &str, before: &[Field], after: &[Field], found: &mut Vec<News>) {
    let find = |fields: &[Field], name: &str| fields.iter().position(|field| field.name == name);
    let mut places = Vec::new();
    for field in after {
        let Some(place) = find(before, &field.name) else {
            let text = format!("`{}`{}", field.ty, presence(&field.presence));
            found.push(News::new(Section::Added, item, text).of(&field.name));
            continue;
        };
        places.push(place);
        let old = &before[place];
        let text = changes(old, field);
        if !text.is_empty() {
            found.push(News::new(Section::Changed, item, text).of(&field.name));
        }
        if field.deprecated && !old.deprecated {
            let removal = field.dates.removal.iter().map(|date| format!("removed on {date}"));
            let text: String = removal.collect();
            found.push(News::new(Section::Deprecated, item, text).of(&field.name));
        }
    }
    let gone = before.iter().filter(|field| find(after, &field.name).is_none());
    found.extend(
        gone.map(|field| {
            News::new(Section::Removed, item, format!("`{}`", field.ty)).of(&field.name)
        }),
    );
    if !places.is_sorted() {
        found.push(News::new(Section::Changed, item, "its fields have another order"));
    }
}

/// What is different about a field, in words.
fn changes(old: &Field, new: &Field) -> String {
    let mut words = Vec::new();
    if old.ty != new.ty {
        words.push(format!("it is `{}`, was `{}`", new.ty, old.ty));
    }
    if old.wire != new.wire {
        let name = |field: &Field| field.wire.clone().unwrap_or_else(|| field.name.clone());
        words.push(format!("its name on the wire is `{}`, was `{}`", name(new), name(old)));
    }
    if old.presence != new.presence {
        let words_of = |field: &Field| match presence(&field.presence) {
            text if text.is_empty() => "required".to_owned(),
            text => text.trim_start_matches(", ").to_owned(),
        };
        words.push(format!("{}, was {}", words_of(new), words_of(old)));
    }
    let (before, after) = (limits(&old.limits), limits(&new.limits));
    if before != after {
        words.push(format!("its limits are {after}, were {before}"));
    }
    words.join("; ")
}

/// What a field means if it is absent, after a comma; empty for a required one.
fn presence(presence: &Presence) -> String {
    match presence {
        Presence::Required => String::new(),
        Presence::Default(value) => format!(", default `{value}`"),
        Presence::Optional => ", optional".to_owned(),
        Presence::Extra => ", for fields that are not listed".to_owned(),
        Presence::Constant(value) => format!(", always `{value}`"),
    }
}

/// Limits in words.
pub(super) fn limits(limits: &Limits) -> String {
    let Limits { min, max, multiple_of, min_length, max_length, format, pattern } = limits;
    let length = |length: &Option<u64>| length.map(|length| length.to_string());
    let all = [
        ("min", min.clone()),
        ("max", max.clone()),
        ("multiple_of", multiple_of.clone()),
        ("min_length", length(min_length)),
        ("max_length", length(max_length)),
        ("format", format.map(Format::name).map(str::to_owned)),
        ("pattern", pattern.clone()),
    ];
    let words: Vec<String> =
        all.into_iter().filter_map(|(key, value)| Some(format!("`{key}: {}`", value?))).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
