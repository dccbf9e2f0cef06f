//! Async receivers, and sends that await them.

use std::any::{Any, TypeId};
use std::borrow::Borrow;
use std::future::poll_fn;
use std::sync::Arc;

use crate::event::{AnyEvent, Event};
use crate::metadata::Metadata;
use crate::signal::channel::Channel;
use crate::signal::connection::Connection;
use crate::signal::dispatch;
use crate::signal::entry::{AsyncReceiver, Call, Handler};
use crate::signal::failure::Failure;
use crate::signal::options::Options;
use crate::signal::receive::Outcome;
use crate::signal::responses::Responses;
use crate::signal::{Received, Signal, Subscription};

impl<E: Event> Signal<E> {
    /// Connects an async function, or a closure that returns a future.
    ///
    /// It receives events that are sent with `send_async`. For a plain `send`, its response is
    /// [`Cause::NotAwaited`](crate::signal::Cause::NotAwaited).
    ///
    /// ```
    /// # use annals::{Event, Signal};
    /// # fn example<E: Event>(signal: &Signal<E>) {
    /// signal.connect_async(|event, metadata| async move {
    ///     println!("{:?} {event:?}", metadata.id());
    /// });
    /// # }
    /// ```
    pub fn connect_async<R, F, O>(&self, receiver: R) -> Connection
    where
        R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
        F: Future<Output = O> + Send + 'static,
        O: Outcome,
    {
        self.connect_async_with(Options::new(), receiver)
    }

    /// Like [`connect_async`](Self::connect_async), with options.
    pub fn connect_async_with<R, F, O>(&self, options: Options, receiver: R) -> Connection
    where
        R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
        F: Future<Output = O> + Send + 'static,
        O: Outcome,
    {
        let options = options.or_name(std::any::type_name::<R>());
        dispatch::current(E::channel()).connect(options, async_handler(receiver))
    }

    /// Calls or awaits every receiver, one after another, with new metadata. An event that is outside its limits is not
    /// sent.
    ///
    /// If the future is dropped, the remaining receivers are not called.
    pub async fn send_async(&self, event: E) -> Responses {
        dispatch::send_async(event, None, false).await
    }

    /// Like [`send_async`](Self::send_async), with the given metadata.
    pub async fn send_async_with(&self, metadata: impl Borrow<Metadata>, event: E) -> Responses {
        let metadata = metadata.borrow().clone();
        dispatch::send_async(event, Some(metadata), false).await
    }

    /// Calls or awaits the receivers until one fails, and returns how many were called.
    ///
    /// # Errors
    ///
    /// The failure of that receiver, or that the event is outside its limits.
    pub async fn send_async_strict(&self, event: E) -> Result<usize, Failure> {
        dispatch::send_async(event, None, true).await.into_result()
    }

    /// Like [`send_async_strict`](Self::send_async_strict), with the given metadata.
    ///
    /// # Errors
    ///
    /// The failure of that receiver, or that the event is outside its limits.
    pub async fn send_async_with_strict(
        &self,
        metadata: impl Borrow<Metadata>,
        event: E,
    ) -> Result<usize, Failure> {
        let metadata = metadata.borrow().clone();
        dispatch::send_async(event, Some(metadata), true).await.into_result()
    }

    /// A stream of the events that are sent from now on. It buffers at most `capacity` events.
    ///
    /// When the buffer is full, the oldest event is dropped, and the stream yields
    /// [`Received::Lagged`]. Sending never waits for a subscription.
    pub fn subscribe(&self, capacity: usize) -> Subscription<E>
    where
        E: Clone,
    {
        Subscription::new(*self, capacity)
    }
}

/// Erases the event's type, which is inferred from the function.
pub fn async_handler<E, R, F, O>(receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    let call: Arc<AsyncReceiver> = Arc::new(move |event, metadata| {
        let event: Arc<dyn Any + Send + Sync> = event;
        let event = event.downcast::<E>().expect("a channel carries only events of its own type");
        let answer = receiver(event, metadata);
        Box::pin(async move { answer.await.into_result() })
    });
    Handler::new(Some(TypeId::of::<E>()), Call::Later(call))
}

/// An async receiver of any event.
pub fn any_async_handler<R, F, O>(receiver: R) -> Handler
where
    R: Fn(Arc<dyn AnyEvent>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    let call: Arc<AsyncReceiver> = Arc::new(move |event, metadata| {
        let answer = receiver(event, metadata);
        Box::pin(async move { answer.await.into_result() })
    });
    Handler::new(None, Call::Later(call))
}

/// For `#[receiver]` with a signal, which determines the event's type.
pub fn async_handler_for<E, R, F, O>(_: &Signal<E>, receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    async_handler(receiver)
}

/// For `#[receiver]` on a function that takes several types of events.
pub fn async_handler_with<E, R, F, O>(_: &Signal<E>, receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    async_handler(receiver)
}

/// The channel of the only event that an async function takes.
pub fn async_channel<E, R, F>(_: R) -> &'static Channel
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F,
{
    E::channel()
}

impl<E: Event> Subscription<E> {
    /// Waits for the next event.
    ///
    /// ```
    /// # use annals::{Event, signal::{Received, Subscription}};
    /// # async fn example<E: Event>(mut subscription: Subscription<E>) {
    /// loop {
    ///     match subscription.next().await {
    ///         Received::Event(event, metadata) => println!("{:?} {event:?}", metadata.id()),
    ///         Received::Lagged(lost) => println!("{lost} were lost"),
    ///     }
    /// }
    /// # }
    /// ```
    pub async fn next(&mut self) -> Received<E> {
        poll_fn(|context| self.poll_received(context)).await
    }
}
