"""The processor time, in microseconds, that the Python package needs for an event with one receiver that does nothing.

consume.py URL GROUP N
"""

import logging
import sys
import time

import django
from django.conf import settings

settings.configure(
    EVENT_BUS_REDIS_CONNECTION_URL=sys.argv[1],
    EVENT_BUS_TOPIC_PREFIX="dev",
    EVENTS_SERVICE_NAME="python",
    INSTALLED_APPS=[],
)
django.setup()
logging.disable(logging.CRITICAL)

from edx_event_bus_redis import RedisEventConsumer
from openedx_events.learning.signals import STUDENT_REGISTRATION_COMPLETED

count = int(sys.argv[3])
consumer = RedisEventConsumer("registrations", sys.argv[2], consumer_name="c", check_backlog=True)
consumer.consumer.set_id("0")
seen = 0
begun = 0.0


def receive(signal, **_):
    global seen, begun
    if seen == 0:
        begun = time.process_time()
    seen += 1
    if seen > count:
        consumer._shut_down()


STUDENT_REGISTRATION_COMPLETED.connect(receive)
consumer.consume_indefinitely()
print((time.process_time() - begun) * 1e6 / (seen - 1))
