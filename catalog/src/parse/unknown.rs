//! Reports keys that a construct does not have, and guesses which are meant.

use crate::diagnostic::Diagnostics;
use crate::language::Construct;
use crate::rule::shape::UNKNOWN_KEY;
use crate::suggest::{Near, closest};
use crate::tree::{Entry, Kind};

use super::foreign::{self, Meant};

/// Suggests keys that are not there yet, and returns those.
pub(super) fn report(
    diagnostics: &mut Diagnostics,
    construct: &'static Construct,
    present: &[Entry],
    unknown: &[Entry],
) -> Vec<&'static str> {
    let taken = |key: &str| present.iter().any(|entry| entry.key.value == key);
    let names = construct.keys.iter().map(|key| key.name);
    let free: Vec<&'static str> = names.filter(|key| !taken(key)).collect();
    let known = listed(construct);
    let guess = |entry: &Entry| Guess::of(construct, &free, entry);
    let guesses: Vec<Guess> = unknown.iter().map(guess).collect();
    let mut suggested: Vec<&'static str> = guesses.iter().filter_map(Guess::word).collect();
    let missing = missing_among(construct, &free, &suggested, &guesses);
    for (entry, guess) in unknown.iter().zip(guesses) {
        let key = &entry.key;
        let message = format!("{} has no key `{}`", construct.name, key.value);
        let report = diagnostics.report(&UNKNOWN_KEY, key.span, message);
        match guess {
            Guess::Near(near) => {
                let word = near.word;
                let once = suggested.iter().filter(|other| **other == word).count() == 1;
                report.hint(match near.fix() {
                    Some(word) => format!("did you mean `{word}`?"),
                    None => format!("did you mean `{word}`? expected one of {known}"),
                });
                report.fix(&key.value, near.fix().filter(|_| once));
            }
            Guess::Foreign(Meant::Key(word)) => {
                report.hint(format!("the key is called `{word}` in a catalog"));
            }
            Guess::Foreign(Meant::Words(words)) => {
                report.hint(words);
            }
            Guess::Custom(meant) => {
                report.hint(format!("did you mean `{meant}`?")).fix(&key.value, Some(meant));
            }
            Guess::Nothing if missing.iter().any(|name| is_item_of(construct, name, entry)) => {
                let holder = missing.join("` or `");
                report.hint(format!("write `{holder}:` in the line before `{}`", key.value));
            }
            Guess::Nothing if !missing.is_empty() => {
                let missing = missing.join("` or `");
                report.hint(format!("did you mean `{missing}`? expected one of {known}"));
            }
            Guess::Nothing => {
                report.hint(format!("expected one of {known}"));
            }
        }
    }
    suggested.extend(missing);
    suggested
}

/// True for an item of the mapping that is the value of a key.
fn is_item_of(construct: &Construct, name: &str, entry: &Entry) -> bool {
    let content = construct.key(name).and_then(|key| key.content.construct());
    let Some((1, item)) = content else { return false };
    match &entry.value.kind {
        Kind::Map { entries, .. } => {
            !entries.is_empty() && entries.iter().all(|entry| item.takes(&entry.key.value))
        }
        Kind::Scalar { .. } | Kind::List(_) | Kind::Reported => false,
    }
}

/// What an unknown key may be meant to be.
enum Guess {
    /// A key that is written almost like this.
    Near(Near<'static>),
    /// A key that is called like this elsewhere.
    Foreign(Meant),
    /// A custom property.
    Custom(String),
    Nothing,
}

impl Guess {
    fn of(construct: &'static Construct, free: &[&'static str], entry: &Entry) -> Self {
        let key = &entry.key.value;
        if let Some(near) = closest(key, free.iter().copied()) {
            return Self::Near(near);
        }
        if let Some(meant) = foreign::key(construct, entry) {
            return Self::Foreign(meant);
        }
        match construct.custom && is_like_custom(key) {
            true => Self::Custom(key.to_lowercase().replace('_', "-")),
            false => Self::Nothing,
        }
    }

    /// The key of the construct, if it is one.
    fn word(&self) -> Option<&'static str> {
        match self {
            Self::Near(near) => Some(near.word),
            Self::Foreign(Meant::Key(word)) => Some(word),
            Self::Foreign(Meant::Words(_)) | Self::Custom(_) | Self::Nothing => None,
        }
    }
}

/// The required keys that are missing, if there are as many keys that they may be meant by.
fn missing_among(
    construct: &'static Construct,
    free: &[&'static str],
    suggested: &[&'static str],
    guesses: &[Guess],
) -> Vec<&'static str> {
    let is_missing = |name: &&str| free.contains(name) && !suggested.contains(name);
    let required = construct.keys.iter().filter(|key| key.required).map(|key| key.name);
    let either = construct.either.iter().copied();
    let either = either.take(usize::from(construct.either.iter().all(is_missing)));
    let missing: Vec<&'static str> = required.chain(either).filter(is_missing).collect();
    let strangers = guesses.iter().filter(|guess| matches!(guess, Guess::Nothing)).count();
    if missing.len() <= strangers { missing } else { Vec::new() }
}

/// True for the name of a custom property with a capital letter or `_`.
fn is_like_custom(key: &str) -> bool {
    key.is_ascii() && ["x-", "x_", "X-", "X_"].iter().any(|prefix| key.starts_with(prefix))
}

/// The keys of a construct, in words.
pub(super) fn listed(construct: &Construct) -> String {
    let names: Vec<String> = construct.keys.iter().map(|key| format!("`{}`", key.name)).collect();
    names.join(", ")
}
