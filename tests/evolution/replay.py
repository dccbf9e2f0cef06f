"""The folder of a release of openedx-events and an empty folder in: the Avro schemas that its code makes for its events."""

import importlib
import json
import pathlib
import pkgutil
import sys

RELEASE, OUT = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path.insert(0, RELEASE)

from django.conf import settings

settings.configure(INSTALLED_APPS=[], EVENT_BUS_PRODUCER_CONFIG={})

import openedx_events
from openedx_events.event_bus.avro.schema import schema_from_signal
from openedx_events.tooling import OpenEdxPublicSignal


def main():
    assert openedx_events.__file__.startswith(RELEASE), openedx_events.__file__
    for module in pkgutil.walk_packages(openedx_events.__path__, "openedx_events."):
        if module.name.endswith(".signals"):
            importlib.import_module(module.name)
    for signal in OpenEdxPublicSignal.all_events():
        try:
            schema = schema_from_signal(signal)
        except Exception:  # Several kinds, for types that have no place in Avro.
            continue
        text = schema if isinstance(schema, str) else json.dumps(schema)
        (OUT / f"{signal.event_type}.avsc").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
