//! The fields of the catalog, with keywords among them.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub id: i64,
    pub name: ::std::string::String,
    pub active: bool,
    pub r#type: ::core::option::Option<::std::string::String>,
    pub self_: i32,
}

fn main() {
    let person = annals::json::from_str::<Person>(r#"{"id":7,"name":"Ada","active":true}"#)
        .expect("the other fields have defaults");
    assert_eq!((person.r#type.as_deref(), person.self_), (None, 3));
    assert_eq!(
        format!("{person:?}"),
        "Person { id: 7, name: <redacted>, active: true, type: None, self: 3 }"
    );
    let text = annals::json::to_string(&person).expect("it has no infinity");
    assert_eq!(text, r#"{"id":7,"name":"Ada","active":true,"type":null,"self":3}"#);
    assert!(annals::json::from_str::<Person>(&text).is_ok_and(|read| read == person));
    let error = annals::json::from_str::<Person>(r#"{"id":7,"active":true}"#)
        .expect_err("a field is missing");
    assert!(error.to_string().contains("name"), "{error}");
}
