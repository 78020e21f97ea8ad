"""Variables by docker stack's rules: fewer forms than in compose, and no warning about variables that are not set."""

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

_NAME: Final = "[_a-zA-Z\u017f\u212a][_a-zA-Z0-9\u017f\u212a]*(?::?[-?][^}]*)?"  # as Go folds case
_VARIABLE: Final = re.compile(
    rf"\$(?:(?P<escaped>\$)|(?P<named>{_NAME})|\{{(?P<braced>{_NAME})\}}|(?P<invalid>))"
)
_DEFAULTS: Final = (":-", "-")
_REQUIRED: Final = (":?", "?")


def substitute(text: str, lookup: Lookup, _warn: Warn) -> str:
    """`text` with its variables replaced; what is not set is empty.

    As in docker, a malformed variable is no error if a valid one follows it, a default may follow a name without braces,
    and `-` anywhere in `${NAME?message}` makes that a default.

    Raises:
        InvalidTemplate: a `$` begins no variable, or one that must be set is not.

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
    """The value of the expression between braces, and the error in it."""
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
"""The files of docker stack."""
