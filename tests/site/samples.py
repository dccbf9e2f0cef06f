"""
Runs the samples in Python: each receiver is connected, and each sender sends to it. Prints a line for each fault.
"""
import contextlib
import io
import json
import sys

import django
from django.conf import settings

settings.configure()
django.setup()

from openedx_events.tooling import OpenEdxPublicSignal, load_all_signals  # noqa: E402

load_all_signals()
for signal in OpenEdxPublicSignal.all_events():
    # As services do where a fault must not be hidden.
    signal.allow_send_event_failure()

with open(sys.argv[1], encoding="utf-8") as file:
    samples = json.load(file)
for name, (send, receive) in samples.items():
    shown = io.StringIO()
    scope = {}
    try:
        exec(compile(receive, f"{name}, receive", "exec"), scope)
        with contextlib.redirect_stdout(shown):
            exec(compile(send, f"{name}, send", "exec"), {})
    except Exception as error:  # pylint: disable=broad-except
        print(f"{name}: {error!r}")
        continue
    if not shown.getvalue():
        print(f"{name}: the receiver was not called")
