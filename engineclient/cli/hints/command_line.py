"""Mistakes in the command line: commands, flags, templates, filters and values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.cli.filter_names import filter_names
from engineclient.cli.hints.failed import did_you_mean
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.hints.failed import Facts, Failed, Rule


def _command(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    path, _space, word = found[1].rpartition(" ")
    return did_you_mean(word, facts.commands(path))


def _flag(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    pointer = re.search(r"Run '(.+) --help'", failed.text)
    return did_you_mean(found[1], facts.flags(pointer[1])) if pointer else ""


def _template(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = did_you_mean(found[1], failed.candidates)
    if meant or not failed.candidates:
        return meant
    return _("The fields are: {names}.").format(names=", ".join(failed.candidates))


def _filter(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    known = filter_names(failed.args)
    if found[1] in known or not known:  # its value is wrong
        return ""
    meant = did_you_mean(found[1], known)
    return meant or _("The filters are: {names}.").format(names=", ".join(known))


def _flag_after_image(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    flag = found[1]
    if flag not in failed.args:
        return ""
    words = [*failed.args]
    begin = end = words.index(flag)
    while end < len(words) and words[end].startswith("-"):
        end += 2 if facts.takes_value(f"{failed.program} {words[0]}", words[end]) else 1
    object_name = words[begin - 1]
    moved = [words[0], *words[begin:end], *words[1:begin], *words[end:]]
    text = _("Flags stand before {name}; behind it they belong to its command. Try: {command}")
    return text.format(name=object_name, command=failed.with_words(moved))


def _reference(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    wrong = next((word for word in failed.args if word.lower() != word and not word.startswith("-")), "")
    return _("Image names are lower case: {name}").format(name=wrong.lower()) if wrong else ""


def _image_word(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    """What `run` took for the image: mostly a part of a value with a space in it."""
    if failed.args[:1] not in (["run"], ["create"]):
        return ""
    place = 1
    while place < len(failed.args) and failed.args[place].startswith("-"):
        place += 2 if facts.takes_value(f"{failed.program} {failed.args[0]}", failed.args[place]) else 1
    if place >= len(failed.args):
        return ""
    text = _(
        '"{name}" was taken for the image. A value with a space in it has to be in quotes: -v "$PWD":/src'
    )
    return text.format(name=failed.args[place])


def _no_tty(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("Input does not come from a terminal here: leave out -t (-i alone passes the input on).")


def _mount_path(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The path inside the container begins with /: -v {name}:/{path}").format(
        name=found[1], path=found[2]
    )


def _relative(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("A path of the host begins with / or . here: -v ./{path}").format(path=found[1])


def _little_memory(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("A number without a unit is bytes: 64m is 64 MiB.")


def _old_buildkit(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The BuildKit of this engine is too old for this.")


def _read_only(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("--read-only sends nothing that may change something; --dry-run shows what would be sent.")


RULES: Final[Sequence[Rule]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"unknown command: (.+)", _command),
        (r"unknown flag: (--\S+)", _flag),
        (r"unknown shorthand flag: '.' in (-\S+)", _flag),
        (r"can't evaluate field (\w+) in type", _template),
        (r'map has no entry for key "(\w+)"', _template),
        (r"[Ii]nvalid filter '([^'=]+)'", _filter),
        (r'exec: "(-[^"]*)"', _flag_after_image),
        (r"invalid reference format: repository name .* must be lowercase", _reference),
        (r"(?m)invalid reference format$", _image_word),
        (r"the input device is not a TTY", _no_tty),
        (r"this client is read-only", _read_only),
        (r"unknown method \w+ for service moby\.buildkit", _old_buildkit),
        (r'create (\S+/\S*): "[^"]*" includes invalid characters for a local volume name', _relative),
        (r"'([^':]+):([^':]+)(?::[^']*)?': .*mount path must be absolute", _mount_path),
        (r"Minimum memory limit allowed is", _little_memory),
    )
)
