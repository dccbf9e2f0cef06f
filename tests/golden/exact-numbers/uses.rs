//! Reads and writes exact numbers.

use annals::Record as _;
use annals::json::{from_str, to_string};
use annals::Decimal;
use exact_numbers::sales::{Amounts, Steps, required};
use exact_numbers::types::{Dozen, Price, Quarter};

fn steps() -> Steps {
    let dozen = |number| Dozen::new(number).expect("it is a multiple of 12");
    required::Steps {
        int: -5,
        long: -99,
        float: 0.5,
        whole: 1e300,
        dozen: dozen(12),
        pallet: dozen(144),
        quarters: vec![Quarter::new(-0.75).expect("it is a multiple of 0.25")],
        packs: [("a".to_owned(), Some(dozen(24))), ("b".to_owned(), None)].into(),
    }
    .into()
}

#[test]
fn readers_and_writers_refuse_what_is_no_multiple() {
    let text = to_string(&steps()).expect("all are multiples");
    assert!(from_str::<Steps>(&text).expect("it was written") == steps());
    for (good, bad, error) in [
        (r#""int":-5"#, r#""int":-4"#, "int: is not a multiple of 5"),
        (r#""float":0.5"#, r#""float":0.25"#, "float: is not a multiple of 0.5"),
        (r#""double":0.375"#, r#""double":0.3750000000000001"#, "double: is not a multiple of 0.125"),
        (r#""nullable":null"#, r#""nullable":8"#, "nullable: is not a multiple of 7"),
        (r#""dozen":12"#, r#""dozen":13"#, "dozen: not a valid `dozen`: is not a multiple of 12"),
        (r#""pallet":144"#, r#""pallet":156"#, "pallet: is not a multiple of 144"),
        (r#"[-0.75]"#, r#"[-0.7]"#, "quarters[0]: not a valid `quarter`: is not a multiple of 0.25"),
    ] {
        let wrong = text.replace(good, bad);
        assert_ne!(wrong, text, "{good}");
        let found = from_str::<Steps>(&wrong).map(|_| ()).expect_err(bad).to_string();
        assert_eq!(found, error);
    }
    let wrong = Steps { int: 4, ..steps() };
    assert!(wrong.validate().is_err());
    assert!(Steps::from_avro(&wrong.to_avro()).is_err());
}

fn amounts() -> Amounts {
    required::Amounts {
        price: "19.99".parse().expect("it is a price"),
        digit: Decimal::from_unscaled(-99).expect("it has two digits"),
        large: "0.000000001".parse().expect("it has nine digits after the point"),
        scalar: Price::new(Decimal::from_unscaled(100).expect("it has three digits")).expect("it has no limits"),
        list: vec![None, "-1".parse().ok()],
    }
    .into()
}

#[test]
fn decimals_are_exact_in_both_encodings() {
    let text = to_string(&amounts()).expect("all have a text");
    for part in [
        r#""price":"19.99""#,
        r#""whole":"-12""#,
        r#""fraction":"0.5000""#,
        r#""digit":"-9.9""#,
        r#""large":"0.000000001""#,
        r#""scalar":"1.00""#,
        r#""list":[null,"-1.0000"]"#,
        r#""map":{"a":"0.10"}"#,
    ] {
        assert!(text.contains(part), "{part} {text}");
    }
    assert!(from_str::<Amounts>(&text).expect("it was written") == amounts());
    assert!(Amounts::from_avro(&amounts().to_avro()).expect("it was written") == amounts());
    for (bad, error) in [
        ("19.999", "price: not a valid decimal: too many digits after the point"),
        ("199999999.99", "price: not a valid decimal: too many digits"),
        ("1e3", "price: not a valid decimal: expected digits such as 12.50"),
    ] {
        let wrong = text.replace("19.99", bad);
        let found = from_str::<Amounts>(&wrong).map(|_| ()).expect_err(bad).to_string();
        assert_eq!(found, error);
    }
    let number = text.replace(r#""19.99""#, "19.99");
    assert!(from_str::<Amounts>(&number).is_err());
    assert_eq!("1".parse::<Price>().expect("it is a price").to_string(), "1.00");
}
