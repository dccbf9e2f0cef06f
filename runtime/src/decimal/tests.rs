//! Decimals as text and as Avro.

use super::{Decimal, InvalidDecimal};
use crate::avro::{Text, from_slice, to_vec};

type Price = Decimal<5, 2>;

#[test]
fn texts() {
    for (text, unscaled, canonical) in [
        ("0", 0, "0.00"),
        ("-0.00", 0, "0.00"),
        ("7", 700, "7.00"),
        ("-0.5", -50, "-0.50"),
        ("-0.05", -5, "-0.05"),
        ("999.99", 99_999, "999.99"),
        ("-999.99", -99_999, "-999.99"),
    ] {
        let price: Price = text.parse().unwrap();
        assert_eq!((price.unscaled(), price.to_string().as_str()), (unscaled, canonical), "{text}");
        assert_eq!(Price::from_unscaled(unscaled), Ok(price));
    }
    for text in [
        "",
        "-",
        ".",
        ".5",
        "5.",
        "00",
        "01.00",
        "+1",
        "1e2",
        "1,5",
        " 1",
        "1 ",
        "--1",
        "1.2.3",
        "NaN",
        "１",
        "1.005",
        "1.000",
        "1000",
        "1000.00",
        "99999999999999999999999999999999999999999999",
    ] {
        assert!(text.parse::<Price>().is_err(), "{text}");
    }
    assert_eq!("1.005".parse::<Price>(), Err(InvalidDecimal("too many digits after the point")));
    assert_eq!("1000".parse::<Price>(), Err(InvalidDecimal("too many digits")));
    assert!(Price::from_unscaled(100_000).is_err());
    assert_eq!("-12".parse::<Decimal<2, 0>>().unwrap().to_string(), "-12");
    assert_eq!("0.12".parse::<Decimal<2, 2>>().unwrap().to_string(), "0.12");
    assert!("1.12".parse::<Decimal<2, 2>>().is_err());
}

#[test]
fn bytes_are_those_that_other_libraries_write() {
    for (unscaled, bytes) in [
        (0, &[2, 0][..]),
        (127, &[2, 0x7f]),
        (128, &[4, 0, 0x80]),
        (-1, &[2, 0xff]),
        (-127, &[2, 0x81]),
        (-129, &[4, 0xff, 0x7f]),
        (99_999, &[6, 1, 0x86, 0x9f]),
    ] {
        let price = Price::from_unscaled(unscaled).unwrap();
        assert_eq!(to_vec(&price), bytes, "{unscaled}");
        assert_eq!(from_slice(bytes), Ok(price));
    }
    // The fewest bytes, which Java writes, and more than needed.
    for bytes in [
        &[2, 0x80][..],
        &[4, 0xff, 0x80],
        &[
            36, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
            255, 0x80,
        ],
    ] {
        assert_eq!(from_slice::<Price>(bytes).unwrap().unscaled(), -128);
    }
    for bytes in
        [&[0][..], &[6, 1, 0x86, 0xa0], &[34, 0, 255, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]]
    {
        assert!(from_slice::<Price>(bytes).is_err(), "{bytes:?}");
    }
    let most = 10_i128.pow(38) - 1;
    for unscaled in [most, -most, most / 7, -1] {
        let large = Decimal::<38, 9>::from_unscaled(unscaled).unwrap();
        assert_eq!(from_slice(&to_vec(&large)), Ok(large));
        assert_eq!(large.to_string().parse(), Ok(large));
    }
    let text: Decimal<5, 2, Text> = "1.5".parse().unwrap();
    assert_eq!(to_vec(&text), b"\x081.50");
    assert_eq!(from_slice(b"\x081.50"), Ok(text));
}
