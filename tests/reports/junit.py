"""An XML Schema and documents in; for each as JSON: what the schema finds wrong, and what a reader sees."""

import json
import sys
import xml.etree.ElementTree as ElementTree

import xmlschema


def numbers(elements):
    keys = ("tests", "failures", "errors")
    return {key: sum(int(element.get(key)) for element in elements) for key in keys}


def read(schema, path):
    root = ElementTree.parse(path).getroot()
    cases = root.findall("testsuite/testcase")
    failures = root.findall("testsuite/testcase/failure")
    errors = root.findall("testsuite/testcase/error")
    return {
        "faults": [str(fault.reason) for fault in schema.iter_errors(path)],
        "root": numbers([root]),
        "suites": numbers(root.findall("testsuite")),
        "counted": {"tests": len(cases), "failures": len(failures), "errors": len(errors)},
        "messages": [[failure.get("type"), failure.get("message")] for failure in failures],
        "texts": ["".join(case.itertext()) for case in cases],
    }


schema = xmlschema.XMLSchema(sys.argv[1])
print(json.dumps([read(schema, path) for path in sys.argv[2:]]))
