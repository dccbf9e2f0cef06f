//! Does every event arrive, whatever servers, disks and restarts do?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod config;
mod delivery;
mod privacy;
mod program;
mod queue;
mod restart;
mod server;
mod setup;
mod tls;
