//! Two events and their signals.

use annals::Signal;

#[derive(annals::Event)]
#[annals(event = "org.shop.person.joined.v1")]
pub struct PersonJoined {
    pub id: i64,
    pub name: ::std::string::String,
}

pub static PERSON_JOINED: Signal<PersonJoined> = Signal::new();

#[derive(annals::Event)]
#[annals(event = "org.shop.person.left.v1")]
pub struct PersonLeft {
    pub id: i64,
}

pub static PERSON_LEFT: Signal<PersonLeft> = Signal::new();
