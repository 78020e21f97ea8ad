"""Stacks: compose files as `docker stack` reads them, and the objects of a swarm that they describe.

    read -> interpolate -> validate -> records -> merge -> Stack

YAML, variables, records and writing are shared with compose. The modules here have what differs: the syntax of variables
(`variables`), the schema of each version (`versions`, `schema`), the keys that are refused or ignored (`rules`), short forms
and records (`shortforms`, `kinds`, `model`), and the merging of records instead of files (`load`, `merge`). The request
bodies are in `service`, `mounts` and `objects`.
"""

from engineclient.compose.stack.stack import Stack

__all__ = ["Stack"]
