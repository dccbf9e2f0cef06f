//! Fields that are not `pub`.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    id: i64,
    pub(crate) name: ::std::string::String,
    pub active: bool,
    pub r#type: ::core::option::Option<::std::string::String>,
    pub self_: i32,
}

fn main() {}
