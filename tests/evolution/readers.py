"""Schemas of two contracts and payloads of one in: where fastavro, avro and jsonschema disagree with our verdicts, line by
line. A divergence that is known is counted by its name instead; the counts are the last line.
"""

import collections
import copy
import datetime
import decimal
import io
import json
import math
import sys
import uuid

import avro.compatibility
import avro.io
import avro.schema
import fastavro
import jsonschema

KNOWN = collections.Counter()
CACHE = {}


def cached(make, text):
    key = make, text
    if key not in CACHE:
        CACHE[key] = make(json.loads(text))
    return CACHE[key]


def parsed(schema):
    return fastavro.parse_schema(schema)


def validator(schema):
    return jsonschema.Draft202012Validator(schema)


def tolerant(schema):
    """The schema of a reader that passes over what it does not know."""
    schema = copy.deepcopy(schema)
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("additionalProperties") is False:
                del node["additionalProperties"]
            waiting += node.values()
        if isinstance(node, list):
            waiting += node
    return validator(schema)


def checked(schema):
    return avro.schema.parse(json.dumps(schema))


def without_logical_types(schema):
    if isinstance(schema, dict):
        return {key: without_logical_types(value) for key, value in schema.items() if key != "logicalType"}
    return list(map(without_logical_types, schema)) if isinstance(schema, list) else schema


def plain(schema):
    return parsed(without_logical_types(schema))


def checked_plain(schema):
    return checked(without_logical_types(schema))


def same(written, read, defaults=()):
    """Whether a value is what it was before it was resolved, apart from fields that come or go.

    `defaults` are what readers take for values of enums that they do not know.
    """
    if isinstance(written, dict) and isinstance(read, dict):
        return all(same(written[key], read[key], defaults) for key in written if key in read)
    if isinstance(written, list) and isinstance(read, list):
        return len(written) == len(read) and all(same(*pair, defaults) for pair in zip(written, read))
    if isinstance(written, str) and isinstance(read, bytes):
        return written.encode() == read
    if isinstance(written, bytes) and isinstance(read, str):
        return written == read.encode()
    if isinstance(written, bool) or isinstance(read, bool):
        return written is read
    if isinstance(written, float) and isinstance(read, float):
        return written == read or math.isnan(written) and math.isnan(read)
    return written == read or read in defaults


def lost(written, read):
    """Whether some record lacks a field that was written, and has another one instead."""
    if isinstance(written, dict) and isinstance(read, dict):
        return bool(set(written) - set(read) and set(read) - set(written)) or any(
            lost(written[key], read[key]) for key in written if key in read
        )
    if isinstance(written, list) and isinstance(read, list):
        return any(map(lost, written, read))
    return False


def in_order(written, read):
    """Whether a value is what was written, whatever its fields are called; the last fields may be left."""
    if isinstance(written, dict) and isinstance(read, dict):
        pairs = ((written.get(key, old), new) for old, (key, new) in zip(written.values(), read.items()))
        return len(written) >= len(read) >= bool(written) and all(in_order(*pair) for pair in pairs)
    if isinstance(written, list) and isinstance(read, list):
        return len(written) == len(read) and all(in_order(*pair) for pair in zip(written, read))
    written, read = (str(value) if isinstance(value, uuid.UUID) else value for value in (written, read))
    # A count and its time, or bytes and their number: what they are without logical types decides.
    for kind, logical in (int, (datetime.datetime, datetime.time)), (bytes, decimal.Decimal):
        if isinstance(written, kind) and isinstance(read, logical) or isinstance(written, logical) and isinstance(read, kind):
            return True
    return same(written, read) or not isinstance(written, str) and str(written) == str(read)


def attempt(read, *arguments):
    try:
        return read(*arguments)
    except Exception as error:  # The libraries raise many kinds.
        return error


def read_by_avro(source, schema):
    return avro.io.DatumReader(schema, schema).read(avro.io.BinaryDecoder(source))


class Job:
    def __init__(self, job):
        self.job = job
        self.writer, self.reader = job["writer"], job["reader"]

    def decode(self, payload):
        """What the writer's own schema says, and what the reader's makes of it."""
        writer, reader = (cached(parsed, side["avro"]) for side in (self.writer, self.reader))
        source = io.BytesIO(bytes.fromhex(payload["avro"]))
        written = fastavro.schemaless_reader(source, writer, None)
        if source.read():
            raise AssertionError("fastavro leaves bytes")
        try:
            return written, fastavro.schemaless_reader(io.BytesIO(bytes.fromhex(payload["avro"])), writer, reader)
        except Exception as error:  # fastavro raises many kinds.
            return written, error

    def avro(self, problems):
        static = [problem for problem in problems if problem["effect"] == "refused" and not problem["data"]]
        checker = avro.compatibility.ReaderWriterCompatibilityChecker()
        try:
            pair = (cached(checked, side["avro"]) for side in (self.reader, self.writer))
            result = checker.get_compatibility(*pair)
            compatible = result.compatibility is avro.compatibility.SchemaCompatibilityType.compatible
            if compatible == bool(static):
                yield f"avro says {'compatible' if compatible else result.messages}"
        except Exception as error:
            KNOWN["avro fails: " + str(error)[:60]] += 1
        for problem in problems:
            written, read = self.decode(problem)
            refused = isinstance(read, Exception)
            if problem["effect"] == "refused" and not refused:
                yield f"fastavro reads {problem['json']} as {read}"
            if problem["effect"] == "misread":
                if refused:
                    yield f"fastavro refuses {problem['json']}: {read}"
                elif same(written, read) and not lost(written, read):
                    if problem["known"]:
                        KNOWN[problem["known"]] += 1
                    else:
                        yield f"fastavro reads {problem['json']} well: {read}"
        if not problems:
            for sample in self.job["samples"]:
                written, read = self.decode(sample)
                if isinstance(read, Exception):
                    yield f"fastavro refuses {sample['json']}: {read}"
                elif not same(written, read, self.job["defaults"]):
                    yield f"fastavro reads {sample['json']} as {read}"

    def raw_values(self, payload, side):
        """What the two libraries make of bytes with the schema of one side: fastavro, both without logical types."""
        data, schema = bytes.fromhex(payload["avro"]), side["avro"]
        return (
            attempt(fastavro.schemaless_reader, io.BytesIO(data), cached(parsed, schema), None),
            attempt(fastavro.schemaless_reader, io.BytesIO(data), cached(plain, schema), None),
            attempt(read_by_avro, io.BytesIO(data), cached(checked_plain, schema)),
        )

    def raw(self, problems):
        """As by readers that know only their own schema. What follows the last field is left."""
        for payload in problems or self.job["samples"]:
            written, read = (self.raw_values(payload, side) for side in (self.writer, self.reader))
            effect = payload.get("effect", "read")
            found, found_plain, by_avro = read
            if isinstance(found_plain, IndexError) and not isinstance(by_avro, Exception):
                KNOWN["avro takes the default of an enum for any index"] += 1
            elif isinstance(found_plain, Exception) != isinstance(by_avro, Exception):
                yield f"avro and fastavro differ about {payload['json']}: {by_avro!r}, {found_plain!r}"
            if effect != "refused" and isinstance(found, Exception):
                yield f"fastavro refuses {payload['json']}: {found!r}"
                continue
            well = all(
                not isinstance(one, Exception) and in_order(own, one) for own, one in zip(written, read)
            )
            if effect == "read" and not well:
                yield f"{payload['json']} is read as {read}"
            if effect == "misread" and well or effect == "refused" and not isinstance(found, Exception):
                if payload["known"]:
                    KNOWN[payload["known"]] += 1
                else:
                    yield f"{payload['json']} is not {effect}, but read as {found}"

    def schema(self, make, problems):
        reader = cached(make, self.reader["json"])
        for problem in problems:
            valid = reader.is_valid(problem["json"])
            if problem["effect"] == "refused" and valid:
                yield f"jsonschema accepts {problem['json']}"
            if problem["effect"] == "misread" and not valid:
                yield f"jsonschema refuses {problem['json']}"
        if not problems:
            for sample in self.job["samples"]:
                for error in reader.iter_errors(sample["json"]):
                    yield f"jsonschema refuses {sample['json']}: {error.message}"

    def faults(self):
        own = cached(validator, self.writer["json"])
        problems = self.job["problems"]
        for payload in [*self.job["samples"], *(one for many in problems.values() for one in many)]:
            for error in own.iter_errors(payload["json"]):
                yield f"the writer's own schema refuses {payload['json']}: {error.message}"
        proven = {reader: [one for one in many if one["proven"]] for reader, many in problems.items()}
        for many in problems.values():
            KNOWN["not decided"] += sum(not one["proven"] for one in many)
        if "avro" in problems and (proven["avro"] or not problems["avro"]):
            yield from self.avro(proven["avro"])
        if "avro-raw" in problems and (proven["avro-raw"] or not problems["avro-raw"]):
            for fault in self.raw(proven["avro-raw"]):
                yield f"avro-raw: {fault}"
        for name, make in ("json", validator), ("json-tolerant", tolerant):
            if proven[name] or not problems[name]:
                for fault in self.schema(make, proven[name]):
                    yield f"{name}: {fault}"


def main():
    for line in open(sys.argv[1], encoding="utf-8"):
        job = json.loads(line)
        for fault in Job(job).faults():
            print(f"{job['name']}: {fault}")
    print(json.dumps(KNOWN))


if __name__ == "__main__":
    main()
