"""The Avro schemas that the real library makes of a package of signals, by event type, as one JSON object.

Takes the folder of the package, which has a module `signals` in each of its packages.
"""

import importlib
import json
import pathlib
import sys

from openedx_events.event_bus.avro.serializer import AvroSignalSerializer
from openedx_events.tooling import OpenEdxPublicSignal


def main():
    package = pathlib.Path(sys.argv[1])
    sys.path.insert(0, str(package.parent))
    for file in sorted(package.glob("*/signals.py")):
        importlib.import_module(f"{package.name}.{file.parent.name}.signals")
    print(json.dumps({signal.event_type: AvroSignalSerializer(signal).schema for signal in OpenEdxPublicSignal.all_events()}))


if __name__ == "__main__":
    main()
