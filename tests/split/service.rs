//! Uses events of two crates that share a record.

use annals::Record as _;
use annals::registry::registry;
use shop_events::billing::{InvoiceData, InvoicePaid};
use shop_events::orders::{OrderData, OrderPlaced};
use shop_events::money::MoneyData;
use shop_events::types::OrderNumber;

fn main() {
    let price = MoneyData { cents: 1999 };
    let paid = InvoicePaid { invoice: InvoiceData { amount: price.clone() } };
    let number = OrderNumber::new("A-004711").expect("it is a number");
    let placed = OrderPlaced { order: OrderData { number, price } };
    println!("{} {}", placed.to_json().expect("it is JSON"), paid.to_json().expect("it is JSON"));
    let mut names: Vec<_> = registry().iter().map(|event| event.descriptor().name).collect();
    names.sort_unstable();
    println!("{}", names.join(" "));
}
