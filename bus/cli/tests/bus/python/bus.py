"""The real package on a real Redis: produces every event, or consumes and says what it got.

bus.py produce FOLDER URL TOPIC          FOLDER has upstream.py, which makes the values
bus.py consume FOLDER URL TOPIC NAME N   ends after N events, and prints one JSON line for each
"""

import io
import json
import sys
from datetime import datetime, timezone
from uuid import UUID

sys.path.insert(0, sys.argv[2])

import django
from django.conf import settings

settings.configure(
    EVENT_BUS_REDIS_CONNECTION_URL=sys.argv[3],
    EVENT_BUS_REDIS_CONSUMER_POLL_TIMEOUT=1,
    EVENTS_SERVICE_NAME="python",
    INSTALLED_APPS=[],
)
django.setup()

import fastavro
from edx_event_bus_redis import RedisEventConsumer, create_producer
from openedx_events.data import EventsMetadata
from openedx_events.event_bus.avro.serializer import AvroSignalSerializer
from openedx_events.tooling import KNOWN_UNSERIALIZABLE_SIGNALS, OpenEdxPublicSignal, load_all_signals

import upstream


def signals():
    load_all_signals()
    for signal in sorted(OpenEdxPublicSignal.all_events(), key=lambda signal: signal.event_type):
        if signal.event_type not in KNOWN_UNSERIALIZABLE_SIGNALS or signal.event_type == upstream.SENT_ALL_THE_SAME:
            yield signal


def pools():
    yield upstream.FULL, False, [False]
    yield upstream.FULL, True, [False]
    for first in range(max(len(values) for values in upstream.EDGE.values())):
        rotated = {
            type_: values[first % len(values):] + values[:first % len(values)]
            for type_, values in upstream.EDGE.items()
        }
        yield rotated, False, [first % 2 == 0, first % 2 == 1]


def produce(topic):
    producer = create_producer()
    number = 0
    for signal in signals():
        for pool in pools():
            data = upstream.Payloads(*pool).event_data(signal)
            metadata = EventsMetadata(
                event_type=signal.event_type,
                id=UUID(int=number, version=1),
                minorversion=number % 3,
                source="openedx/Zoë 学習/web",
                sourcehost="host",
                time=datetime(2024, 3, 1, 12, 34, 56, number % 2, timezone.utc),
                sourcelib=(10, 5, number),
            )
            producer.send(
                signal=signal, topic=topic, event_key_field="", event_data=data, event_metadata=metadata
            )
            number += 1
    print(number)


def consume(topic, name, count):
    consumer = RedisEventConsumer(topic, "g", consumer_name=name, check_backlog=True)
    seen = 0

    def receive(signal, metadata, **data):
        nonlocal seen
        serializer = AvroSignalSerializer(signal)
        out = io.BytesIO()
        event_data = {key: data[key] for key in signal.init_data}
        fastavro.schemaless_writer(out, serializer.schema, serializer.to_dict(event_data))
        print(json.dumps({"metadata": json.loads(metadata.to_json()), "avro": out.getvalue().hex()}), flush=True)
        seen += 1
        if seen >= count:
            consumer._shut_down()

    for signal in signals():
        signal.connect(receive, weak=False)
    consumer.consume_indefinitely()


if __name__ == "__main__":
    if sys.argv[1] == "produce":
        produce(sys.argv[4])
    else:
        consume(sys.argv[4], sys.argv[5], int(sys.argv[6]))
