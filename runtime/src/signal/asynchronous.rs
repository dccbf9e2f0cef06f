//! Async receivers, and the sends that await them.

use std::any::{Any, TypeId};
use std::borrow::Borrow;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use arc_swap::Guard;

use crate::event::{AnyEvent, Event};
use crate::isolation;
use crate::metadata::Metadata;
use crate::signal::channel::Channel;
use crate::signal::connection::{Connection, Options};
use crate::signal::entry::{Call, Handler, caught};
use crate::signal::failure::{Cause, Error, Failure};
use crate::signal::receive::Outcome;
use crate::signal::responses::{Failed, Responses};
use crate::signal::{Received, Signal, Subscription};

/// A receiver that is awaited.
pub(crate) type Receiver = dyn Fn(Arc<dyn AnyEvent>, Arc<Metadata>) -> Answer + Send + Sync;
type Answer = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

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
        isolation::home(E::channel()).connect(options, async_handler(receiver))
    }

    /// Calls or awaits every receiver, one after another, with metadata made now.
    ///
    /// If the future is dropped, receivers that were not reached yet are not called.
    pub async fn send_async(&self, event: E) -> Responses {
        isolation::send_async(event, None, false).await
    }

    /// [`send_async`](Self::send_async) with this metadata.
    pub async fn send_async_with(&self, metadata: impl Borrow<Metadata>, event: E) -> Responses {
        let metadata = metadata.borrow().clone();
        isolation::send_async(event, Some(metadata), false).await
    }

    /// [`send_async`](Self::send_async), but up to the first receiver that fails.
    pub async fn send_async_strict(&self, event: E) -> Result<Responses, Failure> {
        isolation::send_async(event, None, true).await.into_result()
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

/// Calls or awaits the receivers of a channel; with `strict`, up to the first failure.
pub(crate) async fn deliver(
    channel: &Channel,
    event: Arc<dyn AnyEvent>,
    metadata: Option<Metadata>,
    strict: bool,
) -> Responses {
    // A guard must not be kept while a future rests: there are only a few of them for each thread.
    let Some(list) = Guard::into_inner(channel.listening()) else {
        return Responses::default();
    };
    let metadata = Arc::new(metadata.unwrap_or_else(|| Metadata::new(channel.descriptor())));
    let mut failed = None;
    for (index, entry) in list.iter().enumerate() {
        let result = match &entry.handler.call {
            Call::Now(_) => entry.call(&*event, &metadata),
            Call::Later(receive) => {
                awaited(&**receive, Arc::clone(&event), Arc::clone(&metadata)).await
            }
        };
        if let Err(cause) = result {
            let failure = Failure::logged(channel.descriptor().event_type, &entry.name, cause);
            Failed::add(&mut failed, index, failure, strict);
            if strict {
                break;
            }
        }
    }
    Responses::of(Guard::from_inner(Some(list)), failed)
}

/// Awaits a receiver, with its panics caught at each step.
async fn awaited(
    receive: &Receiver,
    event: Arc<dyn AnyEvent>,
    metadata: Arc<Metadata>,
) -> Result<(), Cause> {
    let mut answer = match catch_unwind(AssertUnwindSafe(|| receive(event, metadata))) {
        Ok(answer) => answer,
        Err(payload) => return caught(Err(payload)),
    };
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(result)) => Poll::Ready(caught(Ok(result))),
        Err(payload) => Poll::Ready(caught(Err(payload))),
    })
    .await
}

/// Erases the event's type; the function decides which that is.
pub fn async_handler<E, R, F, O>(receiver: R) -> Handler
where
    E: Event,
    R: Fn(Arc<E>, Arc<Metadata>) -> F + Send + Sync + 'static,
    F: Future<Output = O> + Send + 'static,
    O: Outcome,
{
    let call: Arc<Receiver> = Arc::new(move |event, metadata| {
        let event: Arc<dyn Any + Send + Sync> = event;
        let event = event.downcast::<E>().expect("a channel carries events of its own type");
        let answer = receiver(event, metadata);
        Box::pin(async move { answer.await.into_result() })
    });
    Handler { event: Some(TypeId::of::<E>()), call: Call::Later(call) }
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
