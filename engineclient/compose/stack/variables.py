"""Replace variables by docker stack's rules: with fewer operators than in compose, and without warnings."""

from __future__ import annotations

import re
from typing import Final

from engineclient.compose.interpolate import (
    Dialect,
    InvalidTemplate,
    Lookup,
    Warn,
    casts,
    to_boolean,
    to_float,
    to_integer,
)
from engineclient.golang.quoting import quote

# names are matched without regard to case, as in compose's interpolation: U+017F and U+212A are forms of s and k
_NAME: Final = "[_a-zA-Z\u017f\u212a][_a-zA-Z0-9\u017f\u212a]*(?::?[-?][^}]*)?"
_VARIABLE: Final = re.compile(
    rf"\$(?:(?P<escaped>\$)|(?P<named>{_NAME})|\{{(?P<braced>{_NAME})\}}|(?P<invalid>))"
)
_DEFAULTS: Final = (":-", "-")
_REQUIRED: Final = (":?", "?")


def substitute(text: str, lookup: Lookup, _warn: Warn) -> str:
    """`text` with its variables replaced; one that is not set is replaced by "".

    As in docker, a malformed variable is no error if a valid one follows it, a default may follow a name without braces,
    and with a `-` anywhere in it, `${NAME?message}` has a default.

    Raises:
        InvalidTemplate: a `$` does not begin a variable, or a required variable is not set.

    """
    wrong: str | None = None

    def replace(found: re.Match[str]) -> str:
        nonlocal wrong
        if found["escaped"]:
            return "$"
        inside = found["named"] or found["braced"]
        if not inside:
            wrong = text
            return ""
        value, wrong = _value(inside, lookup)
        return value

    made = _VARIABLE.sub(replace, text)
    if wrong is not None:
        raise InvalidTemplate(wrong)
    return made


def _value(inside: str, lookup: Lookup) -> tuple[str, str | None]:
    """The value of the expression between braces, and its error; None if it has none."""
    for operator in (*_DEFAULTS, *_REQUIRED):
        if operator not in inside:
            continue
        name, _, word = inside.partition(operator)
        value = lookup(name)
        if value is not None and (value or not operator.startswith(":")):
            return value, None
        if operator in _DEFAULTS:
            return word, None
        return "", f"required variable {name} is missing a value: {word}"
    return lookup(inside) or "", None


def _boolean(text: str, _warn: Warn) -> bool:
    return to_boolean(text, lambda _text: None)


STACK: Final = Dialect(
    substitute,
    casts(
        {
            to_integer: (
                "configs.[].mode secrets.[].mode healthcheck.retries deploy.replicas deploy.update_config.parallelism "
                "deploy.rollback_config.parallelism deploy.restart_policy.max_attempts "
                "deploy.placement.max_replicas_per_node ports.[].target ports.[].published ulimits.* ulimits.*.hard "
                "ulimits.*.soft oom_score_adj"
            ),
            to_float: "deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio",
            _boolean: (
                "healthcheck.disable privileged read_only stdin_open tty volumes.[].read_only "
                "volumes.[].volume.nocopy"
            ),
        },
        "networks.*.external networks.*.internal networks.*.attachable volumes.*.external secrets.*.external "
        "configs.*.external",
    ),
    unchanged_too=False,
    invalid=lambda path, text: (
        f"invalid interpolation format for {path}: {quote(text)}; you may need to escape any $ with another $"
    ),
)
"""The dialect of stack files."""
