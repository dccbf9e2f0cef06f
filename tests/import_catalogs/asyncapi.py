"""Prints the messages of a document of AsyncAPI whose payloads are objects as JSON."""

import json
import sys

# Of YAML 1.2, in which `on` is a string.
from ruamel.yaml import YAML

FORMATS = {
    "date-time": "2025-01-31T12:00:00Z",
    "date": "2025-01-31",
    "uuid": "0f0e0d0c-0000-1000-8000-00000000000a",
    "uri": "https://example.org/",
    "email": "a@example.org",
    "time": "12:00:00Z",
    "byte": "AA==",
    "binary": "AA==",
}


class NoSample(Exception):
    """A value with a pattern."""


class Document:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.content = YAML(typ="safe", pure=True).load(file)

    def find(self, reference):
        """The target of a local reference, and its last step."""
        value = self.content
        if not reference.startswith("#/"):
            return None, None
        for step in reference[2:].split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            value = value[int(step)] if isinstance(value, list) else value[step]
        return value, step

    def resolved(self, value, key=None):
        while isinstance(value, dict) and "$ref" in value:
            value, key = self.find(value["$ref"])
        return value, key

    def messages(self):
        """The messages, each once, with their keys."""
        found = []

        def add(value, key):
            value, key = self.resolved(value, key)
            if isinstance(value, dict) and not any(value is known for _, known in found):
                found.append((key, value))

        for address, channel in (self.content.get("channels") or {}).items():
            channel, _ = self.resolved(channel)
            for key, message in (channel.get("messages") or {}).items():
                add(message, key)
            for action in ["publish", "subscribe"]:
                operation = channel.get(action) or {}
                message = operation.get("message")
                if message is not None:
                    for one in message.get("oneOf", [message]):
                        add(one, operation.get("operationId", address))
        for key, message in ((self.content.get("components") or {}).get("messages") or {}).items():
            add(message, key)
        return found

    def branches(self, payload):
        """The object of a payload, or the objects of which it is one."""
        payload, _ = self.resolved(payload)
        if "schema" in payload and "schemaFormat" in payload:
            payload, _ = self.resolved(payload["schema"])
        if payload is None:
            # It is in another file.
            return []
        for key in ["oneOf", "anyOf"]:
            if key in payload:
                return [branch for one in payload[key] for branch in self.branches(one)]
        return [payload]

    def merged(self, schema):
        schema, _ = self.resolved(schema)
        whole = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema.get("allOf", []):
            part = self.merged(part)
            whole["properties"] = {**part.get("properties", {}), **whole.get("properties", {})}
            whole["required"] = part.get("required", []) + whole.get("required", [])
            whole.setdefault("type", part.get("type"))
        return whole

    def sample(self, schema):
        """A valid value."""
        schema = self.merged(schema)
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = kind[0]
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "object" or "properties" in schema:
            return self.object(schema)
        if kind == "array":
            items = schema.get("items", {})
            return [self.sample(items)] if isinstance(items, dict) else [self.sample(item) for item in items]
        if kind in ["integer", "number"]:
            low = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
            return int(low) if kind == "integer" else low
        if kind == "boolean":
            return True
        if "pattern" in schema:
            raise NoSample
        if kind == "string":
            return FORMATS.get(schema.get("format"), "a" * max(1, schema.get("minLength", 1)))
        if "additionalProperties" in schema:
            return {}
        return None if kind == "null" else "anything"

    def object(self, schema):
        whole = {}
        for key, value in schema.get("properties", {}).items():
            try:
                whole[key] = self.sample(value)
            except NoSample:
                if key in schema.get("required", []):
                    raise
        return whole

    def event(self, message, schema, is_only):
        schema = self.merged(schema)
        properties, required = schema.get("properties", {}), set(schema.get("required", []))
        try:
            good = [self.object(schema)]
        except NoSample:
            good = []
        examples = [example["payload"] for example in message.get("examples", []) if "payload" in example]
        # Each is one of them.
        examples = examples if is_only else []
        kinds = {key: self.merged(value) for key, value in properties.items()}
        strings = [key for key, value in kinds.items() if value.get("type") in ["string", "integer", "boolean"]]
        bad = [{**whole, key: ["no such value"]} for whole in good for key in strings]
        bad += [{key: value for key, value in whole.items() if key != gone} for whole in good for gone in required]
        said = {}
        if message.get("tags"):
            said["x-tags"] = [tag["name"] for tag in message["tags"]]
        return {
            "keys": {key: key in required for key in properties},
            "personal": [],
            "properties": said,
            "of_keys": {},
            "good": good + examples,
            "bad": bad,
        }


def main(path):
    document = Document(path)
    events = {}
    for key, message in document.messages():
        name = message.get("name") or message.get("messageId") or key
        payload = message.get("payload", {"type": "object"})
        branches = document.branches(payload)
        for schema in branches:
            whole = document.merged(schema)
            if whole.get("type") != "object" and "properties" not in whole:
                continue
            free, number = name, 1
            while free in events:
                number += 1
                free = f"{name}#{number}"
            events[free] = document.event(message, schema, len(branches) == 1)
    print(json.dumps({"events": events, "others": 0}, default=str))


main(sys.argv[1])
