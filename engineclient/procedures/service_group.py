"""The group of services: their endpoints, and the procedures that are several of them in one."""

from __future__ import annotations

from typing import Final

from engineclient.api.services import Services
from engineclient.binding import S_co, procedure
from engineclient.procedures.rotation import rotate_config, rotate_secret
from engineclient.procedures.service_logs import read_logs
from engineclient.procedures.services import create_and_wait, rollback, scale, update_and_wait, wait_converged


class ServiceGroup(Services[S_co]):
    """The endpoints of services, and the procedures that are several of them in one."""

    create_and_wait: Final = procedure(create_and_wait)
    update_and_wait: Final = procedure(update_and_wait)
    scale: Final = procedure(scale)
    rollback: Final = procedure(rollback)
    wait_converged: Final = procedure(wait_converged)
    read_logs: Final = procedure(read_logs)
    rotate_secret: Final = procedure(rotate_secret)
    rotate_config: Final = procedure(rotate_config)
