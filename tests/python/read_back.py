"""What the real library reads from bytes of ours.

Takes the path of a JSON list of event types with bytes, and prints a list of answers in that order.
"""

import io
import json
import sys

import fastavro

from openedx_events.event_bus.avro.deserializer import deserialize_bytes_to_event_data
from openedx_events.event_bus.avro.serializer import AvroSignalSerializer
from openedx_events.tooling import OpenEdxPublicSignal, load_all_signals


def read(signal, serializer, data):
    stream = io.BytesIO(data)
    as_dict = fastavro.schemaless_reader(stream, serializer.schema)
    answer = {"json": as_dict, "rest": len(stream.read()), "event": None, "error": None}
    # Its own objects, and those as JSON again.
    try:
        answer["event"] = serializer.to_dict(deserialize_bytes_to_event_data(data, signal))
    except Exception as error:  # Whatever it may be: the tests judge it.
        answer["error"] = repr(error)
    return answer


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        written = json.load(file)
    load_all_signals()
    signals = {signal.event_type: signal for signal in OpenEdxPublicSignal.all_events()}
    serializers = {type_: AvroSignalSerializer(signals[type_]) for type_ in {event["event_type"] for event in written}}
    answers = []
    for event in written:
        type_ = event["event_type"]
        answers.append(read(signals[type_], serializers[type_], bytes.fromhex(event["avro"])))
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
