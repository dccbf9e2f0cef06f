//! Assertions on what was sent in the scope of the current thread.

use std::fmt::Write;

use similar::TextDiff;

use crate::event::{AnyEvent, Event};
use crate::signal::Signal;
use crate::signal::scope::Scope;
use crate::testing::scope::Sent;

/// Asserts that an event was sent on a signal in the scope of this thread. Returns the first such [`Sent`].
///
/// - `assert_sent!(SIGNAL)`: any event.
/// - `assert_sent!(SIGNAL, |event| event.user.id == 1)`: an event for which the condition is true.
/// - `assert_sent!(SIGNAL, expected)`: an event that is equal to `expected`. The message of a failure contains a diff.
///
/// [`Sent`]: crate::testing::Sent
#[macro_export]
macro_rules! assert_sent {
    ($signal:expr $(,)?) => {
        $crate::testing::assert_some(&$signal)
    };
    ($signal:expr, |$event:pat_param| $condition:expr $(,)?) => {
        $crate::testing::assert_matching(
            &$signal,
            |$event| $condition,
            ::core::stringify!($condition),
        )
    };
    ($signal:expr, |$event:ident : $type:ty| $condition:expr $(,)?) => {
        $crate::testing::assert_matching(
            &$signal,
            |$event: $type| $condition,
            ::core::stringify!($condition),
        )
    };
    ($signal:expr, $expected:expr $(,)?) => {
        $crate::testing::assert_equal(&$signal, &$expected)
    };
}

/// Asserts that no event was sent on a signal in the scope of this thread, or no event for which a condition is true:
/// `assert_not_sent!(SIGNAL)`, `assert_not_sent!(SIGNAL, |event| event.user.id == 1)`.
#[macro_export]
macro_rules! assert_not_sent {
    ($signal:expr $(,)?) => {
        $crate::testing::assert_none(&$signal, |_| true)
    };
    ($signal:expr, |$event:pat_param| $condition:expr $(,)?) => {
        $crate::testing::assert_none(&$signal, |$event| $condition)
    };
}

/// `assert_sent!(SIGNAL)`
#[track_caller]
pub fn assert_some<E: Event>(signal: &Signal<E>) -> Sent<E> {
    match here().sent(signal).into_iter().next() {
        Some(sent) => sent,
        None => panic!("{}", nothing_sent(signal)),
    }
}

/// `assert_sent!(SIGNAL, |event| …)`
#[track_caller]
pub fn assert_matching<E: Event>(
    signal: &Signal<E>,
    condition: impl Fn(&E) -> bool,
    written: &str,
) -> Sent<E> {
    let all = here().sent(signal);
    if let Some(sent) = all.iter().find(|sent| condition(&sent.event)) {
        return sent.clone();
    }
    if all.is_empty() {
        panic!("{}", nothing_sent(signal));
    }
    let name = signal.descriptor().name;
    let mut message = format!("no event on {name} satisfies `{written}`; these were sent:");
    for (index, sent) in all.iter().enumerate() {
        let _ = write!(message, "\n{}. {}", index + 1, text(&*sent.event));
    }
    panic!("{message}{}", sent_outside::<E>());
}

/// `assert_sent!(SIGNAL, expected)`
#[track_caller]
pub fn assert_equal<E: Event + PartialEq>(signal: &Signal<E>, expected: &E) -> Sent<E> {
    let all = here().sent(signal);
    if let Some(sent) = all.iter().find(|sent| *sent.event == *expected) {
        return sent.clone();
    }
    let wanted = text(expected);
    // The most similar event is probably the one that was expected.
    let nearest = all.iter().map(|sent| text(&*sent.event)).max_by(|a, b| {
        let likeness = |sent: &str| TextDiff::from_lines(wanted.as_str(), sent).ratio();
        likeness(a).total_cmp(&likeness(b))
    });
    let Some(nearest) = nearest else {
        panic!("{}", nothing_sent(signal));
    };
    let diff = TextDiff::from_lines(wanted.as_str(), nearest.as_str());
    let diff = diff.unified_diff().context_radius(3).header("expected", "sent").to_string();
    let name = signal.descriptor().name;
    let found = match all.len() {
        1 => format!("the event on {name} is not equal to the expected one"),
        count => {
            format!(
                "none of {count} events on {name} is equal to the expected one; the most similar"
            )
        }
    };
    panic!("{found}:\n{diff}{}", sent_outside::<E>());
}

/// `assert_not_sent!(SIGNAL)`
#[track_caller]
pub fn assert_none<E: Event>(signal: &Signal<E>, condition: impl Fn(&E) -> bool) {
    if let Some(sent) = here().sent(signal).iter().find(|sent| condition(&sent.event)) {
        panic!("{} was sent: {}", signal.descriptor().name, text(&*sent.event));
    }
}

#[track_caller]
fn here() -> Scope {
    match Scope::current() {
        Some(scope) => scope,
        None => panic!("this thread is in no scope: use `#[annals::test]`, or enter a `Scope`"),
    }
}

fn nothing_sent<E: Event>(signal: &Signal<E>) -> String {
    let name = signal.descriptor().name;
    let off = if signal.is_enabled() {
        ""
    } else {
        ": the signal is disabled here, see `enable = […]`"
    };
    let mut message = format!("nothing was sent on {name}{off}");
    let others = here().all_sent();
    for (index, sent) in others.iter().enumerate() {
        let before = if index == 0 { "; these were sent: " } else { ", " };
        let _ = write!(message, "{before}{}", sent.event.descriptor().name);
    }
    message + &sent_outside::<E>()
}

/// What probably happened if an event was sent outside of the scope. Another test may have sent it, too.
fn sent_outside<E: Event>() -> String {
    let before = here().channel(E::channel()).sent_outside();
    let number = match E::channel().sent_outside().saturating_sub(before) {
        0 => return String::new(),
        1 => "1 event was".to_owned(),
        many => format!("{many} events were"),
    };
    let name = E::DESCRIPTOR.name;
    format!(
        "\nmeanwhile {number} sent on {name} outside of every scope, probably by a thread or task that the test started, \
         since these are in no scope until they enter one: see `annals::testing`"
    )
}

/// Indented JSON, or the debug form if the event has no JSON form.
fn text(event: &dyn AnyEvent) -> String {
    let json = event.to_json_value().ok();
    let json = json.and_then(|json| serde_json::to_string_pretty(&json).ok());
    json.unwrap_or_else(|| format!("{event:#?}")) + "\n"
}
