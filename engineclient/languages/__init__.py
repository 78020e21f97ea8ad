"""Translations of explanations, the tour and hints: English is in the source, other languages in catalogues beside it.

A language is one file, `ko.po`, in gettext's format; texts without a translation stay English. docker's own texts are
never translated. A catalogue is read when the first text is needed.
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
    """The available languages, sorted."""
    return tuple(sorted({SOURCE, *(path.stem for path in _FOLDER.glob("*.po"))}))


def choose(language: str) -> None:
    """Use a language from now on; "" uses that of the environment.

    Raises:
        ValueError: the language is not available.

    """
    global _chosen  # a process uses one language
    if language and _base(language) not in available():
        raise ValueError(f'no language "{language}"; there are: {", ".join(available())}')
    _chosen = _base(language)


def current() -> str:
    """The code of the language in use, such as "ko"."""
    return _chosen or from_environment(os.environ)


def from_environment(environ: Mapping[str, str]) -> str:
    """The language of the locale variables; English if there is no catalogue for it."""
    given = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    wanted = (_base(each) for each in given.split(":"))
    return next((each for each in wanted if each in available()), SOURCE)


def gettext(text: str) -> str:
    """The translation of `text` into the language in use."""
    catalogue = _catalogue(current())
    return catalogue.gettext(text) if catalogue and text else text


def ngettext(one: str, many: str, count: int) -> str:
    """The translation of the text for that number of things."""
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
