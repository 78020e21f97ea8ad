"""Languages: chosen by the flag or the locale, read from PO files, and complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from engineclient import languages
from engineclient.languages.po import load, parse
from tests.languages.messages import FOLDER, catalogue, messages

OTHERS = [path.stem for path in FOLDER.glob("*.po")]
PLACE = re.compile(r"{\w+}")


@pytest.fixture(autouse=True)
def nothing_chosen() -> Iterator[None]:
    yield
    languages.choose("")


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    translated = catalogue(language).keys() - {""}
    assert [each for each in messages() if each not in translated] == []
    assert translated - {*messages()} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_and_the_commands_of_its_text(language: str) -> None:
    for text, translated in catalogue(language).items():
        assert {*PLACE.findall(translated)} == {*PLACE.findall(text)}, text
        assert {*re.findall(r"`[^`]+`", translated)} == {*re.findall(r"`[^`]+`", text)}, text


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko"}, "ko"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de", "LANGUAGE": "fr:ko"}, "ko"),
    ],
)
def test_the_locale_names_the_language(environ: dict[str, str], expected: str) -> None:
    assert languages.from_environment(environ) == expected


def test_a_chosen_language_counts_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert languages.gettext("Starts the process.") == "프로세스를 시작합니다."
    assert languages.ngettext("{n} frame", "{n} frames", 2) == "프레임 {n}개"
    languages.choose("en")
    assert languages.gettext("Starts the process.") == "Starts the process."
    assert languages.ngettext("{n} frame", "{n} frames", 2) == "{n} frames"
    with pytest.raises(ValueError, match="there are: en, ko"):
        languages.choose("xx")


def test_po_files_are_read_as_gettext_reads_them() -> None:
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
        '# a comment\nmsgid "a \\"b\\"\\n"\nmsgstr ""\n"x"\n"y"\n\n'
        'msgid "{n} dog"\nmsgid_plural "{n} dogs"\nmsgstr[0] "{n} Hund"\nmsgstr[1] "{n} Hunde"\n\n'
        'msgid "empty"\nmsgstr ""\n'
    )
    read = load(text)
    assert read.gettext('a "b"\n') == "xy"
    assert [read.ngettext("{n} dog", "{n} dogs", n) for n in (1, 2)] == ["{n} Hund", "{n} Hunde"]
    assert read.gettext("empty") == "empty"
    with pytest.raises(ValueError, match="line 1"):
        parse("what is this")
