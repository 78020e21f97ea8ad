"""Replace variables in values: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+alternate}`, `${NAME:?message}`.

Without the colon, an operator tests only whether the variable is set; with it, also whether it is not empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from engineclient.compose.errors import ComposeError
from engineclient.compose.tree import ITEM, Path, Rules, Tree, dotted
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import parse_int
from engineclient.values import Data

Lookup: TypeAlias = Callable[[str], str | None]
"""Returns the value of a variable; None if it is not set."""
Warn: TypeAlias = Callable[[str], None]
"""Takes the text of a warning."""

# docker compose matches names without regard to case; by Unicode, U+017F is a form of s and U+212A one of k
_NAME: Final = "[_a-zA-Z\u017f\u212a][_a-zA-Z0-9\u017f\u212a]*"
_VARIABLE: Final = re.compile(
    rf"\$(?:(?P<escaped>\$)|(?P<named>{_NAME})|\{{(?:(?P<braced>{_NAME}(?::?[-+?].*)?)\}}|(?P<invalid>)))"
)
_OPERATORS: Final = (":?", "?", ":-", "-", ":+", "+")


class InvalidTemplate(ValueError):
    """A value has a `${` that does not begin a variable; the message is the whole value."""


class MissingVariable(ValueError):
    """A required variable is not set."""


def substitute(text: str, lookup: Lookup, warn: Warn) -> str:
    """`text` with its variables replaced; one that is not set is replaced by "", with a warning. `$$` is a dollar.

        >>> substitute("${A:-x}$$", {}.get, print)
        'x$'

    Args:
        text: the text.
        lookup: returns the value of a variable, or None.
        warn: takes the warnings.

    Raises:
        InvalidTemplate: a `${` does not begin a variable.
        MissingVariable: the variable of `${NAME?message}` is not set.

    """
    if "$" not in text:
        return text
    first: list[ValueError] = []

    def replace(found: re.Match[str]) -> str:
        if found["escaped"]:
            return "$"
        try:
            if found["named"]:
                return _plain(found["named"], lookup, warn)
            if found["braced"]:
                return _braced(found[0], lookup, warn)
        except ValueError as error:
            first.append(error)
            return ""
        first.append(InvalidTemplate(text))
        return ""

    result = _VARIABLE.sub(replace, text)
    if first:
        raise first[0]
    return result


def _plain(name: str, lookup: Lookup, warn: Warn) -> str:
    value = lookup(name)
    if value is None:
        warn(f"The {quote(name)} variable is not set. Defaulting to a blank string.")
        return ""
    return value


def _braced(text: str, lookup: Lookup, warn: Warn) -> str:
    """The value of `${...}` and of the text after it: the pattern matches up to the last brace of the line."""
    operator = min((each for each in _OPERATORS if each in text), key=text.index, default="")
    end = closing_brace(text)
    inside, rest = (text[2:end], text[end + 1 :]) if end > -1 else (text[2:-1], "")
    if not operator or operator not in inside:
        return _plain(inside, lookup, warn)
    name, _, word = inside.partition(operator)
    word = substitute(word, lookup, warn)
    value = lookup(name)
    given = value is not None and (bool(value) or not operator.startswith(":"))
    match operator[-1]:
        case "?" if not given:
            raise MissingVariable(
                f"required variable {name} is missing a value" + (f": {word}" if word else "")
            )
        case "-" if not given:
            value = word
        case "+" if given:
            value = word
    return (value or "") + substitute(rest, lookup, warn)


def closing_brace(text: str) -> int:
    """The index of the brace that closes the first one in `text`; -1 if none does."""
    depth, index = 0, 0
    while index < len(text):
        if text[index] == "}":
            depth -= 1
            if depth == 0:
                return index
        elif text[index] == "{":
            depth += 1
            index += 1
        index += 1
    return -1


# --- values of other types ---


def to_boolean(text: str, warn: Warn) -> bool:
    """A boolean; the words of YAML 1.1, such as `yes` and `off`, are accepted with a warning.

    Raises:
        ValueError: it is not a boolean; with docker compose's message.

    """
    lowered = text.lower()
    if lowered in ("true", "false"):
        return lowered == "true"
    for word, meant in (("true", ("y", "yes", "on")), ("false", ("n", "no", "off"))):
        if lowered in meant:
            warn(f"{quote(text)} for boolean is not supported by YAML 1.2, please use `{word}`")
            return word == "true"
    raise ValueError(f"invalid boolean: {text}")


def to_integer(text: str, warn: Warn | None = None) -> int:
    """A decimal number, parsed as by strconv.Atoi. Raises ValueError with Go's message."""
    try:
        return parse_int(text)
    except ValueError as error:
        raise ValueError(str(error).replace("ParseInt", "Atoi")) from None


def to_int64(text: str, warn: Warn | None = None) -> int:
    """A decimal number, parsed as by strconv.ParseInt. Raises ValueError with Go's message."""
    return parse_int(text)


def to_float(text: str, warn: Warn | None = None) -> float:
    """A number, parsed as by strconv.ParseFloat. Raises ValueError with Go's message."""
    try:
        if not text.isascii() or text != text.strip():
            raise ValueError(text)
        return float(text)
    except ValueError:
        raise ValueError(f"strconv.ParseFloat: parsing {quote(text)}: invalid syntax") from None


Cast: TypeAlias = Callable[[str, Warn], Any]
"""Converts the text of a value to its type; raises ValueError."""


def casts(services: Mapping[Cast, str], booleans: str) -> Rules[Cast]:
    """The rules that convert values to other types than text.

    Args:
        services: the paths below a service, separated by spaces, by the function that converts their values.
        booleans: the paths of booleans in the whole file, separated by spaces.

    """
    return Rules(
        {f"services.*.{path}": cast for cast, paths in services.items() for path in paths.split()}
        | dict.fromkeys(booleans.split(), to_boolean)
    )


class Dialect(Data):
    """The syntax of variables in one kind of file, and the types of values.

    Attributes:
        substitute: replaces the variables in a text.
        casts: the functions that convert texts to other types.
        unchanged_too: whether texts without variables are converted too.
        invalid: the message for a malformed variable, given the path of the value and its text.

    """

    substitute: Callable[[str, Lookup, Warn], str]
    casts: Rules[Cast]
    unchanged_too: bool
    invalid: Callable[[str, str], str]


COMPOSE: Final = Dialect(
    substitute,
    casts(
        {
            to_int64: (
                "cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares oom_score_adj pids_limit"
            ),
            to_float: (
                "cpu_percent cpus deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio"
            ),
            to_integer: (
                "deploy.replicas deploy.update_config.parallelism deploy.rollback_config.parallelism scale "
                "deploy.restart_policy.max_attempts deploy.placement.max_replicas_per_node healthcheck.retries "
                "ports.[].target ulimits.* ulimits.*.hard ulimits.*.soft"
            ),
            to_boolean: (
                "init healthcheck.disable oom_kill_disable privileged read_only stdin_open tty "
                "volumes.[].read_only volumes.[].volume.nocopy"
            ),
        },
        "networks.*.external networks.*.internal networks.*.attachable networks.*.enable_ipv4 "
        "networks.*.enable_ipv6 volumes.*.external secrets.*.external configs.*.external",
    ),
    unchanged_too=True,
    invalid=lambda path, text: (
        f"invalid interpolation format for {path}.\nYou may need to escape any $ with another $.\n{text}"
    ),
)
"""The dialect of compose files."""


def interpolate(tree: Tree, lookup: Lookup, warn: Warn, dialect: Dialect = COMPOSE) -> Tree:
    """A file with its variables replaced and texts converted to the types of their keys: `cpus: "${CPUS}"` is a number.

    Args:
        tree: the file.
        lookup: returns the value of a variable, or None.
        warn: takes the warnings.
        dialect: the kind of file.

    Raises:
        ComposeError: a variable is malformed or required but not set, or a value does not have the type of its key.

    """

    def walk(value: Any, path: Path, casts: Rules[Cast] | None) -> Any:
        match value:
            case str():
                return text(value, path, casts.value if casts else None)
            case dict():
                return {
                    key: walk(part, (*path, key), casts.below(key) if casts else None)
                    for key, part in value.items()
                }
            case list():
                below = casts.below(ITEM) if casts else None
                return [walk(part, (*path, ITEM), below) for part in value]
            case _:
                return value

    def text(value: str, path: Path, cast: Cast | None) -> Any:
        try:
            made = dialect.substitute(value, lookup, warn)
        except InvalidTemplate as error:
            raise ComposeError(dialect.invalid(dotted(path), str(error)), path) from None
        except ValueError as error:
            raise ComposeError(f"error while interpolating {dotted(path)}: {error}", path) from None
        if cast is None or (made == value and not dialect.unchanged_too):
            return made
        try:
            return cast(made, warn)
        except ValueError as error:
            raise ComposeError(
                f"error while interpolating {dotted(path)}: failed to cast to expected type: {error}", path
            ) from None

    return {key: walk(value, (key,), dialect.casts.below(key)) for key, value in tree.items()}


class Variable(NamedTuple):
    """A variable that a file uses.

    Attributes:
        name: its name.
        default: the word of `${NAME:-word}`.
        alternate: the word of `${NAME:+word}`.
        required: whether it is used as `${NAME:?message}`.

    """

    name: str
    default: str = ""
    alternate: str = ""
    required: bool = False


def variables(value: Any) -> dict[str, Variable]:
    """The variables used in `value`, by name; of several uses of a variable, the last one is described."""
    found: dict[str, Variable] = {}
    match value:
        case str():
            found.update((each.name, each) for each in _used(value))
        case dict():
            for part in value.values():
                found.update(variables(part))
        case list():
            for part in value:
                found.update(variables(part))
        case _:
            pass
    return found


def _used(text: str) -> list[Variable]:
    used: list[Variable] = []
    for found in _VARIABLE.finditer(text):
        if found["escaped"]:
            continue
        inside = found["named"] or found["braced"] or ""
        if not found["named"] and (end := closing_brace(found[0])) > 0:
            inside = found[0][2:end]
            used += _used(found[0][end + 1 :])
        name = re.match("[a-zA-Z0-9_]*", inside)
        assert name, "the pattern takes the empty text"
        rest = inside[name.end() :] if name.end() else ""
        operator = next((each for each in _OPERATORS if rest.startswith(each)), "")
        word = rest.removeprefix(operator)
        kind = operator[-1:]
        used.append(
            Variable(
                name[0] if name.end() else inside,
                default=word if kind == "-" else "",
                alternate=word if kind == "+" else "",
                required=kind == "?",
            )
        )
        if kind in ("-", "+"):
            used += _used(word)
    return used
