//! The command works from a catalog alone.

use serde_json::json;

use crate::Question;
use crate::program::{run, run_with, write};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[("any_catalog_will_do", any_catalog_will_do)];

const CATALOG: &str = "annals: 1
catalog:
  name: shop-events
  title: Shop
  version: 2.3.4
  namespace: com.example
  description: What happens in the shop.
domains:
  orders: { title: Orders, description: Orders of customers. }
records:
  orders:
    Order:
      description: An order.
      fields:
        number: { type: string, description: Number of the order. }
        quantity: { type: int, min: 1, description: How much was ordered. }
events:
  orders:
    ORDER_PLACED:
      type: com.example.orders.order.placed.v1
      added: 2026-01-15
      description: Sent when a customer has placed an order.
      key: order.number
      data:
        order: { type: Order, description: The order. }
      repository: example/shop
";

fn any_catalog_will_do() {
    let server = Server::start();
    let file = server.folder().join("catalog.yaml");
    write(&file, CATALOG);
    let catalog = format!("--catalog {}", file.display());
    let event = |number: &str, quantity: i64| {
        let data = json!({ "order": { "number": number, "quantity": quantity } });
        format!(
            "{}\n",
            json!({ "event_type": "com.example.orders.order.placed.v1", "event_data": data })
        )
    };
    let input = [event("A-1", 2), event("A-2", 0)].concat();
    let sent = run_with(&server, &format!("produce --topic t {catalog}"), &input);
    assert_eq!(sent.code, Some(1), "{sent:?}");
    assert_eq!(sent.of_kind("refused")[0]["reason"], "order.quantity: less than 1");
    let consume = "consume --topic t --group g --consumer c --expect 1";
    let read = run(&server, &format!("{consume} {catalog}"));
    let events = read.of_kind("event");
    assert_eq!(
        events[0]["event_data"],
        json!({ "order": { "number": "A-1", "quantity": 2 } }),
        "{read:?}"
    );
    assert_eq!(events[0]["metadata"]["source"], "com.example/test/web");
    assert_eq!(events[0]["metadata"]["sourcelib"], json!([2, 3, 4]));
    // Another catalog does not know it.
    let other = run(&server, "consume --topic t --group h --consumer c --expect 1");
    assert_eq!((other.code, other.of_kind("dead").len()), (Some(1), 1));
    assert_eq!(run(&server, &format!("{consume} --catalog /no/such/file")).code, Some(2));
}
