//! Five hundred events, each with its own type and signal, as the derives would generate them.

use annals::__private::{
    ChannelOf, Filled, Parser, Place, Slot, decode_record, read_record, view_field,
};
use annals::avro::{Codec, Decoder};
use annals::{
    DecodeError, Event, EventDescriptor, FieldDescription, JsonError, Record, RecordDescription,
    RecordView, Shape, Value, View,
};

/// One of the events.
#[derive(Debug)]
pub(crate) struct Numbered<const N: usize> {
    id: i64,
}

impl<const N: usize> Codec for Numbered<N> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.id.encode(out);
    }

    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        decode_record(decoder)
    }
}

impl<const N: usize> Value for Numbered<N> {
    const SHAPE: Shape = Shape::Record(Self::DESCRIPTION);

    fn view(&self) -> View<'_> {
        View::Record(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        read_record(parser, slot)
    }
}

impl<const N: usize> RecordView for Numbered<N> {
    fn description(&self) -> &'static RecordDescription {
        Self::DESCRIPTION
    }

    fn field(&self, index: usize) -> View<'_> {
        view_field(self, index)
    }
}

// SAFETY: the description is made for this type.
unsafe impl<const N: usize> Record for Numbered<N> {
    const DESCRIPTION: &'static RecordDescription = {
        const FIELDS: &[FieldDescription] = &[FieldDescription {
            name: "id",
            ty: "long",
            shape: annals::__private::shape::<i64>,
            pii: false,
            default: None,
            limits: None,
        }];
        // SAFETY: this is the only field.
        &unsafe {
            RecordDescription::new::<Self>(
                "bench.Numbered",
                FIELDS,
                None,
                &[Place::of::<i64>(std::mem::offset_of!(Self, id), None)],
            )
        }
    };
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
                    sourcelib: &[1, 0, 0],
                    added: "2024-05-01",
                    deprecated: None,
                    pii: false,
                    key: None,
                    local_only: true,
                    avro_schema: None,
                    json_schema: "",
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
