//! A call of the macro of the derives that leaves a field out of the table.

#![forbid(unsafe_code)]

pub struct Plain {
    pub number: i64,
}

annals::__record!(Plain, "shop.Plain", [], 1, [number: [i64] ("number", "long") { ; 0 },]);

fn main() {
    let plain: Plain = annals::Record::from_avro(&[]).unwrap();
    println!("{}", plain.number);
}
