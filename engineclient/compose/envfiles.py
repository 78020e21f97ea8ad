"""Read the env files of a project (`.env`, `--env-file` and `include.env_file`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engineclient.compose import dotenv
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.interpolate import Warn
from engineclient.golang.files import file_error


def read_env_files(
    files: Files, paths: Iterable[str], environment: Mapping[str, str], warn: Warn
) -> dict[str, str]:
    """The variables of env files; a later file overrides an earlier one.

    Args:
        files: the file system.
        paths: the paths of the files.
        environment: the variables that values may use.
        warn: takes warnings about variables that are not set.

    Raises:
        ComposeError: a file is missing, a directory or malformed.

    """
    found: dict[str, str] = {}
    for path in paths:
        if not files.exists(path):
            raise ComposeError(f"couldn't find env file: {path}")
        if files.is_directory(path):
            raise ComposeError(f"{path} is a directory")
        try:
            text = files.read(path).decode("utf-8", "surrogateescape")
            found = dotenv.parse(text, environment.get, warn, found)
        except OSError as error:
            raise ComposeError(file_error(path, error)) from None
        except ValueError as error:
            raise ComposeError(f"failed to read {path}: {error}") from None
    return found
