//! What `#[receiver]` calls for an `async fn` where the feature `async` is off: only a message.

use std::sync::Arc;

use crate::event::{AnyEvent, Event};
use crate::metadata::Metadata;
use crate::signal::Signal;
use crate::signal::channel::Channel;
use crate::signal::entry::Handler;

/// Nothing has it.
#[diagnostic::on_unimplemented(
    message = "an async receiver needs the feature `async` of `annals`",
    label = "an `async fn`",
    note = "in Cargo.toml: `annals = {{ version = \"…\", features = [\"async\"] }}`"
)]
pub trait Awaited {}

const NEVER: &str = "nothing has the bound";

/// As with the feature.
pub fn async_handler<R: Awaited>(_: R) -> Handler {
    unreachable!("{NEVER}")
}

/// As with the feature.
pub fn async_handler_for<E: Event, R: Awaited>(_: &Signal<E>, _: R) -> Handler {
    unreachable!("{NEVER}")
}

/// As with the feature.
pub fn async_handler_with<E: Event, R, F: Awaited>(_: &Signal<E>, _: R) -> Handler
where
    R: Fn(Arc<E>, Arc<Metadata>) -> F,
{
    unreachable!("{NEVER}")
}

/// As with the feature.
pub fn any_async_handler<R, F: Awaited>(_: R) -> Handler
where
    R: Fn(Arc<dyn AnyEvent>, Arc<Metadata>) -> F,
{
    unreachable!("{NEVER}")
}

/// As with the feature.
pub fn async_channel<R>(_: R) -> &'static Channel {
    unreachable!("{NEVER}")
}
