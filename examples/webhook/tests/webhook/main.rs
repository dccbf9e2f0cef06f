//! Tests of the plugin with failing servers, damaged files and restarts.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod config;
mod delivery;
mod listen;
mod privacy;
mod program;
mod queue;
mod restart;
mod server;
mod setup;
mod tls;
