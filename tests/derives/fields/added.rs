//! A field that is not in the catalog.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub id: i64,
    pub name: ::std::string::String,
    pub nickname: std::collections::HashMap<u8, u8>,
    pub active: bool,
    pub r#type: ::core::option::Option<::std::string::String>,
    pub self_: i32,
}

fn main() {}
