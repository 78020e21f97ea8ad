"""Shows an endpoint as its users call it: `inspect(id, *, size=False) -> ContainerInspect`, and with an example.

In the source an endpoint is a function that returns a call (`Call[ContainerInspect]`) beneath a decorator that binds it to
an engine; a procedure is a generator of steps. Neither concerns who calls it. The examples are the functions in
`examples/`, one a method, which the tests run on recordings.
"""

from __future__ import annotations

import ast
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

from griffe import Docstring, ExprName, ExprSubscript, Extension, Function

EXAMPLES = Path(__file__).with_name("examples")
_SHOWN = {"StreamCall": "Stream", "HijackCall": "Duplex"}
_DECORATORS = ("endpoint", "streaming", "hijacking")


@cache
def examples(module: str) -> dict[str, str]:
    """The bodies of the functions of an example file, by the name of the function."""
    path = EXAMPLES / f"{module}.py"
    if not path.exists():
        return {}
    text = path.read_text("utf-8")
    lines = text.splitlines()
    found: dict[str, str] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            body = lines[node.body[0].lineno - 1 : node.end_lineno]
            found[node.name] = textwrap.dedent("\n".join(body))
    return found


def shown(annotation: Any) -> Any:
    """The result that a caller gets, of the annotation that the source has."""
    if isinstance(annotation, ExprSubscript) and isinstance(annotation.left, ExprName):
        if annotation.left.name in ("Call", "Steps"):
            return annotation.slice
        if annotation.left.name == "StreamCall":
            return ExprSubscript(
                ExprName(_SHOWN["StreamCall"], parent=annotation.left.parent), annotation.slice
            )
    if isinstance(annotation, ExprName) and annotation.name in _SHOWN:
        return ExprName(_SHOWN[annotation.name], parent=annotation.parent)
    return annotation


class Calls(Extension):
    """The extension of griffe, which reads the package for mkdocstrings."""

    def on_function(self, *, func: Function, **_: Any) -> None:
        """Change what is shown of a function or a method."""
        names = {str(decorator.value).partition("(")[0] for decorator in func.decorators}
        if names & {*_DECORATORS} or _is_steps(func.returns):
            func.returns = shown(func.returns)
            func.decorators = [each for each in func.decorators if str(each.value) not in _DECORATORS]
            self._add_example(func)

    def _add_example(self, func: Function) -> None:
        module = func.module.path.rpartition(".")[2]
        file = "procedures" if ".procedures." in func.module.path else module
        code = examples(file).get(func.name if file != "procedures" else _called(func))
        if code is None:
            return
        text = func.docstring.value if func.docstring else ""
        block = f"\n\n**Example**\n\n```python\n{code}\n```\n"
        func.docstring = Docstring(text + block, parent=func, parser="google")


def _called(func: Function) -> str:
    """The name of the example of a procedure: there are two `run`."""
    return "exec_run" if func.path.endswith("procedures.exec.run") else func.name


def _is_steps(annotation: Any) -> bool:
    return (
        isinstance(annotation, ExprSubscript)
        and isinstance(annotation.left, ExprName)
        and annotation.left.name == "Steps"
    )
