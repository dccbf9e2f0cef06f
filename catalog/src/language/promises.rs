//! The mappings below `evolution`.

use super::constructs::key;
use super::{Construct, Content, PROMISES, Style};

pub(crate) static EVOLUTION: Construct = Construct {
    name: "`evolution`",
    definition: "evolution",
    description: "What is promised to readers of earlier and later versions.",
    keys: &[
        key("promise", Content::Promise, "What each kind of reader is promised."),
        key("accepted", Content::Acceptances, "Changes that break a promise, and are accepted."),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

pub(crate) static PROMISE: Construct = Construct {
    name: "`promise`",
    definition: "promise",
    description: "What each kind of reader is promised; nothing by default.",
    keys: &[
        key("avro", Content::Words(&PROMISES), "Avro libraries that know the writer's schema."),
        key(
            "annals",
            Content::Words(&PROMISES),
            "The bindings in Rust, reading Avro with the writer's schema.",
        ),
        key(
            "json",
            Content::Words(&PROMISES),
            "The generated JSON Schemas, and the bindings in Rust reading JSON.",
        ),
        key(
            "json-tolerant",
            Content::Words(&PROMISES),
            "Readers of JSON that pass over fields that they do not know.",
        ),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

pub(crate) static ACCEPTANCE: Construct = Construct {
    name: "an accepted change",
    definition: "acceptance",
    description: "A change that breaks a promise, and is accepted.",
    keys: &[
        key(
            "change",
            Content::Text,
            "What changed, as annals compare names it: an event type, or an item and its field.",
        )
        .needed(),
        key("in", Content::Version, "The version that makes the change.").needed(),
        key("reason", Content::Text, "Why the change is accepted.").needed(),
        key("until", Content::Date, "The last day on which it is accepted."),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};
