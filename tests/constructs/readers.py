"""The schemas of a folder and random values in: what fastavro and jsonschema find wrong with the values, line by line.

fastavro reads our bytes as the value in JSON, and writes that value as the same bytes. It knows nothing of the texts in
which JSON holds bytes, nor of the JSON in a string, so those are taken from what it read.
"""

import base64
import datetime
import decimal
import io
import json
import pathlib
import struct
import sys
import uuid

import fastavro
import jsonschema


# It checks formats only with a checker, and those of URIs, hosts and times only with libraries for them.
FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER
assert {"uri", "uri-reference", "email", "hostname", "ipv4", "ipv6", "time", "date-time"} <= set(FORMATS.checkers)

# The names in JSON that fields have whose name in Avro is another one.
NAMES = {}


def key(name, written):
    """The name in JSON of a field with this name in Avro; none if it is absent."""
    return next((key for key in [name, *NAMES.get(name, [])] if key in written), None)


# The field in Avro with the fields that an open record does not list.
EXTRA = "extra_fields"


def around(read, written):
    """Both, with the fields that an open record does not list below a key of their own."""
    others = read.get(EXTRA)
    if not isinstance(others, dict):
        return written
    listed = {name: written[name] for name in written if name not in others}
    return {**listed, EXTRA: {name: written[name] for name in others if name in written}}


class Case:
    """The case of a variant: the name of a record or an enum in Avro, and its value."""

    def __init__(self, name, value):
        self.name = name
        self.value = value


def plain(written, cases, path=""):
    """The value in JSON with its variants as cases, as Avro has no tags."""
    if path in cases:
        name, tag, content = cases[path]
        others = {at: case for at, case in cases.items() if at != path}
        if content is not None:
            return Case(name, plain(written[content], cases, f"{path}\x01{content}"))
        if isinstance(written, dict):
            written = {key: written[key] for key in written if key != tag}
        return Case(name, plain(written, others, path))
    if isinstance(written, dict):
        return {key: plain(written[key], cases, f"{path}\x01{key}") for key in written}
    if isinstance(written, list):
        return [plain(item, cases, f"{path}\x01{index}") for index, item in enumerate(written)]
    return written


def same(read, written):
    """Whether a value that fastavro read is the one in JSON, where absent is the null of Avro."""
    if isinstance(written, Case):
        return same(read, written.value)
    if isinstance(written, dict) and isinstance(read, dict):
        written = around(read, written)
        keys = {name: key(name, written) for name in read}
        present = [name for name in read if keys[name] is not None]
        return (
            {keys[name] for name in present} == set(written)
            and all(read[name] is None for name in read if keys[name] is None)
            and all(same(read[name], written[keys[name]]) for name in present)
        )
    if isinstance(written, list) and isinstance(read, list):
        return len(read) == len(written) and all(map(same, read, written))
    if isinstance(read, bytes):
        return base64.b64encode(read).decode() == written
    if isinstance(read, uuid.UUID):
        return str(read) == written
    if isinstance(read, decimal.Decimal):
        return f"{read:f}" == (written if decimal.Decimal(written) else written.lstrip("-"))
    if isinstance(read, datetime.datetime):
        return read == datetime.datetime.fromisoformat(written)
    if isinstance(read, datetime.time):
        return read == datetime.time.fromisoformat(written)
    if isinstance(read, str) and read != written:
        return json.loads(read) == written
    if isinstance(read, float) and read != written:
        # JSON has the shortest digits of a number of 32 bits.
        return struct.pack("<f", read) == struct.pack("<f", written)
    return read == written


def to_write(read, written):
    """The value in JSON, with the leaves that fastavro read: absent fields stay absent."""
    if isinstance(written, Case):
        value = to_write(read, written.value)
        return value if written.name is None else (written.name, value)
    if isinstance(written, dict) and isinstance(read, dict):
        written = around(read, written)
        keys = {name: key(name, written) for name in read}
        return {name: to_write(read[name], written[keys[name]]) for name in read if keys[name] is not None}
    if isinstance(written, list) and isinstance(read, list):
        return [to_write(*pair) for pair in zip(read, written)]
    return read


def faults(schema, validator, value, cases):
    ours = bytes.fromhex(value["avro"])
    source = io.BytesIO(ours)
    read = fastavro.schemaless_reader(source, schema)
    if source.read():
        yield "fastavro leaves bytes"
    written = plain(value["json"], cases)
    if not same(read, written):
        yield f"fastavro reads {read}"
    else:
        out = io.BytesIO()
        fastavro.schemaless_writer(out, schema, to_write(read, written))
        if out.getvalue() != ours:
            yield f"fastavro writes {out.getvalue().hex()}"
    for error in validator.iter_errors(value["json"]):
        yield f"jsonschema: {error.message} at {error.json_path}"


def custom(schema):
    """The custom properties in a schema, by its path."""
    found, waiting = {}, [("", schema)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, dict):
            found.update({f"{path}/{key}": node[key] for key in node if key.startswith("x-")})
            # Those of fastavro itself begin with two underscores.
            waiting += [(f"{path}/{key}", node[key]) for key in node if not key.startswith(("x-", "__"))]
        if isinstance(node, list):
            waiting += [(f"{path}/{index}", item) for index, item in enumerate(node)]
    return found


def main():
    schemas, values, cases, names = map(pathlib.Path, sys.argv[1:])
    NAMES.update(json.loads(names.read_text()))
    readers = {}
    for path in (schemas / "avro").iterdir():
        document = json.loads((schemas / "json" / path.name.replace(".avsc", ".schema.json")).read_text())
        jsonschema.Draft202012Validator.check_schema(document)
        avro = json.loads(path.read_text())
        readers[path.name.removesuffix(".avsc")] = (
            fastavro.parse_schema(avro),
            jsonschema.Draft202012Validator(document, format_checker=FORMATS),
        )
        parsed, validator = readers[path.name.removesuffix(".avsc")]
        if custom(parsed) != custom(avro):
            print(f"{path.name}: fastavro has the custom properties {custom(parsed)}")
        if custom(validator.schema) != custom(document):
            print(f"{path.name}: jsonschema has the custom properties {custom(validator.schema)}")
    for line, found in zip(values.read_text().splitlines(), cases.read_text().splitlines(), strict=True):
        value = json.loads(line)
        for fault in faults(*readers[value["event"]], value, json.loads(found)):
            print(f"{line}\n  {fault}")


if __name__ == "__main__":
    main()
