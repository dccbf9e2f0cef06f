//! What does a send cost, compared with a minimal list of receivers that isolates panics?
//!
//! `cargo bench -p annals-benches --bench signals`. Compare `sending::given`, with metadata that already exists, with
//! `floor::list` for the same number of receivers and threads.

mod signals {
    pub(crate) mod numbered;
}

use std::sync::Arc;

use annals::registry::RegisteredEvent;
use annals::{ConnectionGuard, Metadata, Signal, registry};
use divan::{Bencher, black_box};
use openedx_events::learning::{StudentRegistrationCompleted, UserData, UserPersonalData};

type Registered = StudentRegistrationCompleted;

static REGISTERED: Signal<Registered> = Signal::new();

const RECEIVERS: [usize; 4] = [0, 1, 10, 100];

fn main() {
    assert_eq!(numbered().len(), 500, "the signals that 10,000 receivers are connected to");
    divan::main();
}

/// Signals of events for this benchmark.
fn numbered() -> Vec<&'static RegisteredEvent> {
    registry().domain("numbered").collect()
}

/// An event without an allocation, so that only sending is measured.
fn event() -> Registered {
    let (username, email, name) = (String::new(), String::new(), String::new());
    let pii = UserPersonalData { username, email, name };
    Registered { user: UserData { id: 1, is_active: true, pii } }
}

fn connected(number: usize) -> Vec<ConnectionGuard> {
    (0..number)
        .map(|_| {
            REGISTERED.connect(|event, _| {
                black_box(event.user.id);
            })
        })
        .map(|connection| connection.guard())
        .collect()
}

mod floor {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use annals::{Error, Metadata};
    use arc_swap::ArcSwap;
    use divan::{Bencher, black_box};

    use crate::{RECEIVERS, Registered, event};

    type Receiver = Box<dyn Fn(&Registered, &Metadata) -> Result<(), Error> + Send + Sync>;

    /// An arc-swap list of boxed closures, each called with its panics caught.
    #[divan::bench(args = RECEIVERS, threads = [1, 2], sample_size = 2000)]
    fn list(bencher: Bencher<'_, '_>, receivers: usize) {
        let receiver = |_| -> Receiver {
            Box::new(|event, _| {
                black_box(event.user.id);
                Ok(())
            })
        };
        let list: Vec<_> = (0..receivers).map(receiver).collect();
        let list = ArcSwap::from_pointee(list);
        let metadata = Metadata::of::<Registered>();
        bencher.bench(|| {
            let event = event();
            for receiver in list.load().iter() {
                let _ = black_box(catch_unwind(AssertUnwindSafe(|| receiver(&event, &metadata))));
            }
        });
    }
}

mod sending {
    use annals::{Metadata, Signal};
    use divan::{Bencher, black_box};

    use crate::signals::numbered::Limited;
    use crate::{RECEIVERS, REGISTERED, Registered, connected, event};

    /// With existing metadata.
    #[divan::bench(args = RECEIVERS, threads = [1, 2], sample_size = 2000)]
    fn given(bencher: Bencher<'_, '_>, receivers: usize) {
        let _connected = connected(receivers);
        let metadata = Metadata::of::<Registered>();
        bencher.bench(|| assert!(REGISTERED.send_with(&metadata, event()).is_ok()));
    }

    /// An event with one limit, and with existing metadata.
    #[divan::bench(args = RECEIVERS, sample_size = 2000)]
    fn limited(bencher: Bencher<'_, '_>, receivers: usize) {
        let signal = Signal::<Limited>::new();
        let connect = |_| {
            let connection = signal.connect(|event, _| {
                black_box(event.id);
            });
            connection.guard()
        };
        let _connected: Vec<_> = (0..receivers).map(connect).collect();
        let metadata = Metadata::of::<Limited>();
        bencher.bench(|| assert!(signal.send_with(&metadata, Limited { id: 1 }).is_ok()));
    }

    /// With new metadata for each send.
    #[divan::bench(args = RECEIVERS, threads = [1, 2], sample_size = 2000)]
    fn made(bencher: Bencher<'_, '_>, receivers: usize) {
        let _connected = connected(receivers);
        bencher.bench(|| assert!(REGISTERED.send(event()).is_ok()));
    }
}

mod metadata {
    use annals::Metadata;
    use divan::Bencher;

    use crate::Registered;

    #[divan::bench(threads = [1, 2])]
    fn make(bencher: Bencher<'_, '_>) {
        bencher.bench(Metadata::of::<Registered>);
    }

    #[divan::bench]
    fn print(bencher: Bencher<'_, '_>) {
        let metadata = Metadata::of::<Registered>();
        bencher.bench(|| metadata.to_json());
    }

    #[divan::bench]
    fn parse(bencher: Bencher<'_, '_>) {
        let text = Metadata::of::<Registered>().to_json();
        bencher.bench(|| Metadata::from_json(&text));
    }
}

/// Connects this number of receivers to one signal, sends once, and disconnects them.
#[divan::bench(args = [100, 1_000, 10_000])]
fn connect_to_one(bencher: Bencher<'_, '_>, receivers: usize) {
    bencher.bench(|| {
        let connected = connected(receivers);
        let _ = REGISTERED.send(event());
        connected
    });
}

/// Connects this number of receivers evenly to 500 signals.
#[divan::bench(args = [100, 1_000, 10_000])]
fn connect_to_500(bencher: Bencher<'_, '_>, receivers: usize) {
    bencher.bench(|| {
        let events = numbered();
        let connect = |event: &&RegisteredEvent| event.connect(|_, _| ());
        let connected = events.iter().cycle().take(receivers).map(connect);
        connected.map(|connection| connection.guard()).collect::<Vec<_>>()
    });
}

/// Sends to one receiver while 500 other signals have 10,000 receivers; compare with `sending::given` to one.
#[divan::bench(sample_size = 2000)]
fn send_among_many(bencher: Bencher<'_, '_>) {
    let others = numbered();
    let crowd = others.iter().cycle().take(10_000);
    let _crowd: Vec<_> = crowd.map(|event| event.connect(|_, _| ()).guard()).collect();
    let _connected = connected(1);
    let metadata = Arc::new(Metadata::of::<Registered>());
    bencher.bench(|| assert!(REGISTERED.send_with(&*metadata, event()).is_ok()));
}
