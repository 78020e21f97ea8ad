"""The second profile of the loader: files as `docker stack` reads them, and the objects of a swarm that they describe.

    find -> read -> interpolate -> validate -> records -> merge -> Stack

Reading YAML, replacing variables, records and writing are compose's own; what differs is here: the dialect of
variables (variables), the shape by version (versions, schema), what is refused or ignored (rules), short forms and records
(shortforms, kinds, model), and that files are merged after they were read (load, merge). What goes to the engine is in
`service`, `mounts` and `objects`.
"""

from engineclient.compose.stack.stack import Stack

__all__ = ["Stack"]
