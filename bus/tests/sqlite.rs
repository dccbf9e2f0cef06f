//! Does the transport over SQLite do what every transport has to do, in memory and in a file?

use annals_bus::conformance::CHECKS;
use annals_bus::sqlite::Sqlite;
use annals_bus::{Entry, Transport};

#[test]
fn in_memory() {
    for (name, check) in CHECKS {
        println!("{name}");
        check(&Sqlite::in_memory().unwrap());
    }
}

#[test]
fn in_a_file() {
    for (name, check) in CHECKS {
        println!("{name}");
        let folder = tempfile::TempDir::new().unwrap();
        check(&Sqlite::open(&folder.path().join("bus.db"), None).unwrap());
    }
}

#[test]
fn what_is_trimmed_unread_is_counted_once() {
    let transport = Sqlite::open(std::path::Path::new(":memory:"), Some(3)).unwrap();
    let member = transport.member("t", "g", "a");
    member.join(None).unwrap();
    transport.append("t", &vec![Entry { fields: Vec::new() }; 10]).unwrap();
    assert_eq!(transport.lag("t", "g").unwrap().trimmed_unread, 7);
    assert_eq!(member.trimmed_unread().unwrap(), 7);
    assert_eq!(member.trimmed_unread().unwrap(), 0);
    assert_eq!(member.read(10, std::time::Duration::ZERO).unwrap().len(), 3);
}
