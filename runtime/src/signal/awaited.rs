//! Sends that await async receivers.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::Poll;

use arc_swap::Guard;

use crate::event::AnyEvent;
use crate::metadata::Metadata;
use crate::signal::channel::Channel;
use crate::signal::entry::{AsyncReceiver, Call, caught};
use crate::signal::failure::{Cause, Failure};
use crate::signal::responses::{Failed, Responses};

/// Calls or awaits the receivers of a channel. If `strict`, stops at the first failure.
pub(crate) async fn deliver(
    channel: &Channel,
    event: Arc<dyn AnyEvent>,
    metadata: Option<Metadata>,
    strict: bool,
) -> Responses {
    // A guard must not be held across an await point: each thread has only a few fast ones.
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
    Responses::new(Guard::from_inner(Some(list)), failed)
}

/// Awaits a receiver and catches its panics, in the call as well as in each poll.
async fn awaited(
    receive: &AsyncReceiver,
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
