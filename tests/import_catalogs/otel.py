"""Prints the events of a registry of OpenTelemetry as JSON."""

import json
import sys

import yaml

SIMPLE = {
    "string": ("a", 1),
    "int": (1, "a"),
    "double": (0.5, "a"),
    "boolean": (True, "a"),
    "byte[]": ("AA==", 1),
}
LISTS = [
    "metrics",
    "spans",
    "entities",
    "event_refinements",
    "metric_refinements",
    "span_refinements",
    "entity_refinements",
]


def mappings(items):
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def values(attribute):
    """A good and a bad value of an attribute."""
    kind = attribute.get("type")
    if isinstance(kind, dict) or kind == "enum":
        members = (kind if isinstance(kind, dict) else attribute)["members"]
        value = members[0]["value"]
        # Others are allowed, of the same type.
        return value, "a" if isinstance(value, (bool, int)) else 1
    if kind == "map" and attribute.get("fields"):
        fields = {field["id"]: field for field in mappings(attribute["fields"]) if "id" in field}
        return {key: values(field)[0] for key, field in fields.items()}, "a"
    if kind == "map":
        return {"a": 1}, "a"
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind.startswith("template["):
        inner = values({"type": kind[len("template[") : -1]})
        return {"a": inner[0]}, {"a": inner[1]}
    if kind.endswith("[]"):
        inner = values({"type": kind[:-2]})
        return [inner[0]], [inner[1]]
    return {"any": ["thing"]}, None


class Registry:
    def __init__(self, files):
        self.attributes, self.groups, self.events, self.others = {}, {}, [], 0
        for path in files:
            with open(path, encoding="utf-8") as file:
                self.add(yaml.safe_load(file))

    def add(self, content):
        for group in mappings(content.get("groups")):
            self.define(group, group.get("prefix"))
            kind = group.get("type", "span")
            if kind == "event":
                self.events.append(group)
            elif kind != "attribute_group" and "id" in group:
                self.others += 1
        for attribute in mappings(content.get("attributes")):
            self.attributes.setdefault(attribute["key"], attribute)
        for group in mappings(content.get("attribute_groups")):
            self.groups[group["id"]] = group
        self.events += [event for event in mappings(content.get("events")) if "name" in event]
        self.others += sum(len(mappings(content.get(key))) for key in LISTS)

    def define(self, group, prefix):
        if "id" in group:
            self.groups.setdefault(group["id"], group)
        for attribute in mappings(group.get("attributes")):
            if "id" in attribute:
                attribute["key"] = f"{prefix}.{attribute['id']}" if prefix else attribute["id"]
                self.attributes.setdefault(attribute["key"], attribute)

    def resolved(self, group):
        """All attributes of a group, and what each reference says."""
        found = {}
        references = [{"ref_group": group["extends"]}] if "extends" in group else []
        for entry in references + mappings(group.get("attributes")):
            if "ref_group" in entry:
                for key, said in self.resolved(self.groups.get(entry["ref_group"], {})).items():
                    found[key] = {**found.get(key, {}), **said}
            elif entry.get("ref") or entry.get("key"):
                key = entry.get("ref") or entry["key"]
                definition = self.attributes.get(key, {"type": "any"})
                found[key] = {**definition, **found.get(key, {}), **entry}
        return found


def level(attribute):
    """The requirement level and its condition."""
    found = attribute.get("requirement_level", "recommended")
    return next(iter(found.items())) if isinstance(found, dict) else (found, None)


def about(attribute):
    said = {}
    if attribute.get("stability"):
        said["x-stability"] = attribute["stability"]
    requirement, condition = level(attribute)
    if requirement != "required":
        said["x-requirement"] = requirement
    if condition:
        said["x-condition"] = condition
    return said


def event(registry, group):
    found = registry.resolved(group)
    if "body" in group:
        found["body"] = group["body"]
    good = {key: values(attribute)[0] for key, attribute in found.items()}
    required = {key: level(attribute)[0] == "required" for key, attribute in found.items()}
    known = {key for key in found if key in registry.attributes or key == "body"}
    bad = [(key, values(found[key])[1]) for key in sorted(known)]
    return {
        "keys": required,
        "personal": [],
        "properties": {"x-stability": group["stability"]} if "stability" in group else {},
        "of_keys": {key: about(found[key]) for key in known},
        # Other attributes are allowed.
        "good": [good, {**good, "some.other": 1}, {key: good[key] for key in found if required[key]}],
        "bad": [{**good, key: value} for key, value in bad if value is not None]
        + [{key: good[key] for key in found if key != without} for without in found if required[without]],
    }


def main(files):
    registry = Registry(files)
    events = {}
    for group in registry.events:
        name = group.get("name") or group.get("prefix") or group["id"]
        events[name] = event(registry, group)
    print(json.dumps({"events": events, "others": registry.others}))


main(sys.argv[1:])
