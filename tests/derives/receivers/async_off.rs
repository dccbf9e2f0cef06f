//! Async receivers without the feature.

mod shop;

use std::sync::Arc;

use annals::{AnyEvent, Metadata};
use shop::{PERSON_JOINED, PersonJoined};

#[annals::receiver(PERSON_JOINED)]
async fn welcome(_: Arc<PersonJoined>, _: Arc<Metadata>) {}

#[annals::receiver]
async fn count(_: Arc<PersonJoined>, _: Arc<Metadata>) {}

#[annals::receiver(PERSON_JOINED)]
async fn audit(_: Arc<dyn AnyEvent>, _: Arc<Metadata>) {}

fn main() {}
