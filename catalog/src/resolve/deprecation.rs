//! Resolves deprecations: checks their dates and binds their replacements.

use std::collections::BTreeMap;

use crate::ast::{self, Text};
use crate::diagnostic::Diagnostics;
use crate::model::{Deprecation, EventId, RecordId, Replacement};
use crate::resolve::bind::{Binder, did_you_mean};
use crate::resolve::date::date;
use crate::resolve::text::text_of;
use crate::rule::meaning::{REMOVAL_DATE, REPLACEMENT_UNFIT, REPLACEMENT_UNKNOWN};
use crate::suggest::Near;

/// What is deprecated. Its replacement must be of the same kind.
pub(crate) enum Subject<'s, 'a> {
    /// An event.
    Event(EventId),
    /// A record.
    Record(RecordId),
    /// A field or a value of an enum.
    Member {
        /// Its own name.
        name: &'s str,
        /// All its siblings and itself, with true for deprecated ones.
        siblings: &'s BTreeMap<&'a str, bool>,
        /// True if siblings may be missing.
        broken: bool,
    },
}

/// Resolves a deprecation: `None` if it was reported, `Some(None)` if there is none.
pub(crate) fn deprecation(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, '_>,
    subject: &Subject<'_, '_>,
    written: Option<&ast::Deprecation>,
) -> Option<Option<Deprecation>> {
    let Some(written) = written else { return Some(None) };
    let since = optional(written.since.as_ref(), |text| date(diagnostics, text));
    let removal = optional(written.removal.as_ref(), |text| date(diagnostics, text));
    if let (Some(Some(since)), Some(Some(removal)), Some(text)) = (since, removal, &written.removal)
        && removal <= since
    {
        diagnostics
            .report(&REMOVAL_DATE, text.span, "the removal is not after the deprecation")
            .hint(format!("set a date after {since}"));
    }
    let replacement = optional(written.replacement.as_ref(), |text| {
        replacement(diagnostics, binder, subject, text)
    });
    Some(Some(Deprecation {
        since: since?,
        removal: removal?,
        replacement: replacement?,
        note: text_of(written.note.as_ref()),
    }))
}

/// Distinguishes what is not there (`Some(None)`) from what was reported (`None`).
pub(crate) fn optional<T, U>(
    written: Option<T>,
    read: impl FnOnce(T) -> Option<U>,
) -> Option<Option<U>> {
    written.map_or(Some(None), |written| read(written).map(Some))
}

fn replacement(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, '_>,
    subject: &Subject<'_, '_>,
    text: &Text,
) -> Option<Replacement> {
    let index = binder.index;
    let (replacement, is_same, is_deprecated) = match subject {
        Subject::Event(own) => {
            let Some(id) = index.event(&text.value) else {
                let near = binder.nearest(&text.value, index.events.keys().copied());
                return unknown(diagnostics, "event", text, near);
            };
            let deprecated = index.events.items[id.0 as usize].deprecated.is_some();
            (Replacement::Event(id), id == *own, deprecated)
        }
        Subject::Record(own) => {
            let domain = &index.records.items[own.0 as usize].domain.value;
            let id = binder.record(diagnostics, &REPLACEMENT_UNKNOWN, domain, text)?;
            let deprecated = index.records.items[id.0 as usize].deprecated.is_some();
            (Replacement::Record(id), id == *own, deprecated)
        }
        Subject::Member { name, siblings, broken } => {
            let Some(deprecated) = siblings.get(text.value.as_str()) else {
                if *broken {
                    return None;
                }
                let near = binder.nearest(&text.value, siblings.keys().copied());
                return unknown(diagnostics, "sibling", text, near);
            };
            (Replacement::Sibling(text.value.clone()), text.value == *name, *deprecated)
        }
    };
    let why = match (is_same, is_deprecated) {
        (true, _) => "replaces itself",
        (_, true) => "is deprecated too",
        _ => return Some(replacement),
    };
    diagnostics
        .report(&REPLACEMENT_UNFIT, text.span, format!("`{}` {why}", text.value))
        .hint("name what to use instead, or leave `replacement` out");
    None
}

fn unknown(
    diagnostics: &mut Diagnostics,
    kind: &str,
    text: &Text,
    near: Option<Near<'_>>,
) -> Option<Replacement> {
    diagnostics
        .report(&REPLACEMENT_UNKNOWN, text.span, format!("there is no {kind} `{}`", text.value))
        .hint(did_you_mean(near, "define it, or leave `replacement` out"))
        .fix(&text.value, near.and_then(Near::fix));
    None
}
