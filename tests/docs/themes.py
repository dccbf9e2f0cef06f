"""
Builds a documentation folder with each theme that people use, with every warning an error. Prints what is wrong.

Usage: themes.py SOURCE OUT.
"""
import contextlib
import io
import sys

from sphinx.cmd.build import build_main

source, out = sys.argv[1:]
for theme in ["alabaster", "furo", "sphinx_rtd_theme"]:
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = build_main(["-q", "-W", "-n", "-D", f"html_theme={theme}", source, f"{out}/{theme}"])
    if code:
        print(f"{theme}: {said.getvalue()}")
