//! Several mistakes, with one error for each.

#[derive(annals::Record)]
#[annals(record = "shop.Person")]
pub struct Person {
    pub key: i64,
    pub fullname: ::std::string::String,
    active: bool,
    pub note: u8,
    pub self_: i32,
}

fn main() {}
