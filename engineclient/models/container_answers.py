"""Answers to what is done with a container: views, in a file of their own because few commands inspect one."""

from __future__ import annotations

from engineclient.models.view import Field, View, optional, required, sequence, table


class ContainerCreated(View):
    """`POST /containers/create`."""

    id: Field[str] = required(str, "Id")
    warnings: Field[list[str]] = sequence(str, "Warnings")


class ContainerWaited(View):
    """`POST /containers/{id}/wait`: the exit code, and the error if waiting failed."""

    class Error(View):
        """Why the daemon could not wait."""

        message: Field[str] = required(str, "Message")

    status_code: Field[int] = required(int, "StatusCode")
    error: Field[Error | None] = optional(Error, "Error")


class ContainerUpdated(View):
    """`POST /containers/{id}/update`."""

    warnings: Field[list[str]] = sequence(str, "Warnings")


class ContainerCommitted(View):
    """`POST /commit`: the new image."""

    id: Field[str] = required(str, "Id")


class ContainersPruned(View):
    """`POST /containers/prune`: ids, and bytes that are free now."""

    deleted: Field[list[str]] = sequence(str, "ContainersDeleted")
    space_reclaimed: Field[int | None] = optional(int, "SpaceReclaimed")


class Top(View):
    """`GET /containers/{id}/top`: a table as `ps` prints it, the last column with whole command lines."""

    titles: Field[list[str]] = sequence(str, "Titles")
    processes: Field[list[list[str]]] = table(str, "Processes")


class Change(View):
    """One item of `GET /containers/{id}/changes`."""

    path: Field[str] = required(str, "Path")
    kind: Field[int] = required(int, "Kind")  # 0 changed, 1 added, 2 deleted


class PathStat(View):
    """What is at a path in a container."""

    name: Field[str] = required(str, "name")
    size: Field[int] = required(int, "size")  # bytes
    mode: Field[int] = required(int, "mode")  # Go's bits: permissions in the lowest nine, kind in the highest
    mtime: Field[str] = required(str, "mtime")  # RFC 3339
    link_target: Field[str | None] = optional(str, "linkTarget")  # "" if it is no symbolic link

    @property
    def is_directory(self) -> bool:
        """It is a directory."""
        return bool(self.mode & 1 << 31)

    @property
    def is_symlink(self) -> bool:
        """It is a symbolic link."""
        return bool(self.mode & 1 << 27)
