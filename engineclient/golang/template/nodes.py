"""The nodes of a parsed template. `str()` of a node is its text in error messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engineclient.golang.quoting import quote


@dataclass(slots=True, eq=False)
class Dot:
    """`.`."""

    position: int

    def __str__(self) -> str:
        return "."


@dataclass(slots=True, eq=False)
class Nil:
    """`nil`."""

    position: int

    def __str__(self) -> str:
        return "nil"


@dataclass(slots=True, eq=False)
class Boolean:
    """`true` or `false`."""

    position: int
    value: bool

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(slots=True, eq=False)
class Number:
    """A number or a character; `integer` is its value as an integer, if it has one."""

    position: int
    text: str
    value: int | float
    integer: int | None

    def __str__(self) -> str:
        return self.text


@dataclass(slots=True, eq=False)
class String:
    """A string, with its literal in the template."""

    position: int
    literal: str
    value: str

    def __str__(self) -> str:
        return self.literal


@dataclass(slots=True, eq=False)
class Field:
    """`.State.Status`: a field of dot, the current value."""

    position: int
    names: tuple[str, ...]

    def __str__(self) -> str:
        return "".join(f".{name}" for name in self.names)


@dataclass(slots=True, eq=False)
class Variable:
    """`$x`, or a field of a variable: `$x.Status`."""

    position: int
    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(slots=True, eq=False)
class Identifier:
    """A function's name."""

    position: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(slots=True, eq=False)
class Chain:
    """A field of the result of a pipeline or a function: `(index .Mounts 0).Source`."""

    position: int
    operand: Operand
    names: tuple[str, ...]

    def __str__(self) -> str:
        operand = f"({self.operand})" if isinstance(self.operand, Pipe) else str(self.operand)
        return operand + "".join(f".{name}" for name in self.names)


@dataclass(slots=True, eq=False)
class Command:
    """One stage of a pipeline: an operand, or a function with its arguments."""

    position: int
    arguments: list[Operand]

    def __str__(self) -> str:
        return " ".join(f"({node})" if isinstance(node, Pipe) else str(node) for node in self.arguments)


@dataclass(slots=True, eq=False)
class Pipe:
    """Commands joined by `|`, and the variables that are set to the result."""

    position: int
    variables: list[Variable]
    assigns: bool
    commands: list[Command]

    def __str__(self) -> str:
        target = ", ".join(map(str, self.variables))
        sign = (" = " if self.assigns else " := ") if target else ""
        return target + sign + " | ".join(map(str, self.commands))


@dataclass(slots=True, eq=False)
class Text:
    """Text between actions."""

    text: str


@dataclass(slots=True, eq=False)
class Action:
    """A pipeline whose value is printed, unless it sets variables."""

    pipe: Pipe


@dataclass(slots=True, eq=False)
class If:
    """`{{if}}`."""

    pipe: Pipe
    body: list[Statement]
    otherwise: list[Statement]


@dataclass(slots=True, eq=False)
class With:
    """`{{with}}`: an `{{if}}` that sets dot to the value."""

    pipe: Pipe
    body: list[Statement]
    otherwise: list[Statement]


@dataclass(slots=True, eq=False)
class Range:
    """`{{range}}`."""

    pipe: Pipe
    body: list[Statement]
    otherwise: list[Statement]


@dataclass(slots=True, eq=False)
class Break:
    """`{{break}}`."""


@dataclass(slots=True, eq=False)
class Continue:
    """`{{continue}}`."""


@dataclass(slots=True, eq=False)
class Invocation:
    """`{{template}}`: another template of the source, with the value of a pipeline as its data."""

    position: int
    name: str
    pipe: Pipe | None

    def __str__(self) -> str:
        data = "" if self.pipe is None else f" {self.pipe}"
        return f"{{{{template {quote(self.name)}{data}}}}}"


Operand: TypeAlias = Dot | Nil | Boolean | Number | String | Field | Variable | Identifier | Chain | Pipe
Statement: TypeAlias = Text | Action | If | With | Range | Break | Continue | Invocation
Node: TypeAlias = Operand | Command | Invocation
