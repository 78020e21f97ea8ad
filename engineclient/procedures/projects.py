"""The group of procedures for compose projects."""

from __future__ import annotations

from typing import Final

from engineclient.binding import Api, S_co, procedure
from engineclient.procedures.compose.containers import containers_of
from engineclient.procedures.compose.down import down
from engineclient.procedures.compose.plan import plan
from engineclient.procedures.compose.up import up


class ProjectGroup(Api[S_co]):
    """Compose projects: containers, networks and volumes that belong together by labels."""

    plan: Final = procedure(plan)
    up: Final = procedure(up)
    down: Final = procedure(down)
    containers: Final = procedure(containers_of)
