"""A file system in memory, for projects with fixed paths."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose import Options, Project


class MemoryFiles:
    """Files by absolute path."""

    def __init__(self, files: Mapping[str, str | bytes], directory: str = "/project") -> None:
        self.files = {
            f"{directory}/{path}" if path[0] != "/" else path: text.encode()
            if isinstance(text, str)
            else text
            for path, text in files.items()
        }
        self.directory = directory

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return self.files[path]

    def exists(self, path: str) -> bool:
        return path in self.files or self.is_directory(path)

    def is_directory(self, path: str) -> bool:
        return any(each.startswith(f"{path.rstrip('/')}/") for each in self.files)

    def real(self, path: str) -> str:
        return path

    def working_directory(self) -> str:
        return self.directory

    def fetched(self, path: str) -> str:
        return f"/cache/{path.removeprefix('oci://')}/compose.yaml"


def project(text: str, *more: str, options: Options | None = None, **environ: str) -> Project:
    """The project of one compose file, or of several that are merged, given as texts."""
    names = [f"{index}.yaml" for index in range(1 + len(more))]
    files = MemoryFiles(dict(zip(names, (text, *more), strict=True)))
    return Project.load(names, options=options, environ={"HOME": "/home/somebody", **environ}, files=files)
