"""Compiles the `.proto` files of a folder, and prints their messages as JSON, as Protobuf's own library writes it."""

import json
import pathlib
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor as Kind
from grpc_tools import protoc

SAMPLES = {
    Kind.CPPTYPE_INT32: 7,
    Kind.CPPTYPE_UINT32: 7,
    Kind.CPPTYPE_DOUBLE: 0.5,
    Kind.CPPTYPE_FLOAT: 0.5,
    Kind.CPPTYPE_BOOL: True,
}
WIDE = [Kind.CPPTYPE_INT64, Kind.CPPTYPE_UINT64]
# Messages whose JSON is not an object with their fields.
SPECIAL = {"google.protobuf.Timestamp": "2025-01-31T12:00:00Z", "google.protobuf.Duration": "1.5s"}


def compiled(target, folder):
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.proto"))
    include = pathlib.Path(protoc.__file__).parent / "_proto"
    command = ["protoc", f"-I{folder}", f"-I{include}", "--include_imports", "--include_source_info"]
    if protoc.main([*command, f"--descriptor_set_out={target}", *files]) != 0:
        sys.exit("protoc has failed")
    found = descriptor_pb2.FileDescriptorSet()
    found.ParseFromString(pathlib.Path(target).read_bytes())
    return found


def fill(message, depth):
    """Sets the fields of a message, except numbers of 64 bits, which its JSON writes as strings."""
    for field in message.DESCRIPTOR.fields:
        if field.containing_oneof and len(field.containing_oneof.fields) > 1:
            if field.containing_oneof.fields[0] is not field:
                continue
        is_message = field.cpp_type == Kind.CPPTYPE_MESSAGE
        if field.cpp_type in WIDE or (is_message and field.message_type.GetOptions().map_entry):
            continue
        holder = getattr(message, field.name)
        if is_message:
            if depth == 0 or field.message_type.full_name.startswith("google.protobuf."):
                continue
            fill(holder.add() if field.is_repeated else holder, depth - 1)
            if not field.is_repeated:
                getattr(message, field.name).SetInParent()
            continue
        if field.cpp_type == Kind.CPPTYPE_ENUM:
            value = field.enum_type.values[-1].number
        elif field.cpp_type == Kind.CPPTYPE_STRING:
            value = b"ab" if field.type == Kind.TYPE_BYTES else "text"
        else:
            value = SAMPLES[field.cpp_type]
        if field.is_repeated:
            holder.append(value)
        else:
            setattr(message, field.name, value)


def event(pool, name):
    descriptor = pool.FindMessageTypeByName(name)
    message = message_factory.GetMessageClass(descriptor)()
    fill(message, 3)
    good = json_format.MessageToDict(message)
    for field in descriptor.fields:
        special = field.message_type and SPECIAL.get(field.message_type.full_name)
        if special:
            good[field.json_name] = [special] if field.is_repeated else special
    required = {field.json_name: field.is_required for field in descriptor.fields}
    said = {field.json_name: {"x-number": field.number} for field in descriptor.fields}
    return {
        "keys": required,
        "personal": [],
        "properties": {},
        "of_keys": said,
        # What is absent has its default.
        "good": [good, {key: value for key, value in good.items() if required[key]}],
        "bad": [{**good, "no such key": 1}]
        + [{**good, field.json_name: [[]]} for field in descriptor.fields if not any_value(field)],
    }


def any_value(field):
    """True if a list of lists may be a value."""
    names = ["google.protobuf.Value", "google.protobuf.ListValue"]
    return bool(field.message_type) and field.message_type.full_name in names


def main(target, folder):
    found = compiled(target, pathlib.Path(folder))
    pool = descriptor_pool.DescriptorPool()
    inside, called, all_names = set(), set(), []

    def visit(message, around):
        name = f"{around}.{message.name}".lstrip(".")
        if not message.options.map_entry:
            all_names.append(name)
        inside.update(field.type_name.lstrip(".") for field in message.field if field.type_name.lstrip(".") != name)
        for nested in message.nested_type:
            visit(nested, name)

    for file in found.file:
        pool.Add(file)
        before = len(all_names)
        for message in file.message_type:
            visit(message, file.package)
        if file.package == "google.protobuf":
            del all_names[before:]
        for service in file.service:
            for method in service.method:
                called.update([method.input_type.lstrip("."), method.output_type.lstrip(".")])
    events = {name: event(pool, name) for name in all_names if name not in inside | called}
    print(json.dumps({"events": events, "others": 0}))


main(*sys.argv[1:])
