"""The language of explanations, the tour and hints: English in the source, each other one from a catalogue beside this file.

A language is one file, `ko.po`, in gettext's format; what it does not translate stays English. docker's own texts are
never translated. Nothing is read before a text is needed.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations

__all__ = ["available", "choose", "current", "from_environment", "gettext", "ngettext"]

SOURCE: Final = "en"
_FOLDER: Final = Path(__file__).parent
_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_chosen = ""
_loaded: dict[str, NullTranslations | None] = {}


@cache
def available() -> tuple[str, ...]:
    """The languages that there are."""
    return tuple(sorted({SOURCE, *(path.stem for path in _FOLDER.glob("*.po"))}))


def choose(language: str) -> None:
    """Use that language from now on; "" goes by the environment.

    Raises:
        ValueError: there is no such language.

    """
    global _chosen  # one process speaks one language
    if language and _base(language) not in available():
        raise ValueError(f'no language "{language}"; there are: {", ".join(available())}')
    _chosen = _base(language)


def current() -> str:
    """The language in use, such as "ko"."""
    return _chosen or from_environment(os.environ)


def from_environment(environ: Mapping[str, str]) -> str:
    """The language that the variables of the locale name, English if there is no catalogue for it."""
    given = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    wanted = (_base(each) for each in given.split(":"))
    return next((each for each in wanted if each in available()), SOURCE)


def gettext(text: str) -> str:
    """`text` in the language in use."""
    catalogue = _catalogue(current())
    return catalogue.gettext(text) if catalogue and text else text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for that many, in the language in use."""
    catalogue = _catalogue(current())
    if catalogue is None:
        return one if count == 1 else many
    return catalogue.ngettext(one, many, count)


def _base(language: str) -> str:
    """`ko` of `ko_KR.UTF-8`."""
    return language.partition(".")[0].partition("@")[0].partition("_")[0].partition("-")[0].lower()


def _catalogue(language: str) -> NullTranslations | None:
    if language not in _loaded:
        path = _FOLDER / f"{language}.po"
        if path.is_file():
            from engineclient.languages.po import load

            _loaded[language] = load(path.read_text("utf-8"))
        else:
            _loaded[language] = None
    return _loaded[language]
