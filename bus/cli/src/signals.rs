//! SIGTERM and SIGINT: the first ends in an orderly way, the second at once.

use std::process;

use annals_bus::Stop;
use nix::sys::signal::{SigSet, Signal};

/// What is stopped by the first signal. Called before any thread is started.
pub(crate) fn stop_on_signal() -> Stop {
    let stop = Stop::new();
    let told = stop.clone();
    let handle = move || {
        if told.is_stopped() {
            process::exit(130);
        }
        told.stop();
    };
    if let Err(error) = ctrlc::set_handler(handle) {
        crate::lines::log(&format!("signals end the program at once: {error}"));
        return stop;
    }
    // A signal would interrupt a read from the broker. The thread that `ctrlc` has started takes them all.
    let _ = ours().thread_block();
    stop
}

/// Lets signals come to this thread while a program is started, which inherits what is blocked.
pub(crate) fn unblocked<T>(work: impl FnOnce() -> T) -> T {
    let _ = ours().thread_unblock();
    let result = work();
    let _ = ours().thread_block();
    result
}

fn ours() -> SigSet {
    SigSet::from_iter([Signal::SIGHUP, Signal::SIGINT, Signal::SIGTERM])
}
