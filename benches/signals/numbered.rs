//! Five hundred events, each with its own type and signal, as the derives would generate them.

use std::mem::MaybeUninit;

use annals::__private::ChannelOf;
use annals::avro::Codec;
use annals::{Event, EventDescriptor, FieldDescription, Limits, Number, Record, RecordDescription};

/// One of the events.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numbered<const N: usize> {
    pub(crate) id: i64,
}

/// The one whose field has a limit.
pub(crate) type Limited = Numbered<LIMITED>;

const LIMITED: usize = 0;
static AT_LEAST_ZERO: Limits = Limits { min: Some(Number::Int(0)), ..Limits::NONE };

// SAFETY: the description is made for this type.
unsafe impl<const N: usize> Record for Numbered<N> {
    const DESCRIPTION: &'static RecordDescription = &const {
        let fields = &const {
            let mut record = MaybeUninit::<Self>::uninit();
            let record = record.as_mut_ptr();
            // SAFETY: this is the field of the record.
            let id = unsafe { FieldDescription::of("id", "long", record, &raw mut (*record).id) };
            if N == LIMITED { [id.within(&AT_LEAST_ZERO)] } else { [id] }
        };
        // SAFETY: this is the only field.
        unsafe { RecordDescription::new::<Self>("bench.Numbered", fields, None) }
    };

    fn encode_fields(&self, out: &mut Vec<u8>) {
        self.id.encode(out);
    }
}

macro_rules! events {
    ($($hundreds:literal)*) => {
        $(events!(@tens $hundreds 0 1 2 3 4 5 6 7 8 9);)*
    };
    (@tens $hundreds:literal $($tens:literal)*) => {
        $(events!(@ones $hundreds $tens 0 1 2 3 4 5 6 7 8 9);)*
    };
    (@ones $hundreds:literal $tens:literal $($ones:literal)*) => {
        $(const _: () = {
            type Numbered = super::Numbered<{ 100 * $hundreds + 10 * $tens + $ones }>;

            impl Event for Numbered {
                const DESCRIPTOR: &'static EventDescriptor = &EventDescriptor {
                    event_type: concat!("bench.numbered.event", $hundreds, $tens, $ones, ".v1"),
                    name: concat!("NUMBERED_", $hundreds, $tens, $ones),
                    domain: "numbered",
                    minor_version: 0,
                    source: "bench",
                    sourcelib: &[1, 0, 0],
                    added: "2024-05-01",
                    deprecated: None,
                    pii: false,
                    key: None,
                    local_only: true,
                    avro_schema: None,
                    json_schema: "",
                    properties: &[],
                    record: Numbered::DESCRIPTION,
                };

                fn channel() -> &'static ChannelOf<Self> {
                    static CHANNEL: ChannelOf<Numbered> = ChannelOf::new();
                    &CHANNEL
                }
            }

            annals::__private::inventory::submit! {
                annals::registry::RegisteredEvent::of::<Numbered>()
            }
        };)*
    };
}

/// In its own module, so that names inside do not clash with names outside.
mod all {
    use super::{ChannelOf, Event, EventDescriptor, Record};

    events!(0 1 2 3 4);
}
