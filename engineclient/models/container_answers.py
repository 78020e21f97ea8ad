"""Answers to operations on containers: views. In a file of their own, so that commands need not import all views."""

from __future__ import annotations

from engineclient.models.view import Field, View, optional, required, sequence, table


class ContainerCreated(View):
    """The answer to `POST /containers/create`."""

    id: Field[str] = required(str, "Id")
    warnings: Field[list[str]] = sequence(str, "Warnings")


class ContainerWaited(View):
    """The answer to `POST /containers/{id}/wait`: the exit code, and the error if waiting failed."""

    class Error(View):
        """The reason why waiting failed."""

        message: Field[str] = required(str, "Message")

    status_code: Field[int] = required(int, "StatusCode")
    error: Field[Error | None] = optional(Error, "Error")


class ContainerUpdated(View):
    """The answer to `POST /containers/{id}/update`."""

    warnings: Field[list[str]] = sequence(str, "Warnings")


class ContainerCommitted(View):
    """The answer to `POST /commit`: the id of the new image."""

    id: Field[str] = required(str, "Id")


class ContainersPruned(View):
    """The answer to `POST /containers/prune`: the ids of removed containers, and the bytes freed."""

    deleted: Field[list[str]] = sequence(str, "ContainersDeleted")
    space_reclaimed: Field[int | None] = optional(int, "SpaceReclaimed")


class Top(View):
    """`GET /containers/{id}/top`: the table that `ps` prints, whose last column is the whole command line."""

    titles: Field[list[str]] = sequence(str, "Titles")
    processes: Field[list[list[str]]] = table(str, "Processes")


class Change(View):
    """One item of `GET /containers/{id}/changes`."""

    path: Field[str] = required(str, "Path")
    kind: Field[int] = required(int, "Kind")  # 0 changed, 1 added, 2 deleted


class PathStat(View):
    """A file or directory in a container: the answer to `HEAD /containers/{id}/archive`."""

    name: Field[str] = required(str, "name")
    size: Field[int] = required(int, "size")  # bytes
    # Go's os.FileMode: the permissions in the lowest nine bits, the type in the highest
    mode: Field[int] = required(int, "mode")
    mtime: Field[str] = required(str, "mtime")  # RFC 3339
    link_target: Field[str | None] = optional(str, "linkTarget")  # "" unless it is a symbolic link

    @property
    def is_directory(self) -> bool:
        """Whether it is a directory."""
        return bool(self.mode & 1 << 31)

    @property
    def is_symlink(self) -> bool:
        """Whether it is a symbolic link."""
        return bool(self.mode & 1 << 27)
