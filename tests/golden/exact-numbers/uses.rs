//! Reads and writes exact numbers.

use annals::Record as _;
use annals::json::{from_str, to_string};
use exact_numbers::sales::{Steps, required};
use exact_numbers::types::{Dozen, Quarter};

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
