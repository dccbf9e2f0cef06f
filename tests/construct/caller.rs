//! Creates an event and prints it as JSON.

use annals::Record as _;
use bindings::orders::{Buyer, OrderPlaced, required};

fn main() {
    let buyer = required::Buyer {
        username: "maya_ortiz".to_owned(),
        email: "maya@example.com".to_owned(),
    };
    let event = OrderPlaced::from(required::OrderPlaced {
        buyer: Buyer { name: "Maya".to_owned(), ..buyer.into() },
        address: required::Address { street: "High Street".to_owned() }.into(),
    });
    println!("{}", event.to_json().expect("it is JSON"));
}
