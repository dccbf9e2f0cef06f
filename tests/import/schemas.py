"""The Avro schemas that the real library makes today, by event type, as one JSON object."""

import json

from openedx_events.event_bus.avro.serializer import AvroSignalSerializer
from openedx_events.tooling import KNOWN_UNSERIALIZABLE_SIGNALS, OpenEdxPublicSignal, load_all_signals


def main():
    load_all_signals()
    signals = [signal for signal in OpenEdxPublicSignal.all_events() if signal.event_type not in KNOWN_UNSERIALIZABLE_SIGNALS]
    print(json.dumps({signal.event_type: AvroSignalSerializer(signal).schema for signal in signals}, indent=2))


if __name__ == "__main__":
    main()
