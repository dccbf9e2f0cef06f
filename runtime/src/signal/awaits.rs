//! What `#[receiver]` calls for an `async fn` without the feature `async`: functions that cannot be called, for the
//! sake of the compiler's message.

use std::sync::Arc;

use crate::event::{AnyEvent, Event};
use crate::metadata::Metadata;
use crate::signal::Signal;
use crate::signal::channel::Channel;
use crate::signal::entry::Handler;

/// Implemented by no type.
#[diagnostic::on_unimplemented(
    message = "an async receiver needs the feature `async` of `annals`",
    label = "an `async fn`",
    note = "in Cargo.toml: `annals = {{ version = \"…\", features = [\"async\"] }}`"
)]
pub trait Awaited {}

const NEVER: &str = "no type implements `Awaited`";

/// See the function of the same name in `asynchronous`.
pub fn async_handler<R: Awaited>(_: R) -> Handler {
    unreachable!("{NEVER}")
}

/// See the function of the same name in `asynchronous`.
pub fn async_handler_for<E: Event, R: Awaited>(_: &Signal<E>, _: R) -> Handler {
    unreachable!("{NEVER}")
}

/// See the function of the same name in `asynchronous`.
pub fn async_handler_with<E: Event, R, F: Awaited>(_: &Signal<E>, _: R) -> Handler
where
    R: Fn(Arc<E>, Arc<Metadata>) -> F,
{
    unreachable!("{NEVER}")
}

/// See the function of the same name in `asynchronous`.
pub fn any_async_handler<R, F: Awaited>(_: R) -> Handler
where
    R: Fn(Arc<dyn AnyEvent>, Arc<Metadata>) -> F,
{
    unreachable!("{NEVER}")
}

/// See the function of the same name in `asynchronous`.
pub fn async_channel<R>(_: R) -> &'static Channel {
    unreachable!("{NEVER}")
}
