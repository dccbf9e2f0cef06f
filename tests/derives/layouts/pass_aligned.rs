//! An event without fields that has an alignment, read without knowing its type.

#![forbid(unsafe_code)]

pub mod shop {
    #[derive(annals::Event)]
    #[annals(event = "test.shop.order.placed.v1")]
    #[repr(align(64))]
    pub struct OrderPlaced {}
}

fn main() {
    let place = |event: &shop::OrderPlaced| std::ptr::from_ref(event).addr();
    let event = annals::registry().get("test.shop.order.placed.v1").unwrap();
    for read in [event.read_avro(&[]).unwrap(), event.read_json("{}").unwrap()] {
        assert_eq!(place(read.downcast_ref().unwrap()) % 64, 0);
        assert_eq!(read.to_json().unwrap(), "{}");
    }
    let json = event.avro_to_json(&[]).unwrap();
    assert_eq!(json, "{}");
}
