"""Prints the events of a file of Glean as JSON."""

import json
import sys

import yaml

LISTS = {
    "bugs": "x-bugs",
    "data_reviews": "x-data-reviews",
    "data_sensitivity": "x-data-sensitivity",
    "notification_emails": "x-notification-emails",
    "send_in_pings": "x-send-in-pings",
}
PERSONAL = {"stored_content", "web_activity", "highly_sensitive"}
GOOD = {"string": ["a", ""], "boolean": ["true", "false"], "quantity": ["0", "42"]}
BAD = {"string": [1, None], "boolean": ["yes", True], "quantity": ["many", 42]}


def event(metric, tags):
    extra = metric.get("extra_keys") or {}
    types = {key: about.get("type", "string") for key, about in extra.items()}
    properties = {name: [str(item) for item in metric[key]] for key, name in LISTS.items() if metric.get(key)}
    if "expires" in metric:
        properties["x-expires"] = str(metric["expires"])
    tags = tags + (metric.get("metadata") or {}).get("tags", [])
    if tags:
        properties["x-tags"] = tags
    personal = PERSONAL & set(metric.get("data_sensitivity") or [])
    return {
        "keys": {key: False for key in types},
        "personal": list(types) if personal else [],
        "properties": properties,
        "of_keys": {},
        "good": [{}] + [{key: good} for key, kind in types.items() for good in GOOD[kind]],
        "bad": [{"no such key": "a"}] + [{key: bad} for key, kind in types.items() for bad in BAD[kind]],
    }


def main(path):
    with open(path, encoding="utf-8") as file:
        content = yaml.safe_load(file) or {}
    schema = content.pop("$schema", "")
    tags = content.pop("$tags", [])
    others = 1 if content.pop("no_lint", None) is not None else 0
    events = {}
    for category, metrics in content.items():
        if "/metrics/" not in schema:
            others += 1
            continue
        for name, metric in metrics.items() if isinstance(metrics, dict) else []:
            if not isinstance(metric, dict):
                continue
            if metric.get("type") == "event":
                events[f"{category}.{name}"] = event(metric, tags)
            elif "type" in metric:
                others += 1
    print(json.dumps({"events": events, "others": others}))


main(sys.argv[1])
