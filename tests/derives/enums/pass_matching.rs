//! The variants of the catalog.

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, annals::Enum)]
#[annals(enumeration = "Mode")]
pub enum Mode {
    Honor,
    NoId,
    Audit,
    Unknown(annals::UnknownValue<Self>),
}

fn main() {
    assert!(Mode::from("no-id") == Mode::NoId && Mode::NoId.as_str() == "no-id");
    let unknown = Mode::from("masters");
    assert_eq!((unknown.as_str(), unknown.to_string().as_str()), ("masters", "masters"));
    assert!(annals::json::from_str::<Mode>("\"masters\"").is_ok_and(|read| read == unknown));
}
