//! Reads and writes constants.

use annals::Record as _;
use annals::json::{from_str, to_string};
use constants::issues::{Every, Issue, IssueClosed, IssueOpened, Mark, Pull, required};

const EVERY: &str = r#"{"text":"a \"b\"\n`c`","empty":"","number":"1","truth":true,"lie":false,"small":-1,"large":9007199254740993,"@action":"opened","level":3,"old":"x"}"#;

#[test]
fn constants_are_written_and_read() {
    let every = Every::default();
    assert_eq!(size_of::<Every>(), 0);
    assert_eq!(to_string(&every), Ok(EVERY.to_owned()));
    assert!(from_str::<Every>(EVERY) == Ok(every.clone()));
    assert!(Every::from_avro(&every.to_avro()) == Ok(every));
}

#[test]
fn any_other_value_is_refused() {
    let cases = [
        ("true", "false", "truth: is not true"),
        ("-1", "0", "small: is not -1"),
        ("9007199254740993", "9007199254740992", "large: is not 9007199254740993"),
        ("\"1\"", "\"2\"", "number: is not \"1\""),
        (",\"old\":\"x\"", "", "old: missing"),
        (":3", ":4", "level: is not 3"),
        (":\"opened\"", ":\"Opened\"", "@"),
    ];
    for (found, replaced, error) in cases {
        let text = EVERY.replacen(found, replaced, 1);
        assert_ne!(text, EVERY);
        let refused = from_str::<Every>(&text).expect_err("it has another value").to_string();
        assert!(refused.contains(error) || error == "@", "{refused}");
    }
}

#[test]
fn what_is_constant_is_not_given() {
    let issue: Issue = required::Issue { id: 1 }.into();
    let event: IssueOpened = required::IssueOpened { issue }.into();
    assert!(event.marks == [Mark {}, Mark {}]);
    let json = event.to_json().expect("it has a JSON form");
    assert!(json.starts_with(r#"{"action":"opened","issue":{"kind":"issue","id":1,"title":""}"#));
    assert!(IssueOpened::from_json_str(&json) == Ok(event));
    let pull: Pull = required::Pull { id: 2 }.into();
    assert_eq!(to_string(&pull), Ok(r#"{"id":2,"title":"","kind":"pull"}"#.to_owned()));
    assert_eq!(IssueClosed {}.to_json(), Ok(r#"{"action":"closed"}"#.to_owned()));
}
