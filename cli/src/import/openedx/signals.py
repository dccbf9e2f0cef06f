"""Prints the events of an installed openedx-events as JSON. The argument, if there is one, is a folder with the package."""

import ast
import inspect
import json
import re
import sys
import typing
from datetime import datetime
from importlib import metadata
from pathlib import Path
from uuid import UUID

if len(sys.argv) > 1:
    sys.path.insert(0, sys.argv[1])

import attr
import openedx_events
from opaque_keys import OpaqueKey
from openedx_events.tooling import OpenEdxPublicSignal, load_all_signals

try:
    from openedx_events.tooling import KNOWN_UNSERIALIZABLE_SIGNALS as LOCAL_ONLY
except ImportError:
    LOCAL_ONLY = []

NAMES = {bool: "boolean", int: "long", float: "double", str: "string", bytes: "bytes", datetime: "datetime", UUID: "uuid"}
ROOT = Path(openedx_events.__file__).parent.parent


def type_of(declared):
    origin, inner = typing.get_origin(declared), typing.get_args(declared)
    if declared in NAMES:
        return NAMES[declared]
    if declared is list or declared is dict:
        return {"list" if declared is list else "map": None}
    if origin in (list, dict) and inner and not isinstance(inner[-1], typing.TypeVar):
        return {"list" if origin is list else "map": type_of(inner[-1])}
    if origin in (list, dict):
        return {"list" if origin is list else "map": None}
    if origin is typing.Union and len(inner) == 2 and inner[1] is type(None):
        return {"nullable": type_of(inner[0])}
    if declared is typing.BinaryIO:
        return "bytes"
    if inspect.isclass(declared) and attr.has(declared):
        return {"class": identity(declared)}
    if inspect.isclass(declared) and issubclass(declared, OpaqueKey):
        return {"key": declared.__name__}
    return {"other": str(declared)}


def identity(data):
    return f"{domain_of(data.__module__)}.{data.__name__}"


def domain_of(module):
    return module.split(".")[1]


def file_of(module):
    return str(Path(module.__file__).relative_to(ROOT).as_posix())


def parts(lines):
    """The text of an item and of those that are indented below it, in one line."""
    return " ".join(line.strip() for line in lines if line.strip())


def documented(data):
    """What a class says of itself, and of its attributes."""
    sections = re.split(r"(?m)^Attributes:\s*$", inspect.cleandoc(data.__doc__ or ""), maxsplit=1)
    attributes, name = {}, None
    for line in sections[1].splitlines() if len(sections) > 1 else []:
        begins = re.match(r" {1,4}(\w+)\s*(?:\([^)]*\))?\s*:(.*)", line)
        if begins:
            name = begins[1]
            attributes[name] = [begins[2]]
        elif line.startswith(" ") and name:
            attributes[name].append(line)
        elif line.strip():
            break
        else:
            name = None
    return parts(sections[0].strip().split("\n\n")[0].splitlines()), {name: parts(lines) for name, lines in attributes.items()}


def described(data):
    """The descriptions of the attributes of a class, those of its bases included."""
    found = {}
    for base in reversed(data.__mro__):
        if attr.has(base):
            found.update(documented(base)[1])
    return found


def default_of(field):
    default = field.default
    if isinstance(default, attr.Factory):
        default = default.factory() if not default.takes_self else attr.NOTHING
    if default is attr.NOTHING:
        return {}
    return {"default": default if default is None or isinstance(default, (bool, int, float, str, list, dict)) else str(default)}


def class_of(data):
    descriptions = described(data)
    fields = [
        {"name": field.name, "type": type_of(field.type), "description": descriptions.get(field.name), **default_of(field)}
        for field in attr.fields(data)
    ]
    module = sys.modules[data.__module__]
    line = inspect.getsourcelines(data)[1]
    return {"file": file_of(module), "line": line, "description": documented(data)[0], "fields": fields}


def annotations(lines, end):
    """The annotations in the comments that end above a line."""
    start = end
    while start > 0 and lines[start - 1].startswith("#"):
        start -= 1
    found, name = {}, None
    for line in lines[start:end]:
        text = line.lstrip("#")
        begins = re.match(r" ?\.\. (\w+):(.*)", text)
        if begins:
            name = begins[1]
            found[name] = [begins[2]]
        elif name:
            found[name].append(text)
    return {name: parts(lines) for name, lines in found.items()}


def assigned(module):
    """The lines on which the names of a module get their values."""
    source = inspect.getsource(module)
    found = {}
    for node in ast.parse(source).body:
        for target in node.targets if isinstance(node, ast.Assign) else []:
            if isinstance(target, ast.Name):
                found[target.id] = node.lineno
    return found, source.splitlines()


def signals():
    load_all_signals()
    for module in [module for name, module in sys.modules.items() if re.fullmatch(r"openedx_events\.(\w+\.)+signals", name)]:
        places, lines = assigned(module)
        for name, line in sorted(places.items(), key=lambda place: place[1]):
            signal = getattr(module, name, None)
            if isinstance(signal, OpenEdxPublicSignal):
                yield module, name, signal, line, annotations(lines, line - 1)


def changelog():
    """The releases that the change log lists: their version, date and text."""
    try:
        text = metadata.metadata("openedx-events").get_payload() or ""
        version = metadata.version("openedx-events")
    except metadata.PackageNotFoundError:
        text, version = "", openedx_events.__version__
    file = ROOT / "CHANGELOG.rst"
    if not text and file.is_file():
        text = file.read_text(encoding="utf-8")
    heads = list(re.finditer(r"(?m)^\[([0-9.]+)\]\s*[-–—]+\s*(\d{4}-\d{2}-\d{2})\s*$", text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return version, [(head[1], head[2], text[head.end():end]) for head, end in zip(heads, ends)]


def reached(kind, classes):
    """All classes of which a type is made, those inside of others first."""
    if inspect.isclass(kind) and attr.has(kind) and identity(kind) not in classes:
        classes[identity(kind)] = None
        for field in attr.fields(kind):
            reached(field.type, classes)
        classes[identity(kind)] = class_of(kind)
    for inner in typing.get_args(kind):
        reached(inner, classes)


def main():
    version, releases = changelog()
    events, classes = [], {}
    for module, name, signal, line, notes in signals():
        naming = [date for _, date, text in releases if re.search(rf"\b{name}\b", text)]
        for kind in signal.init_data.values():
            reached(kind, classes)
        events.append({
            "name": name,
            "type": signal.event_type,
            "minor_version": signal.minor_version,
            "domain": domain_of(module.__name__),
            "file": file_of(module),
            "line": line,
            "added": min(naming, default=None),
            "description": notes.get("event_description"),
            "key": notes.get("event_key_field"),
            "warning": notes.get("event_warning"),
            "repositories": notes.get("event_trigger_repository", "").split(),
            "local_only": signal.event_type in LOCAL_ONLY,
            "data": [{"name": key, "type": type_of(kind)} for key, kind in signal.init_data.items()],
        })
    released = [date for number, date, _ in releases if number == version]
    document = {"version": version, "released": min(released, default=None), "events": events, "classes": classes}
    try:
        from openedx_events.event_bus.avro.schema import schema_from_signal
        sent = [signal for _, _, signal, _, _ in signals() if signal.event_type not in LOCAL_ONLY]
        document["doc"] = schema_from_signal(sent[0]).get("doc")
    except Exception:  # Older releases have no schemas, or need settings for them.
        document["doc"] = None
    print(json.dumps(document))


main()
