//! Fields in another order.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub name: ::std::string::String,
    pub id: i64,
    pub active: bool,
    pub r#type: ::core::option::Option<::std::string::String>,
    pub self_: i32,
}

fn main() {}
