"""
Builds a documentation folder with every warning an error, and prints what is wrong.

Usage: sphinx.py SOURCE OUT.
"""
import contextlib
import io
import sys

from sphinx.cmd.build import build_main

said = io.StringIO()
with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
    code = build_main(["-q", "-W", "-n", *sys.argv[1:]])
if code:
    print(said.getvalue())
