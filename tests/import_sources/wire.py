"""Lines with an event type and its Avro schema in; for each, a number of lines with the event type and a random value that
fastavro writes with the schema, in hexadecimal digits."""

import io
import json
import random
import sys
import uuid

import fastavro

# The years 0001 to 9999, in seconds, which are those of JSON.
FIRST, LAST = -62_135_596_800, 253_402_300_799
# At most this many records are inside each other, and elements in a list or map.
DEEPEST, LONGEST = 6, 3
UNITS = {"millis": 1_000, "micros": 1_000_000}


class Values:
    def __init__(self, schema, seed):
        self.random = random.Random(seed)
        self.named = {}
        self.schema = fastavro.parse_schema(schema, named_schemas=self.named)

    def text(self):
        letters = "aZ09_ .'\"\\\n\u00e9\u2028\U0001f600"
        return "".join(self.random.choices(letters, k=self.random.randrange(8)))

    def integer(self, bits):
        size = self.random.choice([7, bits - 1])
        return self.random.randrange(-(1 << size), 1 << size)

    def logical(self, kind, schema):
        """A value with a logical type; `None` if it has none that matters."""
        name = schema.get("logicalType", "")
        if kind == "string" and name == "uuid":
            return str(uuid.UUID(int=self.random.getrandbits(128)))
        unit = UNITS.get(name.rpartition("-")[2])
        if kind in ("int", "long") and "timestamp" in name and unit:
            return self.random.randrange(FIRST * unit, LAST * unit)
        if kind in ("int", "long") and name.startswith("time-") and unit:
            return self.random.randrange(86_400 * unit)
        return None

    def value(self, schema, depth=0):
        if isinstance(schema, list):
            if depth > DEEPEST and "null" in schema:
                return None
            branch = self.random.choice(schema)
            return self.branch(branch, self.value(branch, depth))
        if isinstance(schema, str) and schema in self.named:
            schema = self.named[schema]
        kind = schema if isinstance(schema, str) else schema["type"]
        if isinstance(schema, dict):
            if not isinstance(kind, str):
                return self.value(kind, depth)
            logical = self.logical(kind, schema)
            if logical is not None:
                return logical
        length = 0 if depth > DEEPEST else self.random.randrange(LONGEST + 1)
        match kind:
            case "null":
                return None
            case "boolean":
                return self.random.random() < 0.5
            case "int":
                return self.integer(32)
            case "long":
                return self.integer(64)
            case "float" | "double":
                return self.random.choice([0.0, -0.0, 0.5, -1e10, float(self.integer(20))])
            case "bytes":
                return self.random.randbytes(self.random.randrange(6))
            case "string":
                return self.text()
            case "enum":
                return self.random.choice(schema["symbols"])
            case "array":
                return [self.value(schema["items"], depth + 1) for _ in range(length)]
            case "map":
                # Readers sort the keys.
                keys = sorted({self.text() for _ in range(length)}, key=str.encode)
                return {key: self.value(schema["values"], depth + 1) for key in keys}
            case "record" | "error":
                fields = schema["fields"]
                return {field["name"]: self.value(field["type"], depth + 1) for field in fields}
        raise ValueError(f"no values of {kind}")

    def branch(self, schema, value):
        """A value that says which record of a union it is."""
        name = schema if isinstance(schema, str) else schema.get("name")
        return (name, value) if isinstance(value, dict) and name in self.named else value


def main(path, count):
    for line in open(path, encoding="utf-8"):
        event, schema = line.rstrip("\n").split("\t", 1)
        values = Values(json.loads(schema), event)
        for _ in range(int(count)):
            out = io.BytesIO()
            fastavro.schemaless_writer(out, values.schema, values.value(values.schema))
            print(event, "avro", out.getvalue().hex(), sep="\t")


main(*sys.argv[1:])
