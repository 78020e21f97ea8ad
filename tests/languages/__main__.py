"""Bring the catalogue of a language up to date: `python -m tests.languages ko`.

What is new is added without a translation, what is gone is dropped.
"""

from __future__ import annotations

import sys

from tests.languages.messages import FOLDER, HEADER, catalogue, entry, messages


def main(language: str) -> None:
    path = FOLDER / f"{language}.po"
    known = catalogue(language) if path.is_file() else {"": HEADER.format(language=language)}
    everything = messages()
    entries = [entry("", known[""]), *(entry(each, known.get(each, "")) for each in everything)]
    path.write_text("\n".join(entries), "utf-8")
    print(
        f"{path.name}: {len(everything)} messages, {sum(each not in known for each in everything)} without a translation"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
