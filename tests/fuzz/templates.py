"""Templates: by themselves, and as the format of a command."""

from __future__ import annotations

import shlex
from random import Random
from typing import Final

from engineclient.golang.template import Record, Template, TemplateError
from tests.fuzz import engine_answers
from tests.fuzz.watched import watched

_TEMPLATE: Final = (
    ".", ".ID", ".Names", ".Nope", ".State", ".Labels", "$", "$x", "$x := 1", "$i, $e := .", "1", "-1", "0x1F",
    "1.5", "1e400", "1_0", '"a"', "`b`", "'c'", '"\\xff"', "nil", "true", "|", "(", ")", ",", "=", ":=", "json",
    "index", "slice", "len", "printf", "print", "println", "join", "split", "upper", "lower", "title", "pad",
    "truncate", "table", "eq", "ne", "lt", "and", "or", "not", "html", "js", "urlquery", "call", "if", "else",
    "end", "range", "with", "else if", "define", "template", "block", "break", "continue", '"%d"', '"%+v"',
    '"%#v"', '"%T"', '"%[2]*.[1]*f"', '"%x"', '"%-5.2s"', '"%999999d"', '"%q"', '"%!"', "99999999999999999999",
)  # fmt: skip
_BETWEEN: Final = (
    "{{", "}}", "{{-", "-}}", "{{ ", " }}", "{{/*", "*/}}", "\\n", "\\t", "x", "\t", "\n", "é", "\udcff",
    "{{if .}}", "{{end}}",
)  # fmt: skip
_FORMATTED: Final = (
    "ps -a", "images", "history mine:1", "info", "version", "system df", "system df -v", "network ls",
    "volume ls", "inspect web", "image inspect busybox", "volume inspect data", "network inspect front",
    "stats --no-stream", "events --until 1s", "context ls", "search x", "recordings ls", "plugin ls",
    "context inspect",
)  # fmt: skip


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    parts = [
        f"{{{{{' '.join(random.choices(_TEMPLATE, k=random.randrange(1, 5)))}}}}}"
        if random.randrange(3)
        else random.choice(_BETWEEN)
        for _ in range(random.randrange(1, 5))
    ]
    text = "".join(parts)

    def work() -> None:
        data = {"ID": "1", "Names": ["a", "b"], "State": {"Pid": 0}, "Labels": {"a": "b"}}
        for item in (data, Record("*x.Context", data), None, 3, "text", [1, None]):
            try:
                Template(text).render(item)
            except TemplateError:
                pass

    if wrong := watched(f"template {text!r}", work):
        return wrong
    words = [*random.choice(_FORMATTED).split(" "), "--format", text]
    return watched(shlex.join(words), lambda: engine_answers.end(words, engine_answers.ANSWERS))
