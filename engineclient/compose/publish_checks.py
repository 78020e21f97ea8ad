"""The checks before a project is published, and the questions to the user, in docker compose's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engineclient.compose.errors import ComposeError
from engineclient.compose.sensitive import Finding, findings

if TYPE_CHECKING:
    from engineclient.compose.files import Files
    from engineclient.compose.model import Mount
    from engineclient.compose.project import Project

_HOW = (
    "To avoid leaking sensitive data, you must either explicitly allow the sending of environment variables by using "
    "the --with-env flag,\nor remove sensitive data from your Compose configuration"
)


def check_images(project: Project) -> None:
    """Check that each service names an image that others can pull.

    Raises:
        ComposeError: a service has a `build`, and no `image`.

    """
    built = [
        name for name, each in sorted(project.services.items()) if not each.image and each.build is not None
    ]
    if built:
        names = "".join(f'- "{name}"\n' for name in built)
        raise ComposeError(
            f"your Compose stack cannot be published as it only contains a build section for service(s):\n{names}",
            hint="give each of them an image, and push it with 'compose push'",
        )


def questions(project: Project, files: Files, *, with_env: bool) -> Iterator[str]:
    """The questions to the user, who must confirm each of them: about bind mounts, likely secrets, and variables.

    Args:
        project: the project.
        files: the file system, in which likely secrets are searched for.
        with_env: whether variables may be published.

    Raises:
        ComposeError: the project has variables, which may not be published.

    """
    if mounts := _bind_mounts(project):
        lines = "".join("\n".join((f"{name}{found[0]}", *found[1:], "")) for name, found in mounts.items())
        yield (
            "you are about to publish bind mounts declaration within your OCI artifact.\n"
            "only the bind mount declarations will be added to the OCI artifact (not content)\n"
            "please double check that you are not mounting potential user's sensitive directories or data\n"
            f"{lines}Are you ok to publish these bind mount declarations?"
        )
    if found := _secrets(project, files):
        lines = "".join(f'{each.kind}\n"{each.key}": {each.value}\n' for each in found)
        yield (
            "you are about to publish sensitive data within your OCI artifact.\n"
            "please double check that you are not leaking sensitive data\n"
            f"{lines}Are you ok to publish these sensitive data?"
        )
    if variables := _variables(project, with_env=with_env):
        lines = "".join(
            "\n".join(
                (
                    f"Service/Config  {name}",
                    *(f"{key}={value or ''}" for key, value in sorted(pairs.items())),
                    "",
                )
            )
            for name, pairs in variables.items()
        )
        yield (
            "you are about to publish environment variables within your OCI artifact.\n"
            "please double check that you are not leaking sensitive data\n"
            f"{lines}Are you ok to publish these environment variables?"
        )


def _bind_mounts(project: Project) -> dict[str, list[str]]:
    found = {
        name: [_shown(mount) for mount in each.volumes if mount.type == "bind"]
        for name, each in sorted(project.services.items())
    }
    return {name: mounts for name, mounts in found.items() if mounts}


def _shown(mount: Mount) -> str:
    options = ["ro" if mount.read_only else "rw"]
    if mount.bind is not None:
        options += filter(None, (mount.bind.selinux, mount.bind.propagation))
    return f"{mount.source}:{mount.target}:{','.join(options)}"


def _secrets(project: Project, files: Files) -> list[Finding]:
    """The likely secrets in the compose files, the env files, and the files of configs and secrets."""
    paths = [
        *project.compose_files,
        *(each.path for _, service in sorted(project.services.items()) for each in service.env_file),
        *(each.file for section in (project.configs, project.secrets) for _, each in sorted(section.items())),
    ]
    texts = [
        files.read(path).decode("utf-8", "replace")
        for path in dict.fromkeys(paths)
        if path and files.exists(path)
    ]
    return [found for text in texts for found in findings(text)]


def _variables(project: Project, *, with_env: bool) -> dict[str, Mapping[str, str | None]]:
    found: dict[str, Mapping[str, str | None]] = {}
    complaints: list[str] = []
    for name, service in sorted(project.services.items()):
        if service.env_file:
            complaints.append(f'service "{name}" has env_file declared.')
        if service.environment:
            complaints.append(f'service "{name}" has environment variable(s) declared.')
            found[name] = service.environment
    for _, config in sorted(project.configs.items()):
        if config.environment:
            complaints.append(f'config "{config.name}" is declare as an environment variable.')
            found[config.name] = {config.name: config.environment}
    if complaints and not with_env:
        raise ComposeError("\n".join([*complaints, _HOW]))
    return found
