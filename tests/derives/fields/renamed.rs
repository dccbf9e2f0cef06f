//! A renamed field.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub id: i64,
    pub full_name: ::std::string::String,
    pub active: bool,
    pub r#type: ::core::option::Option<::std::string::String>,
    pub self_: i32,
}

fn main() {}
