"""The group of services: their endpoints, and procedures that consist of several requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.api.services import Services
from engineclient.binding import S_co, imported

if TYPE_CHECKING:
    from engineclient.binding import procedure
    from engineclient.procedures.rotation import rotate_config, rotate_secret
    from engineclient.procedures.service_logs import read_logs
    from engineclient.procedures.services import (
        create_and_wait,
        rollback,
        scale,
        update_and_wait,
        wait_converged,
    )


class ServiceGroup(Services[S_co]):
    """The endpoints of services, and procedures that consist of several requests."""

    # Imported when they are first used, so that programs that need few of them start faster.

    if TYPE_CHECKING:
        create_and_wait: Final = procedure(create_and_wait)
        update_and_wait: Final = procedure(update_and_wait)
        scale: Final = procedure(scale)
        rollback: Final = procedure(rollback)
        wait_converged: Final = procedure(wait_converged)
        read_logs: Final = procedure(read_logs)
        rotate_secret: Final = procedure(rotate_secret)
        rotate_config: Final = procedure(rotate_config)
    else:
        create_and_wait = imported("engineclient.procedures.services")
        update_and_wait = imported("engineclient.procedures.services")
        scale = imported("engineclient.procedures.services")
        rollback = imported("engineclient.procedures.services")
        wait_converged = imported("engineclient.procedures.services")
        read_logs = imported("engineclient.procedures.service_logs")
        rotate_secret = imported("engineclient.procedures.rotation")
        rotate_config = imported("engineclient.procedures.rotation")
