"""What a compose file may say that is not carried out here, which is refused by name before anything is done."""

from __future__ import annotations

from engineclient.compose.errors import ComposeError
from engineclient.compose.project import Project

_SERVICE_KEYS = {
    "provider": "start what it provides yourself, and remove the service",
    "use_api_socket": "mount the socket with `volumes`",
    "models": "pass the model's endpoint with `environment`",
    "credential_spec": "it is for Windows containers",
}


def check_supported(project: Project) -> None:
    """See that all that the project says can be carried out.

    Raises:
        ComposeError: not all of it; the message names the service and the key, the hint says what to do.

    """
    for name, service in sorted(project.services.items()):
        for key, hint in _SERVICE_KEYS.items():
            if getattr(service, key):
                raise ComposeError(
                    f'service "{name}" uses {key}, which is not supported: {hint}', ("services", name, key)
                )
