//! Events with shared data.

use annals::{Record as _, Timestamp};
use shared_data::page::{PageCreated, PageDeleted, PageMoved, Revision, required};
use shared_data::types::Wiki;

fn wiki() -> Wiki {
    "enwiki".parse().expect("it matches the pattern")
}

fn dt() -> Timestamp {
    "2025-01-01T00:00:00Z".parse().expect("it is a time")
}

#[test]
fn shared_data_comes_first() {
    let event = PageCreated::from(required::PageCreated {
        wiki: wiki(),
        dt: dt(),
        page_id: 7,
        revision: Revision { rev_id: 70 },
    });
    let json = r#"{"wiki":"enwiki","dt":"2025-01-01T00:00:00+00:00","page_id":7,"user":null,"tags":[],"revision":{"rev_id":70}}"#;
    assert_eq!(event.to_json().expect("it is JSON"), json);
    assert_eq!(PageCreated::from_json_str(json).expect("it is an event"), event);
    assert_eq!(PageCreated::from_avro(&event.to_avro()).expect("it is an event"), event);
}

#[test]
fn an_event_may_have_no_data_of_its_own() {
    let event = PageDeleted::from(required::PageDeleted { wiki: wiki(), dt: dt(), page_id: 7 });
    assert_eq!(event.tags, Vec::<String>::new());
    assert!(PageDeleted::from_json_str(r#"{"dt":"2025-01-01T00:00:00Z","page_id":7}"#).is_err());
}

#[test]
fn personal_data_is_hidden() {
    let event = PageDeleted::from(required::PageDeleted { wiki: wiki(), dt: dt(), page_id: 7 });
    let event = PageDeleted { user: Some("Maya".to_owned()), ..event };
    assert!(!format!("{event:?}").contains("Maya"));
}

#[test]
fn a_redefined_field_is_where_it_is_redefined() {
    let moved = PageMoved::from(required::PageMoved {
        wiki: wiki(),
        dt: dt(),
        page_id: 7,
        tags: Revision { rev_id: 1 },
    });
    let json = moved.to_json().expect("it is JSON");
    assert!(json.ends_with(r#""user":null,"tags":{"rev_id":1}}"#), "{json}");
}
