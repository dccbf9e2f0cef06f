"""Prints the events of an xRegistry whose types are known as JSON."""

import json
import sys

SAMPLES = {"string": ("a", 1), "int": (1, "a"), "integer": (1, "a")}


def find(registry, reference):
    value = registry
    for step in reference.lstrip("#").lstrip("/").split("/"):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def merged(base, own):
    both = {**base, **own}
    for key in base.keys() & own.keys():
        if isinstance(base[key], dict) and isinstance(own[key], dict):
            both[key] = merged(base[key], own[key])
    return both


def whole(registry, message):
    """A message with its newest version and its base."""
    if "versions" in message:
        message = merged(list(message["versions"].values())[-1], message)
    if "basemessage" in message:
        base = find(registry, message["basemessage"])
        message = merged(whole(registry, base) if base else {}, message)
    return message


def schema_of(registry, message):
    if "dataschema" in message:
        return message["dataschema"]
    if "dataschemauri" not in message:
        return {}
    entry = find(registry, message["dataschemauri"]) or {}
    if "versions" in entry:
        entry = entry["versions"][entry.get("defaultversionid", list(entry["versions"])[-1])]
    return entry.get("schema")


def fields(schema):
    """The names of the fields, whether each is required, and a good and a bad value of each."""
    found = {}
    if schema.get("type") == "record":
        return {field["name"]: (True, *SAMPLES[field["type"]]) for field in schema["fields"]}
    for name, about in schema.get("properties", {}).items():
        if "$ref" in about:
            about = find(schema, about["$ref"])
        good, bad = (about["enum"][0], "no such value") if "enum" in about else SAMPLES[about["type"]]
        found[name] = (name in schema.get("required", []), good, bad)
    return found


def event(message, schema):
    found = fields(schema)
    good = {name: value for name, (_, value, _) in found.items()}
    said = {key: message[key] for key in ["labels", "documentation", "protocol"] if key in message}
    return {
        "keys": {name: required for name, (required, _, _) in found.items()},
        "personal": [],
        "properties": {f"x-{key}": value for key, value in said.items()},
        "of_keys": {},
        "good": [good],
        "bad": [{**good, name: bad} for name, (_, _, bad) in found.items()]
        + [{key: value for key, value in good.items() if key != name} for name in found if found[name][0]],
    }


def main(path):
    with open(path, encoding="utf-8") as file:
        registry = json.load(file)
    events = {}
    for kind in ["messagegroups", "endpoints"]:
        for group in registry[kind].values():
            for name, message in group["messages"].items():
                if not isinstance(message, dict) or "xref" in message:
                    continue
                message = whole(registry, message)
                schema = schema_of(registry, message)
                if not isinstance(schema, dict):
                    continue
                envelope = message.get("envelopemetadata") or {}
                kind_of = (envelope.get("type") or {}).get("value")
                # Others get a type that is made from the name.
                last = name.split(".")[-1].lower()
                events[kind_of or f"example.lamps.events.{last}.changed.v1"] = event(message, schema)
    print(json.dumps({"events": events, "others": 0}))


main(sys.argv[1])
