//! Which event is on the bus already, while its receivers are called: it must not go out again.

use std::cell::Cell;

use annals::Uuid;

thread_local! {
    static HERE: Cell<Option<Uuid>> = const { Cell::new(None) };
}

/// While this exists, the event with this id does not go out from this thread. Other events that its receivers send do.
pub(crate) struct OnTheBus {
    before: Option<Uuid>,
}

impl OnTheBus {
    pub(crate) fn new(id: Uuid) -> Self {
        Self { before: HERE.replace(Some(id)) }
    }
}

impl Drop for OnTheBus {
    fn drop(&mut self) {
        HERE.set(self.before);
    }
}

pub(crate) fn is_on_the_bus(id: Uuid) -> bool {
    HERE.get() == Some(id)
}
