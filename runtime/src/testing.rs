//! Isolates the events of a test from other tests, even from tests that run at the same time.
//!
//! In a [`Scope`], only the signals that the test enables are enabled, only receivers that are connected in the scope
//! are called, the failure of a receiver makes the send panic, and every sent event is recorded.
//!
//! ```test_harness
//! # mod shop_events {
//! #     #[derive(annals::Event)]
//! #     #[annals(event = "com.example.orders.order.placed.v1")]
//! #     pub struct OrderPlaced { pub number: String, pub quantity: i32 }
//! #     pub static ORDER_PLACED: annals::Signal<OrderPlaced> = annals::Signal::new();
//! # }
//! use annals::testing::assert_sent;
//! use shop_events::{ORDER_PLACED, OrderPlaced};
//!
//! fn place_order(number: &str, quantity: i32) {
//!     let _ = ORDER_PLACED.send(OrderPlaced { number: number.to_owned(), quantity });
//! }
//!
//! #[annals::test(enable = [ORDER_PLACED])]
//! fn an_order_is_announced() {
//!     place_order("A-1", 2);
//!     assert_sent!(ORDER_PLACED, |event| event.quantity == 2);
//! }
//! ```
//!
//! The messages of failed assertions contain all data of the events, including personal data, because a diff needs it.
//!
//! # Threads, tasks and servers
//!
//! A scope applies to the threads and tasks that entered it. A thread or task that the test starts is in no scope: what
//! it sends is not recorded, and calls the receivers of the process. [`assert_sent!`] says so when it fails, if an event
//! was sent outside of every scope in the meantime.
//!
//! A test carries its scope with [`Scope::spawn`] to a thread, with [`Scope::carry`] to a task. Code that starts threads
//! and tasks itself carries an [`Isolation`], and need not know whether it is tested:
//!
//! ```test_harness
//! # mod shop_events {
//! #     #[derive(annals::Event)]
//! #     #[annals(event = "com.example.orders.order.placed.v1")]
//! #     pub struct OrderPlaced { pub number: String, pub quantity: i32 }
//! #     pub static ORDER_PLACED: annals::Signal<OrderPlaced> = annals::Signal::new();
//! # }
//! # use shop_events::{ORDER_PLACED, OrderPlaced};
//! # fn place_order(number: &str) {
//! #     let _ = ORDER_PLACED.send(OrderPlaced { number: number.to_owned(), quantity: 1 });
//! # }
//! use std::thread;
//!
//! use annals::Isolation;
//! use annals::testing::{Scope, assert_sent};
//!
//! /// Code of a service that starts a thread and a task.
//! async fn place_orders() {
//!     let isolation = Isolation::current();
//!     let thread = thread::spawn({
//!         let isolation = isolation.clone();
//!         move || isolation.run(|| place_order("A-1"))
//!     });
//!     let task = tokio::spawn(isolation.carry(async { place_order("A-2") }));
//!     thread.join().expect("the thread does not panic");
//!     task.await.expect("the task does not panic");
//! }
//!
//! #[annals::test(enable = [ORDER_PLACED])]
//! #[tokio::test]
//! async fn orders_of_threads_and_tasks_are_seen(scope: &Scope) {
//!     place_orders().await;
//!     assert_sent!(ORDER_PLACED, |event| event.number == "A-1");
//!     assert_sent!(ORDER_PLACED, |event| event.number == "A-2");
//!     // Or the test starts them.
//!     scope.spawn(|| place_order("A-3")).join().expect("the thread does not panic");
//!     tokio::spawn(scope.carry(async { place_order("A-4") })).await.expect("the task does not panic");
//!     assert_eq!(scope.sent(&ORDER_PLACED).len(), 4);
//! }
//! ```
//!
//! A server handles each connection in a task of its own. A layer carries the scope of the test to the handlers; in
//! [tower](https://docs.rs/tower), and so in [axum](https://docs.rs/axum) and tonic, it is one line:
//!
//! ```test_harness
//! # mod shop_events {
//! #     #[derive(annals::Event)]
//! #     #[annals(event = "com.example.orders.order.placed.v1")]
//! #     pub struct OrderPlaced { pub number: String, pub quantity: i32 }
//! #     pub static ORDER_PLACED: annals::Signal<OrderPlaced> = annals::Signal::new();
//! # }
//! # use shop_events::{ORDER_PLACED, OrderPlaced};
//! # fn place_order(number: &str) {
//! #     let _ = ORDER_PLACED.send(OrderPlaced { number: number.to_owned(), quantity: 1 });
//! # }
//! use annals::Isolation;
//! use annals::testing::{Scope, assert_sent};
//! use axum::Router;
//! use axum::extract::{Path, Request};
//! use axum::routing::post;
//! use tower::ServiceExt as _;
//! use tower::util::MapFutureLayer;
//!
//! fn app() -> Router {
//!     Router::new().route("/orders/{number}", post(async |Path(number): Path<String>| place_order(&number)))
//! }
//!
//! #[annals::test(enable = [ORDER_PLACED])]
//! #[tokio::test]
//! async fn a_request_places_an_order(scope: &Scope) {
//!     let isolation = Isolation::current();
//!     let app = app().layer(MapFutureLayer::new(move |response| isolation.carry(response)));
//!     // Here `axum::serve(listener, app)` would start a task for each connection.
//!     let request = Request::post("/orders/A-1").body(axum::body::Body::empty()).expect("it is valid");
//!     tokio::spawn(app.oneshot(request)).await.expect("it does not panic").expect("it cannot fail");
//!     assert_sent!(ORDER_PLACED, |event| event.number == "A-1");
//! }
//! ```

mod assertion;
mod scope;

#[doc(hidden)]
pub use assertion::{assert_equal, assert_matching, assert_none, assert_some};
pub use scope::Sent;

pub use crate::isolation::Isolation;
pub use crate::signal::scope::{Entered, Scope};
pub use crate::{assert_not_sent, assert_sent};
