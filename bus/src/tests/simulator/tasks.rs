//! Threads that take turns: one of them runs at a time, and a seed decides which one is next. Time passes when all wait.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::random::Random;
use crate::world::Condvar;

/// More turns than any schedule takes.
const TURNS: u64 = 2_000_000;
/// The wall clock when a schedule begins.
const WALL: Duration = Duration::from_secs(1_790_000_000);

/// The threads of a schedule, and its time.
pub(crate) struct World {
    state: Mutex<State>,
    /// The task whose turn it is.
    running: AtomicUsize,
    base: Instant,
}

struct State {
    random: Random,
    time: Duration,
    tasks: Vec<TaskState>,
    processes: Vec<Process>,
    turns: u64,
    failed: Option<String>,
}

struct TaskState {
    process: usize,
    /// `None` until the thread runs.
    thread: Option<Thread>,
    status: Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Ready,
    Waiting { on: Option<usize>, until: Option<Duration> },
    Finished,
}

#[derive(Default)]
struct Process {
    dead: bool,
    frozen: bool,
    /// After how many turns it is killed.
    doom: Option<u64>,
}

/// A thread of a schedule.
#[derive(Clone)]
pub(crate) struct Task {
    world: Arc<World>,
    id: usize,
}

/// What unwinds the threads of a process that was killed.
struct Killed;

thread_local! {
    static CURRENT: RefCell<Option<Task>> = const { RefCell::new(None) };
}

impl World {
    /// Runs a schedule. The thread that calls this is the first process, which nothing kills.
    pub(crate) fn run<T>(seed: u64, work: impl FnOnce(&Task) -> T) -> T {
        let state = State {
            random: Random::new(seed),
            time: Duration::ZERO,
            tasks: Vec::new(),
            processes: vec![Process::default()],
            turns: 0,
            failed: None,
        };
        let (running, base) = (AtomicUsize::new(0), Instant::now());
        let world = Arc::new(Self { state: Mutex::new(state), running, base });
        let task = Task { id: world.add_task(0), world };
        task.world.state().tasks[0].thread = Some(thread::current());
        CURRENT.set(Some(task.clone()));
        let result = catch_unwind(AssertUnwindSafe(|| work(&task)));
        CURRENT.set(None);
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add_task(&self, process: usize) -> usize {
        let mut state = self.state();
        state.tasks.push(TaskState { process, thread: None, status: Status::Ready });
        state.tasks.len() - 1
    }
}

impl State {
    fn is_dead(&self, task: usize) -> bool {
        self.processes[self.tasks[task].process].dead
    }

    fn may_run(&self, task: &TaskState) -> bool {
        let process = &self.processes[task.process];
        process.dead || !process.frozen
    }

    fn kill(&mut self, process: usize) {
        self.processes[process].dead = true;
        for task in self.tasks.iter_mut().filter(|task| task.process == process) {
            if task.status != Status::Finished {
                task.status = Status::Ready;
            }
        }
    }

    /// The task whose turn is next.
    fn choose(&mut self) -> usize {
        self.turns += 1;
        self.time += Duration::from_micros(self.random.below(20));
        if self.turns > TURNS {
            self.failed.get_or_insert_with(|| "it does not end".to_owned());
        }
        loop {
            let time = self.time;
            for task in &mut self.tasks {
                if matches!(task.status, Status::Waiting { until: Some(until), .. } if until <= time)
                {
                    task.status = Status::Ready;
                }
            }
            let can = |task: &TaskState| task.status == Status::Ready && self.may_run(task);
            let ready: Vec<usize> =
                (0..self.tasks.len()).filter(|id| can(&self.tasks[*id])).collect();
            if self.failed.is_some() {
                return 0;
            }
            if !ready.is_empty() {
                let count = ready.len() as u64;
                return ready[usize::try_from(self.random.below(count)).unwrap_or(0)];
            }
            let due = self.tasks.iter().filter(|task| self.may_run(task));
            let due = due.filter_map(|task| match task.status {
                Status::Waiting { until, .. } => until,
                Status::Ready | Status::Finished => None,
            });
            match due.min() {
                Some(due) => self.time = due,
                None => self.failed = Some("all threads wait for each other".to_owned()),
            }
        }
    }
}

impl Task {
    /// The task that this thread is, if it is one.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    pub(crate) fn now(&self) -> Instant {
        self.world.base + self.world.state().time
    }

    /// How long the schedule has run.
    pub(crate) fn time(&self) -> Duration {
        self.world.state().time
    }

    pub(crate) fn wall(&self) -> Duration {
        WALL + self.world.state().time
    }

    /// A number below `end`.
    pub(crate) fn random(&self, end: u64) -> u64 {
        self.world.state().random.below(end)
    }

    /// True `percent` times of a hundred.
    pub(crate) fn chance(&self, percent: u64) -> bool {
        self.random(100) < percent
    }

    pub(crate) fn sleep(&self, time: Duration) {
        let until = self.time() + time;
        self.switch(Status::Waiting { on: None, until: Some(until) });
    }

    /// Sleeps for a random time.
    pub(crate) fn sleep_below(&self, longest: Duration) {
        let micros = u64::try_from(longest.as_micros()).unwrap_or(u64::MAX);
        self.sleep(Duration::from_micros(self.random(micros)));
    }

    pub(crate) fn wait(&self, condvar: &Condvar, longest: Option<Duration>) {
        let until = longest.map(|longest| self.time() + longest);
        self.switch(Status::Waiting { on: Some(address(condvar)), until });
    }

    /// Wakes who waits. The caller has no lock, so that the others can run at once.
    pub(crate) fn notify(&self, condvar: &Condvar) {
        self.wake(address(condvar));
        if self.chance(25) {
            self.switch(Status::Ready);
        }
    }

    fn wake(&self, key: usize) {
        for task in &mut self.world.state().tasks {
            if matches!(task.status, Status::Waiting { on: Some(on), .. } if on == key) {
                task.status = Status::Ready;
            }
        }
    }

    /// Lets another task run, and returns when it is this one's turn again.
    fn switch(&self, status: Status) {
        let leaving = thread::panicking();
        let mut state = self.world.state();
        let process = state.tasks[self.id].process;
        if let Some(turns) = state.processes[process].doom {
            state.processes[process].doom = turns.checked_sub(1);
            if turns == 0 {
                state.kill(process);
            }
        }
        let waits_for_task = matches!(status, Status::Waiting { on: Some(on), .. } if on >= FIRST);
        let dying = state.is_dead(self.id);
        if dying && leaving && !waits_for_task {
            return;
        }
        state.tasks[self.id].status = if dying && !waits_for_task { Status::Ready } else { status };
        self.hand_over(state);
        self.wait_for_turn();
        if !waits_for_task {
            self.leave_if_dead();
        }
    }

    fn hand_over(&self, mut state: MutexGuard<'_, State>) {
        let next = state.choose();
        let thread = state.tasks[next].thread.clone();
        self.world.running.store(next, Ordering::SeqCst);
        drop(state);
        if next != self.id
            && let Some(thread) = thread
        {
            thread.unpark();
        }
    }

    fn wait_for_turn(&self) {
        while self.world.running.load(Ordering::SeqCst) != self.id {
            thread::park();
        }
    }

    fn leave_if_dead(&self) {
        let state = self.world.state();
        let (dead, failed) = (state.is_dead(self.id), state.failed.clone());
        drop(state);
        if let (0, Some(failed)) = (self.id, failed) {
            panic!("{failed}");
        }
        if dead && !thread::panicking() {
            resume_unwind(Box::new(Killed));
        }
    }

    /// Runs the work of a thread from its first turn to its last one.
    fn live<T>(self, work: impl FnOnce() -> T) -> T {
        CURRENT.set(Some(self.clone()));
        self.world.state().tasks[self.id].thread = Some(thread::current());
        self.wait_for_turn();
        let result = catch_unwind(AssertUnwindSafe(|| {
            self.leave_if_dead();
            work()
        }));
        CURRENT.set(None);
        self.wake(FIRST + self.id);
        let mut state = self.world.state();
        if result.is_err() && !state.is_dead(self.id) {
            state.failed.get_or_insert_with(|| "a thread panicked".to_owned());
        }
        state.tasks[self.id].status = Status::Finished;
        self.hand_over(state);
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// A new process, and what it does. Only its first thread is started.
impl Task {
    pub(crate) fn start(&self, work: impl FnOnce() + Send + 'static) -> usize {
        let mut state = self.world.state();
        state.processes.push(Process::default());
        let process = state.processes.len() - 1;
        drop(state);
        let task = Self { world: Arc::clone(&self.world), id: self.world.add_task(process) };
        thread::spawn(move || {
            let _ = catch_unwind(AssertUnwindSafe(|| task.live(work)));
        });
        process
    }

    /// The process that this thread belongs to.
    pub(crate) fn process(&self) -> usize {
        self.world.state().tasks[self.id].process
    }

    /// Kills a process after some of its turns.
    pub(crate) fn kill(&self, process: usize, turns: u64) {
        self.world.state().processes[process].doom = Some(turns);
    }

    /// Kills a process, and waits until nothing of it is left.
    pub(crate) fn kill_now(&self, process: usize) {
        self.world.state().kill(process);
        self.wait_for_process(process);
    }

    pub(crate) fn freeze(&self, process: usize, frozen: bool) {
        self.world.state().processes[process].frozen = frozen;
    }

    /// True when all threads of a process have ended.
    pub(crate) fn is_over(&self, process: usize) -> bool {
        let state = self.world.state();
        let mut tasks = state.tasks.iter().filter(|task| task.process == process);
        tasks.all(|task| task.status == Status::Finished)
    }

    pub(crate) fn wait_for_process(&self, process: usize) {
        while !self.is_over(process) {
            self.sleep(Duration::from_millis(1));
        }
    }
}

/// What waits for a task waits on a key from here on; the address of a `Condvar` is lower.
const FIRST: usize = 1 << (usize::BITS - 1);

fn address(condvar: &Condvar) -> usize {
    std::ptr::from_ref(condvar).addr()
}

/// The work of a thread that this one starts, as a task of the same process.
pub(crate) fn child<T>(work: impl FnOnce() -> T) -> (Option<usize>, impl FnOnce() -> T) {
    let parent = Task::current();
    let task = parent.map(|parent| {
        let id = parent.world.add_task(parent.process());
        Task { world: parent.world, id }
    });
    (task.as_ref().map(|task| task.id), move || match task {
        Some(task) => task.live(work),
        None => work(),
    })
}

/// Waits until another task has ended.
pub(crate) fn wait_for(task: Option<usize>) {
    let (Some(current), Some(task)) = (Task::current(), task) else { return };
    let over = || current.world.state().tasks[task].status == Status::Finished;
    while !over() {
        current.switch(Status::Waiting { on: Some(FIRST + task), until: None });
    }
}

/// The tasks of a scope, which are waited for at its end.
pub(crate) struct Children<'a>(pub(crate) &'a Mutex<Vec<Option<usize>>>);

impl Drop for Children<'_> {
    fn drop(&mut self) {
        let children = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        children.into_iter().for_each(wait_for);
    }
}
