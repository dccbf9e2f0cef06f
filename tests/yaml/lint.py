"""Prints the errors that yamllint and PyYAML find in the files of a folder."""

import pathlib
import sys

import yaml
from yamllint import linter
from yamllint.config import YamlLintConfig

# The preset for people who do not want to be told about lengths and spaces.
RELAXED = YamlLintConfig("{extends: relaxed, rules: {new-lines: disable}}")

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        yaml.safe_load(path.read_bytes())
    except (yaml.YAMLError, ValueError) as error:
        print(f"{path.name}: {error}")
    for problem in linter.run(path.read_bytes(), RELAXED):
        if problem.level == "error":
            print(f"{path.name}:{problem.line}:{problem.column}: {problem.desc}")
