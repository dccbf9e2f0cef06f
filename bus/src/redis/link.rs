//! A connection to the server that is made again when it is lost, and the errors of the server.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::redis::{Client, Cmd, Connection, ErrorKind, RedisError, ServerError, Value};

use crate::transport::TransportError;

/// One connection, for one command or pipeline at a time.
pub(super) struct Link {
    client: Client,
    timeout: Duration,
    connection: Mutex<Option<Connection>>,
}

impl Link {
    pub(super) fn new(client: Client, timeout: Duration) -> Self {
        Self { client, timeout, connection: Mutex::new(None) }
    }

    /// Runs one command.
    pub(super) fn call(&self, command: &Cmd) -> Result<Value, TransportError> {
        self.pipeline(std::slice::from_ref(command))?.pop().unwrap_or(Ok(Value::Nil))
    }

    /// Sends several commands at once, and returns the answer to each.
    pub(super) fn pipeline(&self, commands: &[Cmd]) -> Result<Vec<Answer>, TransportError> {
        self.run(commands, Duration::ZERO)
    }

    /// Sends several commands at once, of which one may block on the server for `wait`.
    pub(super) fn pipeline_for(
        &self,
        commands: &[Cmd],
        wait: Duration,
    ) -> Result<Vec<Answer>, TransportError> {
        self.run(commands, wait)
    }

    /// Runs several commands as one transaction: all of them, or none.
    pub(super) fn transaction(&self, mut commands: Vec<Cmd>) -> Result<Vec<Value>, TransportError> {
        commands.insert(0, ::redis::cmd("MULTI"));
        commands.push(::redis::cmd("EXEC"));
        let mut answers = self.run(&commands, Duration::ZERO)?;
        let last = answers.pop();
        // What refused a command says more than `EXECABORT`.
        answers.into_iter().collect::<Result<Vec<_>, _>>()?;
        match last {
            Some(Ok(Value::Array(values))) => values.into_iter().map(answer).collect(),
            Some(Err(error)) => Err(error),
            _ => Err(TransportError::Away("a transaction has no result".to_owned())),
        }
    }

    fn run(&self, commands: &[Cmd], wait: Duration) -> Result<Vec<Answer>, TransportError> {
        let mut slot = self.slot();
        let result = self.run_on(&mut slot, commands, wait);
        if result.is_err() {
            // An answer may still come, so nothing else can be read from this connection.
            *slot = None;
        }
        result
    }

    fn run_on(
        &self,
        slot: &mut Option<Connection>,
        commands: &[Cmd],
        wait: Duration,
    ) -> Result<Vec<Answer>, TransportError> {
        let connection = match slot {
            Some(connection) => connection,
            None => slot.insert(self.connect()?),
        };
        // The server may block for as long as it is asked to, and then has its time to answer.
        connection.set_read_timeout(Some(wait + self.timeout)).map_err(error)?;
        let mut packed = Vec::new();
        commands.iter().for_each(|command| command.write_packed_command(&mut packed));
        connection.send_packed_command(&packed).map_err(error)?;
        let receive = |_| match connection.recv_response() {
            Ok(value) => Ok(answer(value)),
            Err(failed) => match error(failed) {
                away @ TransportError::Away(_) => Err(away),
                refused => Ok(Err(refused)),
            },
        };
        commands.iter().map(receive).collect()
    }

    fn connect(&self) -> Result<Connection, TransportError> {
        let connection = self.client.get_connection_with_timeout(self.timeout).map_err(error)?;
        connection.set_write_timeout(Some(self.timeout)).map_err(error)?;
        Ok(connection)
    }

    /// After a panic the connection may be in the middle of an answer.
    fn slot(&self) -> MutexGuard<'_, Option<Connection>> {
        self.connection.lock().unwrap_or_else(|poisoned: PoisonError<_>| {
            let mut slot = poisoned.into_inner();
            *slot = None;
            self.connection.clear_poison();
            slot
        })
    }
}

/// What the server says to one command.
pub(super) type Answer = Result<Value, TransportError>;

fn answer(value: Value) -> Answer {
    match value {
        Value::ServerError(refusal) => Err(refused(&refusal)),
        value => Ok(value),
    }
}

/// What a refusal means. Its text may contain names of keys, but no values.
fn refused(refusal: &ServerError) -> TransportError {
    let text = match refusal.details() {
        Some(details) => format!("{} {details}", refusal.code()),
        None => refusal.code().to_owned(),
    };
    classified(refusal.code(), text)
}

fn classified(code: &str, text: String) -> TransportError {
    match code {
        "NOGROUP" | "UNBLOCKED" => TransportError::Gone,
        "WRONGTYPE" | "WRONGPASS" | "NOAUTH" | "NOPERM" => TransportError::Never(text),
        _ => TransportError::Refused(text),
    }
}

fn error(error: RedisError) -> TransportError {
    match error.kind() {
        ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig => {
            // Its text can contain what the server was sent.
            TransportError::Never(error.category().to_owned())
        }
        ErrorKind::Server(_) | ErrorKind::Extension => {
            let code = error.code().unwrap_or("ERR").to_owned();
            let text = format!("{code} {}", error.detail().unwrap_or_default());
            classified(&code, text.trim_end().to_owned())
        }
        _ if error.is_timeout() => TransportError::Away("no answer in time".to_owned()),
        _ => TransportError::Away(error.to_string()),
    }
}
