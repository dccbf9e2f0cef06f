//! One schedule: processes, faults at random times, and a time without faults in which everything has to end well.

use std::sync::Arc;
use std::time::Duration;

use super::actors::{GROUP, Parts, TOPIC};
use super::bugs::Bug;
use super::check;
use super::disk::SimDisk;
use super::ledger::Ledger;
use super::network::Server;
use super::random::Random;
use super::tasks::{Task, World};
use crate::consumer::Settings;
use crate::stop::Stop;

/// What the seed decides before the schedule begins.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) senders: usize,
    pub(super) consumers: usize,
    /// A second process that wants to send what the outbox has.
    pub(super) second_relay: bool,
    pub(super) faults: u64,
    /// How many of a hundred messages on the network are lost.
    pub(super) loss: u64,
    /// The server may come back with an older state.
    pub(super) forgetful: bool,
    pub(super) settings: Settings,
}

impl Plan {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0x5eed);
        let mut some = |end| random.below(end);
        let calm = some(8) == 0;
        let small = |number: u64| usize::try_from(number).unwrap_or(0);
        Self {
            senders: 1 + small(some(3)),
            consumers: 1 + small(some(3)),
            second_relay: some(2) == 0,
            faults: if calm { 0 } else { 1 + some(9) },
            loss: if calm { 0 } else { [0, 0, 2, 8][small(some(4))] },
            forgetful: !calm && some(4) == 0,
            settings: Settings {
                claim_after: Duration::from_secs(2),
                max_tries: 3,
                backoff_max: Duration::from_secs(1),
                workers: 1 + small(some(3)),
                batch: [1, 1, 4][small(some(3))],
                dedupe: (some(3) == 0).then_some(Duration::from_secs(3600)),
                stop_timeout: Duration::from_secs(2),
                in_hand: 2 + small(some(20)),
                ..Settings::default()
            },
        }
    }

    pub(super) fn is_calm(&self) -> bool {
        self.faults == 0 && self.loss == 0
    }
}

/// More starts of programs than any schedule needs.
const STARTS: u32 = 100;

/// What became of a schedule.
pub(super) struct Outcome {
    pub(super) plan: Plan,
    pub(super) violations: Vec<String>,
    pub(super) log: Vec<String>,
}

/// Runs the schedule of a seed.
pub(super) fn run(seed: u64, bug: Option<Bug>) -> Outcome {
    let plan = Plan::new(seed);
    let ledger = Ledger::new(seed, 24, plan.senders);
    let (server, disk) = (Arc::new(Server::default()), SimDisk::default());
    server.state().loss = plan.loss;
    let parts = Parts::new(server, disk, ledger, bug);
    World::run(seed, |task| {
        let mut run = Run { task, plan: &plan, parts: &parts, programs: Vec::new(), started: 0 };
        run.start();
        for _ in 0..plan.faults {
            run.pause(Duration::from_millis(1_500));
            run.fault();
        }
        run.end();
    });
    check::all(&plan, &parts);
    let mut book = parts.ledger.book();
    let (violations, log) = (std::mem::take(&mut book.violations), std::mem::take(&mut book.log));
    Outcome { plan, violations, log }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Role {
    Sender,
    Relay,
    Consumer(String),
}

struct Program {
    role: Role,
    process: usize,
    stop: Stop,
}

struct Run<'a> {
    task: &'a Task,
    plan: &'a Plan,
    parts: &'a Parts,
    programs: Vec<Program>,
    /// How often a program was started again.
    started: u32,
}

impl Run<'_> {
    fn start(&mut self) {
        let mut roles = vec![Role::Sender];
        roles.extend(self.plan.second_relay.then_some(Role::Relay));
        roles.extend((0..self.plan.consumers).map(|number| Role::Consumer(format!("c{number}"))));
        self.programs = roles.into_iter().map(|role| self.program(role)).collect();
    }

    fn program(&self, role: Role) -> Program {
        let (parts, stop) = (self.parts.clone(), Stop::new());
        let (settings, senders) = (self.plan.settings.clone(), self.plan.senders);
        let (it, told) = (role.clone(), stop.clone());
        let process = self.task.start(move || match it {
            Role::Sender => parts.sender(senders, &told),
            Role::Relay => parts.relay_only(&told),
            Role::Consumer(name) => parts.consumer(&name, &settings, &told),
        });
        self.parts.ledger.log(format!("process {process} is {role:?}"));
        Program { role, process, stop }
    }

    /// Starts what has ended.
    fn supervise(&mut self) {
        for index in 0..self.programs.len() {
            if self.task.is_over(self.programs[index].process) && self.started < STARTS {
                self.started += 1;
                self.programs[index] = self.program(self.programs[index].role.clone());
            }
        }
    }

    /// Lets some time pass.
    fn pause(&mut self, longest: Duration) {
        let micros = u64::try_from(longest.as_micros()).unwrap_or(0);
        let until = self.task.time() + Duration::from_micros(self.task.random(micros));
        while self.task.time() < until {
            self.task.sleep(Duration::from_millis(50));
            self.supervise();
        }
    }

    fn fault(&mut self) {
        let second = Duration::from_secs(1);
        self.parts.ledger.book().faults += 1;
        let which = self.task.random(12);
        self.parts.ledger.log(format!("fault {which} at {:?}", self.task.time()));
        let server = &self.parts.server;
        match which {
            0..=3 => self.kill(),
            4 => self.freeze(),
            5 => {
                server
                    .change(|state| (state.down, state.connection) = (true, state.connection + 1));
                self.pause(second);
            }
            6 if self.plan.forgetful => server.change(|state| {
                let (newest, restored) = (state.engine.newest, state.engine.restored);
                state.engine = state.saved.clone();
                (state.engine.newest, state.engine.restored) = (newest, restored + 1);
                state.connection += 1;
            }),
            7 => {
                server.change(|state| state.refuses = Some("OOM"));
                self.pause(second);
            }
            8 => server.change(|state| state.behind += Duration::from_secs(3600)),
            // A full disk takes the room of what was sent, which is then not there to be sent again.
            9 if !self.plan.forgetful => {
                let full = self.parts.disk.len();
                self.parts.disk.files().capacity = Some(full);
                self.pause(second);
            }
            10 => self.restart(),
            _ => server.change(|state| state.saved = state.engine.clone()),
        }
        self.heal();
    }

    fn heal(&self) {
        self.parts.disk.files().capacity = None;
        self.parts.server.change(|state| (state.down, state.refuses) = (false, None));
    }

    fn any(&self) -> usize {
        usize::try_from(self.task.random(self.programs.len() as u64)).unwrap_or(0)
    }

    /// Kills a program at any of its next turns; sometimes its machine loses power.
    fn kill(&mut self) {
        let index = self.any();
        let process = self.programs[index].process;
        self.task.kill(process, self.task.random(60));
        self.task.sleep(Duration::from_millis(600));
        self.task.kill_now(process);
        if self.programs[index].role == Role::Sender && self.task.chance(50) {
            let same_disk = self.programs.iter().filter(|it| it.role == Role::Relay);
            same_disk.for_each(|relay| self.task.kill_now(relay.process));
            self.parts.disk.lose_power(self.task);
        }
        self.task.sleep_below(Duration::from_secs(4));
    }

    /// Stops a program as SIGSTOP does, for so long that its claims are over.
    fn freeze(&mut self) {
        let process = self.programs[self.any()].process;
        self.task.freeze(process, true);
        self.pause(Duration::from_secs(6));
        self.task.freeze(process, false);
    }

    /// Ends a program in an orderly way.
    fn restart(&mut self) {
        let index = self.any();
        self.programs[index].stop.stop();
        let since = self.task.time();
        self.task.wait_for_process(self.programs[index].process);
        let lasted = self.task.time() - since;
        if lasted > Duration::from_secs(20) {
            let mut book = self.parts.ledger.book();
            book.violations.push(format!("a program took {lasted:?} to stop"));
        }
    }

    /// Waits without faults until all has ended, and ends the programs.
    fn end(&mut self) {
        self.heal();
        self.parts.server.state().loss = 0;
        let longest = self.task.time() + Duration::from_secs(300);
        let quiet = |run: &Self| {
            let key = (TOPIC.to_owned(), GROUP.to_owned());
            let lag = run.parts.server.state().engine.lag(&key);
            run.parts.note_letters();
            run.parts.ledger.book().is_quiet() && lag.pending + lag.waiting == 0
        };
        // An answer may still be under way, so it has to be quiet for a while.
        let mut quiet_for = 0;
        while self.task.time() < longest && quiet_for < 50 {
            quiet_for = if quiet(self) { quiet_for + 1 } else { 0 };
            self.task.sleep(Duration::from_millis(50));
            self.supervise();
        }
        self.programs.iter().for_each(|program| program.stop.stop());
        for program in &self.programs {
            self.task.wait_for_process(program.process);
        }
    }
}
