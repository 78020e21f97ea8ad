"""Environment variables and files of them: -e, --env-file, --label-file, and configured proxies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from engineclient.golang.files import file_error, was_opened
from engineclient.golang.strconv import SPACES
from engineclient.options.values.flag import OptionError

ReadFile = Callable[[str], bytes]

# The keys in config.json, and the variables they set
_PROXIES: Final = {
    "httpProxy": "HTTP_PROXY",
    "httpsProxy": "HTTPS_PROXY",
    "noProxy": "NO_PROXY",
    "ftpProxy": "FTP_PROXY",
    "allProxy": "ALL_PROXY",
}
_LONGEST_LINE: Final = 64 * 1024


def variable(text: str) -> str:
    """One -e, unchanged. Raises OptionError if it has no name."""
    if not text or text.startswith("="):
        raise OptionError(f"invalid environment variable: {text}")
    return text


def valued(text: str, environ: Mapping[str, str]) -> str:
    """One -e: a name alone gets the caller's value; if there is none it stays alone, which unsets the image's variable."""
    name, equals, _ = text.partition("=")
    return text if equals or name not in environ else f"{name}={environ[name]}"


def environment(
    files: Iterable[str],
    variables: Iterable[str],
    *,
    environ: Mapping[str, str],
    read_file: ReadFile,
    proxies: Mapping[str, str],
) -> list[str]:
    """Config.Env: the lines of the files, then -e (the last value of a name counts), then proxies not set by -e.

    `proxies` is an entry of config.json's `proxies`.
    """
    named = {given.partition("=")[0]: valued(given, environ) for given in variables}
    for key, upper in _PROXIES.items():
        if proxy := proxies.get(key):
            for name in (upper, upper.lower()):
                named.setdefault(name, f"{name}={proxy}")
    return [*file_lines(files, read_file, environ.get), *named.values()]


def proxies_for(proxies: Mapping[str, Mapping[str, str]], host: str) -> Mapping[str, str]:
    """The entry of config.json's `proxies` for a daemon: the one for its host, or `default`."""
    return proxies.get(host, proxies.get("default", {}))


def file_lines(
    paths: Iterable[str], read_file: ReadFile, lookup: Callable[[str], str | None] = lambda _: None
) -> list[str]:
    """The `name=value` lines of --env-file or --label-file files; a name alone gets its value by `lookup`, or is dropped.

    Quotes and variables are not interpreted; blanks before the name are removed, blanks after the value stay.

    Raises OptionError.
    """
    return [line for path in paths for line in _file_lines(path, read_file, lookup)]


def _file_lines(path: str, read_file: ReadFile, lookup: Callable[[str], str | None]) -> list[str]:
    try:
        content = read_file(path)
    except OSError as error:
        where = f"invalid env file ({path}): " if was_opened(error) else ""
        raise OptionError(f"{where}{file_error(path, error)}") from None
    try:
        return pairs(content, lookup)
    except ValueError as error:
        raise OptionError(f"invalid env file ({path}): {error}") from None


def pairs(content: bytes, lookup: Callable[[str], str | None]) -> list[str]:
    """The `NAME=value` lines of a file of variables; a name alone gets its value from `lookup`, or is left out.

    Raises ValueError with docker's reason.
    """
    found: list[str] = []
    for number, raw in enumerate(content.split(b"\n"), 1):
        if len(raw) >= _LONGEST_LINE:
            raise ValueError("bufio.Scanner: token too long")
        encoded = raw.removesuffix(b"\r")
        try:
            line = encoded.decode()
        except UnicodeDecodeError:
            raise ValueError(
                f"invalid utf8 bytes at line {number}: [{' '.join(map(str, encoded))}]"
            ) from None
        line = (line.removeprefix("\ufeff") if number == 1 else line).lstrip(SPACES)
        if not line or line.startswith("#"):
            continue
        name, equals, _ = line.partition("=")
        if not name:
            raise ValueError(f"no variable name on line '{line}'")
        if " " in name or "\t" in name:
            raise ValueError(f"variable '{name}' contains whitespaces")
        if equals:
            found.append(line)
        elif (value := lookup(name)) is not None:
            found.append(f"{name}={value}")
    return found
