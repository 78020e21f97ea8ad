"""The library against the specifications of the Engine API: a table of names, types and versions, and tests that use it.

`python -m tests.contract SPEC...` writes the table again from any number of swagger files, one for each version; its diff
shows what a new version has changed. Facts that the specifications leave out are in unspecified.py, those that the library
leaves out in exceptions.py.
"""
