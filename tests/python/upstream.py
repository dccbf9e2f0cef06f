"""What the real library says: for each event its Avro schema, and payloads in its own JSON and bytes.

Prints one JSON document. Nothing in it depends on the clock, on chance or on the order of a set.
"""

import io
import itertools
import json
from datetime import datetime, timedelta, timezone
from typing import get_args, get_origin
from uuid import UUID

import attr
import fastavro
from ccx_keys.locator import CCXLocator
from opaque_keys.edx.keys import CourseKey, UsageKey
from opaque_keys.edx.locator import (
    LibraryCollectionLocator,
    LibraryContainerLocator,
    LibraryLocatorV2,
    LibraryUsageLocatorV2,
)

from openedx_events.event_bus.avro.serializer import AvroSignalSerializer
from openedx_events.tooling import KNOWN_UNSERIALIZABLE_SIGNALS, OpenEdxPublicSignal, load_all_signals

# Upstream's list keeps it from the command that writes schemas, but not from the bus.
SENT_ALL_THE_SAME = "org.openedx.learning.external_grader.score.submitted.v1"

INDIA = timezone(timedelta(hours=5, minutes=30))

FULL = {
    bool: [True],
    int: [1, 2, 3],
    float: [0.5],
    str: ["ada", "Ada Lovelace", "ada@example.com"],
    datetime: [datetime(2024, 2, 29, 12, 30, 45, 123456, timezone.utc)],
    UUID: [UUID("0b5cb1a4-9d4e-4f5a-8c3b-2f1e6d7a8b90")],
    CourseKey: [CourseKey.from_string("course-v1:edX+DemoX+Demo_Course")],
    CCXLocator: [CCXLocator.from_string("ccx-v1:edX+DemoX+Demo_Course+ccx@1")],
    UsageKey: [UsageKey.from_string("block-v1:edX+DemoX+Demo_Course+type@problem+block@a0effb954cca4759994f1ac9e9434bf4")],
    LibraryLocatorV2: [LibraryLocatorV2.from_string("lib:edX:demo")],
    LibraryUsageLocatorV2: [LibraryUsageLocatorV2.from_string("lb:edX:demo:problem:first")],
    LibraryCollectionLocator: [LibraryCollectionLocator.from_string("lib-collection:edX:demo:first")],
    LibraryContainerLocator: [LibraryContainerLocator.from_string("lct:edX:demo:unit:first")],
}
# Legal values that a careless pattern, limit or format refuses.
EDGE = {
    **FULL,
    bool: [False],
    int: [-(2**63), 2**63 - 1, 0, -1],
    float: [-0.0, 1e308, 5e-324, 0.0],
    str: ["", "Zoë 学習 🎓", "a\u0000b\n\"\\", " "],
    datetime: [
        datetime(1, 1, 1),
        datetime(9999, 12, 31, 23, 59, 59, 999999, timezone(timedelta(hours=-12))),
        datetime(2000, 2, 29, 0, 0, 0, 1000, INDIA),
        datetime(1883, 11, 18, 12, 3, 58, 1, timezone(timedelta(hours=-4, minutes=-56, seconds=-2))),
        datetime(2024, 2, 29, 23, 59, 59, 999999),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=23, minutes=59))),
    ],
    CourseKey: [CourseKey.from_string(key) for key in ("edX/DemoX/2014", "library-v1:edX+demo", "course-v1:Zoë+学習+a.b~c:d-e")],
    UsageKey: [UsageKey.from_string(key) for key in ("i4x://edX/DemoX/problem/first", "lb:edX:demo:html:first")],
}


class Payloads:
    """Makes values of declared types, taking one after the other from a pool for each type."""

    def __init__(self, pools, with_nulls, empty_containers):
        self.pools = {type_: itertools.cycle(values) for type_, values in pools.items()}
        self.with_nulls = with_nulls
        self.empty_containers = itertools.cycle(empty_containers)

    def event_data(self, signal):
        return {key: self.value(type_) for key, type_ in signal.init_data.items()}

    def value(self, type_):
        if type_ in self.pools:
            return next(self.pools[type_])
        if get_origin(type_) is list:
            return [] if next(self.empty_containers) else [self.value(get_args(type_)[0]) for _ in range(2)]
        if get_origin(type_) is dict:
            keys = [] if next(self.empty_containers) else ["zeta", "alpha", "é"]
            return {key: self.value(get_args(type_)[1]) for key in keys}
        # Constructors drop the underscore of a private field.
        return type_(**{field.alias: self.field(field) for field in attr.fields(type_)})

    def field(self, field):
        return None if self.with_nulls and field.default is None else self.value(field.type)


def payload(serializer, case, data):
    as_dict = serializer.to_dict(data)
    out = io.BytesIO()
    fastavro.schemaless_writer(out, serializer.schema, as_dict)
    return {"case": case, "json": as_dict, "avro": out.getvalue().hex()}


def describe(signal):
    if signal.event_type in KNOWN_UNSERIALIZABLE_SIGNALS and signal.event_type != SENT_ALL_THE_SAME:
        return {"event_type": signal.event_type, "schema": None, "payloads": []}
    serializer = AvroSignalSerializer(signal)
    cases = {
        "full": Payloads(FULL, False, [False]),
        "nulls": Payloads(FULL, True, [False]),
        "edge": Payloads(EDGE, False, [True, False]),
    }
    # Few events have many times or texts: each edge value comes first in one of these.
    for first in range(1, max(len(values) for values in EDGE.values())):
        rotated = {type_: values[first % len(values):] + values[:first % len(values)] for type_, values in EDGE.items()}
        cases[f"edge-{first}"] = Payloads(rotated, False, [False, True])
    payloads = [payload(serializer, case, made.event_data(signal)) for case, made in cases.items()]
    return {"event_type": signal.event_type, "schema": serializer.schema, "payloads": payloads}


def main():
    load_all_signals()
    signals = sorted(OpenEdxPublicSignal.all_events(), key=lambda signal: signal.event_type)
    print(json.dumps([describe(signal) for signal in signals]))


if __name__ == "__main__":
    main()
