//! Reads and writes enums that are closed, have a default, have other values on the wire, or are numbers.

use annals::json::{from_str, to_string};
use annals::{DecodeError, Enum as _, Record as _, WriterSchema};
use enums::reactions::{Choice, Choices, required};
use enums::types::{Closed, ClosedNumber, Default as OrOther, DefaultNumber, Open, OpenNumber, Symbol};

fn choice() -> Choice {
    Choice {
        open: Open::PlusOne,
        closed: Closed::High,
        default: OrOther::Tape,
        symbol: Symbol::Down,
        open_number: OpenNumber::High,
        closed_number: ClosedNumber::Low,
        default_number: DefaultNumber::Known,
    }
}

const WIRE: &str = r#"{"open":"+1","closed":"HIGH!","default":"tape","symbol":"DOWN","open_number":10,"closed_number":1,"default_number":1}"#;

fn read(from: &str, to: &str) -> Result<Choice, String> {
    assert!(WIRE.contains(from), "{from}");
    from_str(&WIRE.replacen(from, to, 1)).map_err(|error| error.to_string())
}

#[test]
fn values_are_written_as_on_the_wire() {
    assert_eq!(to_string(&choice()).expect("it is JSON"), WIRE);
    assert!(from_str::<Choice>(WIRE).expect("it was written") == choice());
    assert_eq!((Open::PlusOne.as_str(), OpenNumber::High.as_str()), ("+1", "10"));
    assert_eq!((OpenNumber::Below.number(), i64::from(ClosedNumber::High)), (i64::MIN, 10));
    assert_eq!(format!("{} {:?}", Closed::High, Closed::High), "HIGH! High");
}

#[test]
fn other_spellings_are_read_and_not_written() {
    for (from, to) in [(r#""+1""#, r#""thumbs_up""#), (r#""+1""#, r#""👍""#), (":10,", ":12,"), (":10,", ":1e1,")] {
        assert!(read(from, to) == Ok(choice()), "{to}");
    }
    assert!(read(r#""HIGH!""#, r#""small""#) == Ok(Choice { closed: Closed::Low, ..choice() }));
    assert!(read(r#"d_number":1,"#, r#"d_number":11,"#) == Ok(Choice { closed_number: ClosedNumber::High, ..choice() }));
}

#[test]
fn an_open_enum_keeps_what_it_does_not_know() {
    for (from, to) in [(r#""+1""#, r#""plus_one""#), (":10,", ":13,")] {
        let read = read(from, to).expect("it is open");
        assert_eq!(to_string(&read).expect("it is JSON"), WIRE.replacen(from, to, 1));
        assert!(Choice::from_avro(&read.to_avro()).expect("it was written") == read);
    }
    assert!(!Open::from("rocket").is_known() && Open::from("👍") == Open::PlusOne);
    assert!(!OpenNumber::from(2).is_known() && OpenNumber::from(11) == OpenNumber::High);
    assert_eq!(format!("{:?}", OpenNumber::from(-2)), r#"Unknown("-2")"#);
}

#[test]
fn a_closed_enum_refuses_it() {
    let refused = |name: &str, of: &str| Err(format!("{name}: not a value of `{of}`"));
    assert!(read(r#""HIGH!""#, r#""high""#) == refused("closed", "Closed"));
    assert!(read(r#"d_number":1,"#, r#"d_number":2,"#) == refused("closed_number", "ClosedNumber"));
    assert!(read(r#"d_number":1,"#, r#"d_number":"1","#).is_err());
    assert!(read(":10,", ":\"10\",").is_err() && read(":10,", ":10.5,").is_err());
    assert_eq!("mid".parse::<Closed>().expect_err("it is closed").to_string(), "not a value of `Closed`");
    assert!(ClosedNumber::try_from(2).is_err() && ClosedNumber::try_from(11) == Ok(ClosedNumber::High));
    let copy = Closed::Low;
    assert_eq!((copy, copy), (Closed::Low, Closed::Low));
}

#[test]
fn a_default_takes_its_place() {
    assert!(read(r#""tape""#, r#""disk""#) == Ok(Choice { default: OrOther::Other, ..choice() }));
    let number = Choice { default_number: DefaultNumber::Unknown_, ..choice() };
    assert!(read(r#"t_number":1"#, r#"t_number":77"#) == Ok(number));
    assert_eq!((OrOther::from("disk"), DefaultNumber::from(-1)), (OrOther::Other, DefaultNumber::Unknown_));
}

#[test]
fn the_writer_may_have_an_enum_of_avro() -> Result<(), DecodeError> {
    let schema = r#"{"type":"array","items":{"type":"enum","name":"E","symbols":["small","disk"]}}"#;
    let schema = WriterSchema::parse(schema).expect("a schema");
    assert_eq!(schema.read::<Vec<Closed>>(&[2, 0, 0])?, [Closed::Low]);
    assert_eq!(schema.read::<Vec<OrOther>>(&[2, 2, 0])?, [OrOther::Other]);
    assert!(schema.read::<Vec<Closed>>(&[2, 2, 0]).is_err());
    let schema = r#"{"type":"array","items":{"type":"enum","name":"E","symbols":["below","rest","up"]}}"#;
    let schema = WriterSchema::parse(schema).expect("a schema");
    assert_eq!(schema.read::<Vec<Symbol>>(&[4, 0, 4, 0])?, [Symbol::Down, Symbol::Up]);
    assert_eq!(schema.read::<Vec<OrOther>>(&[2, 0, 0])?, [OrOther::Other]);
    let error = schema.read::<Vec<Symbol>>(&[2, 2, 0]).expect_err("it is closed").to_string();
    assert_eq!(error, "not a value of `Symbol` (byte 1)");
    let schema = WriterSchema::parse(r#"{"type":"array","items":"string"}"#).expect("a schema");
    assert_eq!(schema.read::<Vec<Symbol>>(b"\x02\x08DOWN\0")?, [Symbol::Down]);
    let schema = WriterSchema::parse(r#"{"type":"array","items":"int"}"#).expect("a schema");
    assert_eq!(schema.read::<Vec<ClosedNumber>>(&[2, 22, 0])?, [ClosedNumber::High]);
    assert!(schema.read::<Vec<ClosedNumber>>(&[2, 4, 0]).is_err());
    Ok(())
}

#[test]
fn a_symbol_is_its_position_in_avro() {
    let positions = |value: Symbol| Choice { symbol: value, ..choice() }.to_avro();
    let (up, down) = (positions(Symbol::Up), positions(Symbol::Down));
    // After "+1", "HIGH!" and the position of `tape`.
    assert_eq!(up[..11], *b"\x04+1\x0aHIGH!\x02\x00");
    assert_eq!(down[..11], *b"\x04+1\x0aHIGH!\x02\x02");
    assert!(Choice::from_avro(&down).expect("it was written") == choice());
    for symbol in [1, 4] {
        let bytes = [&down[..10], &[symbol], &down[11..]].concat();
        let error = Choice::from_avro(&bytes).expect_err("there is no such symbol").to_string();
        assert_eq!(error, "symbol: not a value of `Symbol` (byte 10)");
    }
}

#[test]
fn defaults_are_named_in_the_catalog_and_read_from_the_wire() {
    let Choice { open, closed, default, symbol, open_number, closed_number, default_number } = choice();
    let choices: Choices =
        required::Choices { open, closed, default, symbol, open_number, closed_number, default_number }.into();
    assert_eq!(choices.list, [Open::PlusOne, Open::Eyes]);
    assert_eq!(choices.numbers, [Some(ClosedNumber::High), None]);
    assert_eq!((choices.not_null, choices.counted), (Some(ClosedNumber::Low), OpenNumber::Below));
    assert_eq!((choices.filled, choices.inner.default), (Closed::High, OrOther::Tape));
}
