"""Prints the errors that yamllint finds in the files of a folder."""

import pathlib
import sys

from yamllint import linter
from yamllint.config import YamlLintConfig

# The preset for people who do not want to be told about lengths and spaces.
RELAXED = YamlLintConfig("{extends: relaxed, rules: {new-lines: disable}}")

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    for problem in linter.run(path.read_bytes(), RELAXED):
        if problem.level == "error":
            print(f"{path.name}:{problem.line}:{problem.column}: {problem.desc}")
