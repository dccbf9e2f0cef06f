"""Prints what shellcheck finds in scripts, and in the steps of workflows and actions."""

import pathlib
import re
import subprocess
import sys

import yaml

SHELLCHECK = pathlib.Path(sys.executable).with_name("shellcheck")


def steps(value):
    """The scripts of all steps."""
    if isinstance(value, dict):
        if isinstance(value.get("run"), str):
            yield value["run"]
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from steps(entry)


def check(name, script):
    # GitHub puts a value in the place of each expression.
    script = re.sub(r"\$\{\{.*?\}\}", "value", script)
    # Variables may come from the environment.
    run = [SHELLCHECK, "--shell=bash", "--format=gcc", "--exclude=SC2153,SC2154", "-"]
    found = subprocess.run(run, input=script, capture_output=True, text=True)
    print((found.stdout + found.stderr).replace("-:", f"{name}:"), end="")


seen = 0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    text = path.read_text()
    scripts = steps(yaml.safe_load(text)) if path.suffix == ".yml" else [text]
    for script in scripts:
        seen += 1
        check(path.name, script)
if seen < 30:
    print(f"only {seen} scripts were found")
