//! Dispatches each send to the receivers of the process, or to those of the test that the current thread belongs to.

use std::ops::Deref;
use std::sync::Arc;

use crate::event::{AnyEvent, Event, Seal};
use crate::metadata::Metadata;
#[cfg(feature = "async")]
use crate::signal::awaited::deliver;
use crate::signal::channel::Channel;
use crate::signal::responses::Responses;
#[cfg(feature = "testing")]
use crate::signal::scope::Scope;

/// A channel of the process or of a test.
#[derive(Clone)]
pub(crate) enum ChannelRef {
    Process(&'static Channel),
    #[cfg(feature = "testing")]
    Test(Arc<Channel>),
}

impl Deref for ChannelRef {
    type Target = Channel;

    fn deref(&self) -> &Channel {
        match self {
            Self::Process(channel) => channel,
            #[cfg(feature = "testing")]
            Self::Test(channel) => channel,
        }
    }
}

/// The channel that stands for `channel` on this thread.
pub(crate) fn current(channel: &'static Channel) -> ChannelRef {
    #[cfg(feature = "testing")]
    if let Some(scope) = Scope::current() {
        return ChannelRef::Test(scope.channel(channel));
    }
    ChannelRef::Process(channel)
}

/// The scope of an event that is sent on this thread. If there is none, the event is counted as sent outside.
#[cfg(feature = "testing")]
fn here(channel: &'static Channel) -> Option<Scope> {
    let scope = Scope::current();
    if scope.is_none() {
        channel.count_outside();
    }
    scope
}

/// Sends an event to the receivers of this thread's channel.
#[inline]
pub(crate) fn send<E: Event>(event: E, metadata: Option<&Metadata>, strict: bool) -> Responses {
    #[cfg(feature = "testing")]
    if let Some(scope) = here(E::channel()) {
        return scope.send(Arc::new(event), metadata, strict);
    }
    let channel = E::channel();
    if channel.is_idle() {
        return Responses::default();
    }
    channel.send(&event, metadata, strict)
}

/// Like `send`, for an event of any type.
pub(crate) fn send_any(
    event: Arc<dyn AnyEvent>,
    metadata: Option<&Metadata>,
    strict: bool,
) -> Responses {
    #[cfg(feature = "testing")]
    if let Some(scope) = here(event.parts(Seal).channel) {
        return scope.send(event, metadata, strict);
    }
    event.parts(Seal).channel.send(&*event, metadata, strict)
}

/// Like `send`, and awaits async receivers.
#[cfg(feature = "async")]
pub(crate) async fn send_async<E: Event>(
    event: E,
    metadata: Option<Metadata>,
    strict: bool,
) -> Responses {
    if cfg!(not(feature = "testing")) && E::channel().is_idle() {
        return Responses::default();
    }
    send_any_async(Arc::new(event), metadata, strict).await
}

/// Like `send_async`, for an event of any type.
#[cfg(feature = "async")]
pub(crate) async fn send_any_async(
    event: Arc<dyn AnyEvent>,
    metadata: Option<Metadata>,
    strict: bool,
) -> Responses {
    #[cfg(feature = "testing")]
    if let Some(scope) = here(event.parts(Seal).channel) {
        return scope.send_async(event, metadata, strict).await;
    }
    deliver(event.parts(Seal).channel, event, metadata, strict).await
}
