"""The library against the specifications of the Engine API: a table of names, types and versions, and tests that walk it.

`python -m tests.contract SPEC...` makes the table anew from any number of swagger files, one a version; the difference
that a new one makes to the table is what changed in the API. What the specifications leave out stands in unspecified.py,
what the library leaves out in exceptions.py.
"""
