//! Async receivers, and the sends that await them.

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
    /// It hears of events that are sent with `send_async`; a send that cannot await it says so in its response.
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

    /// [`connect_async`](Self::connect_async) with options.
    pub fn connect_async_with<R, F, O>(&self, options: Options, receiver: R) -> Connection
    where
        R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
        F: Future<Output = O> + Send + 'static,
        O: Outcome,
    {
        let options = options.or_name(std::any::type_name::<R>());
        dispatch::current(E::channel()).connect(options, async_handler(receiver))
    }

    /// Calls or awaits every receiver, one after another, with metadata made now.
    ///
    /// If the future is dropped, receivers that were not reached yet are not called.
    pub async fn send_async(&self, event: E) -> Responses {
        dispatch::send_async(event, None, false).await
    }

    /// [`send_async`](Self::send_async) with this metadata.
    pub async fn send_async_with(&self, metadata: impl Borrow<Metadata>, event: E) -> Responses {
        let metadata = metadata.borrow().clone();
        dispatch::send_async(event, Some(metadata), false).await
    }

    /// [`send_async`](Self::send_async), but up to the first receiver that fails.
    pub async fn send_async_strict(&self, event: E) -> Result<Responses, Failure> {
        dispatch::send_async(event, None, true).await.into_result()
    }

    /// [`send_async_with`](Self::send_async_with), but up to the first receiver that fails.
    pub async fn send_async_with_strict(
        &self,
        metadata: impl Borrow<Metadata>,
        event: E,
    ) -> Result<Responses, Failure> {
        let metadata = metadata.borrow().clone();
        dispatch::send_async(event, Some(metadata), true).await.into_result()
    }

    /// A stream of the events that are sent from now on, of which it keeps up to `capacity` until they are read.
    ///
    /// A slow reader loses the oldest, and is told how many; who sends never waits.
    pub fn subscribe(&self, capacity: usize) -> Subscription<E>
    where
        E: Clone,
    {
        Subscription::new(*self, capacity)
    }
}

/// Erases the event's type; the function decides which that is.
pub fn async_handler<E, R, F, O>(receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    let call: Arc<AsyncReceiver> = Arc::new(move |event, metadata| {
        let event: Arc<dyn Any + Send + Sync> = event;
        let event = event.downcast::<E>().expect("a channel carries events of its own type");
        let answer = receiver(event, metadata);
        Box::pin(async move { answer.await.into_result() })
    });
    Handler { event: Some(TypeId::of::<E>()), call: Call::Later(call) }
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
    Handler { event: None, call: Call::Later(call) }
}

/// For `#[receiver]` with a signal: that decides.
pub fn async_handler_for<E, R, F, O>(_: &Signal<E>, receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    async_handler(receiver)
}

/// For a closure around a function of several types.
pub fn async_handler_with<E, R, F, O>(_: &Signal<E>, receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    async_handler(receiver)
}

/// The channel of the only event that an async function can receive.
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
