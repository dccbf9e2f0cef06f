//! Sends that await async receivers.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use arc_swap::Guard;

use crate::event::AnyEvent;
use crate::metadata::Metadata;
use crate::signal::channel::Channel;
use crate::signal::depth::Nested;
use crate::signal::entry::{AsyncReceiver, Call};
use crate::signal::failure::{Cause, Failure};
use crate::signal::panics;
use crate::signal::responses::{Failed, Responses};

/// Calls or awaits the receivers of a channel. If `strict`, stops at the first failure.
pub(crate) async fn deliver(
    channel: &Channel,
    event: Arc<dyn AnyEvent>,
    metadata: Option<Metadata>,
    strict: bool,
) -> Responses {
    if let Some(refused) = channel.refusal(&*event) {
        return refused;
    }
    // A guard must not be held across an await point: each thread has only a few fast ones.
    let Some(list) = Guard::into_inner(channel.listening()) else {
        return Responses::default();
    };
    let metadata = Arc::new(metadata.unwrap_or_else(|| Metadata::new(channel.descriptor())));
    let mut failed = None;
    for (index, entry) in list.iter().enumerate() {
        let result = match entry.handler.call() {
            Call::Now(_) => nested(|| entry.call(&*event, &metadata)),
            Call::Later(receive) => {
                awaited(&**receive, Arc::clone(&event), Arc::clone(&metadata)).await
            }
        };
        if let Err(cause) = result {
            let failure =
                Failure::logged(channel.descriptor().event_type, Some(&entry.name), cause);
            Failed::add(&mut failed, index, failure, strict);
            if strict {
                break;
            }
        }
    }
    Responses::new(Guard::from_inner(Some(list)), failed)
}

/// Awaits a receiver and catches its panics, in the call as well as in each poll.
async fn awaited(
    receive: &AsyncReceiver,
    event: Arc<dyn AnyEvent>,
    metadata: Arc<Metadata>,
) -> Result<(), Cause> {
    let mut answer = nested(|| panics::catch(|| receive(event, metadata)).map_err(Cause::Panic))?;
    let result = poll_fn(|context| {
        let poll = || panics::catch(|| answer.as_mut().poll(context)).map_err(Cause::Panic);
        match nested(poll) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(result)) => Poll::Ready(result.map_err(Cause::Error)),
            Err(cause) => Poll::Ready(Err(cause)),
        }
    });
    let result = result.await;
    // If it did not complete, dropping it runs code of a user.
    let _ = panics::catch(|| drop(answer));
    result
}

/// Calls or polls a receiver, one level deeper.
fn nested<T>(work: impl FnOnce() -> Result<T, Cause>) -> Result<T, Cause> {
    match Nested::enter() {
        Some(_nested) => work(),
        None => Err(Cause::TooDeep),
    }
}
