//! The `annals-bus` command: consumes, produces and inspects the events of any catalog, on the bus of any service.
//!
//! What it prints is a contract that programs depend on; docs/bus.md has it.

mod arguments;
mod catalog;
mod check;
mod consume;
mod dlq;
mod engine;
mod exec;
mod lag;
mod lines;
mod produce;
mod relay;
mod scan;
mod sending;
mod signals;
mod tail;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// As it was told, and everything was handled or sent.
    Clean = 0,
    /// As it was told, but something was put aside, refused or found lost.
    Findings = 1,
    /// It was not told correctly.
    Usage = 2,
    /// The broker or the store was out of reach for too long.
    Away = 3,
}

/// Why a command did not begin.
struct Failed(Outcome, String);

fn main() -> ExitCode {
    let Arguments { command, format } = Arguments::parse();
    let lines = lines::Lines::new(format);
    let result = match &command {
        Command::Consume(arguments) => consume::run(arguments, &lines),
        Command::Produce(arguments) => produce::run(arguments, &lines),
        Command::Relay(arguments) => relay::run(arguments, &lines),
        Command::Dlq(arguments) => dlq::run(arguments, &lines),
        Command::Lag(arguments) => lag::run(arguments, &lines),
        Command::Tail(arguments) => tail::run(arguments, &lines),
        Command::Check(arguments) => check::run(arguments, &lines),
    };
    let outcome = result.unwrap_or_else(|Failed(outcome, message)| {
        lines::log(&message);
        outcome
    });
    ExitCode::from(outcome as u8)
}
