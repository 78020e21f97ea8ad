"""Evaluates the nodes of a template for some data."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from engineclient.golang.quoting import quote
from engineclient.golang.template.errors import TemplateError, TemplateExecError, UnsupportedTemplate
from engineclient.golang.template.nodes import (
    Action,
    Boolean,
    Break,
    Chain,
    Command,
    Continue,
    Dot,
    Field,
    Identifier,
    If,
    Invocation,
    Nil,
    Node,
    Number,
    Operand,
    Pipe,
    Range,
    Statement,
    String,
    Text,
    Variable,
)
from engineclient.golang.template.printing import format_value
from engineclient.golang.template.values import (
    Function,
    NilPointer,
    Record,
    go_type,
    is_list,
    is_mapping,
    is_true,
    mapping,
    sequence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_INT_LIMIT = 2**63
_DEEPEST = 100_000  # templates within templates, in Go's message
_DEEPEST_HERE = 1_000


class _Mark(enum.Enum):
    """Markers that differ from every value of the data."""

    ABSENT = enum.auto()  # no value is piped into the command
    MISSING = enum.auto()  # the mapping has no such key


class _Flow(enum.Enum):
    """Why the statements of a range end early."""

    BREAK = enum.auto()
    CONTINUE = enum.auto()


class Run:
    """One rendering of a template."""

    __slots__ = (
        "depth",
        "executing",
        "functions",
        "missing_is_error",
        "name",
        "node",
        "output",
        "source",
        "templates",
        "variables",
    )

    def __init__(
        self,
        source: str,
        name: str,
        functions: Mapping[str, Function],
        templates: Mapping[str, list[Statement]],
        data: object,
        *,
        missing_is_error: bool,
    ) -> None:
        self.source: str = source
        self.name: str = name
        self.templates: Mapping[str, list[Statement]] = templates
        self.executing: str = name  # the template that is rendered now
        self.depth: int = 0
        self.functions: Mapping[str, Function] = functions
        self.missing_is_error: bool = missing_is_error
        self.variables: list[tuple[str, object]] = [("$", data)]
        self.output: list[str] = []
        self.node: Node | None = None  # the node that error messages refer to

    def render(self, data: object) -> str:
        """Render the whole template."""
        try:
            self._walk(self.templates[self.name], data)
        except TemplateExecError as error:
            error.rendered = "".join(self.output)
            raise
        except UnsupportedTemplate as error:
            raise UnsupportedTemplate(self._message(str(error))) from None
        return "".join(self.output)

    # Statements

    def _walk(self, statements: list[Statement], dot: object) -> _Flow | None:
        for statement in statements:
            kind = type(statement)
            if kind is Text:
                self.output.append(statement.text)  # type: ignore[union-attr]
            elif kind is Action:
                self._print(dot, statement.pipe)  # type: ignore[union-attr,arg-type]
            else:
                flow = self._control(statement, dot)
                if flow is not None:
                    return flow
        return None

    def _print(self, dot: object, pipe: Pipe) -> None:
        value = self._pipe(dot, pipe)
        if not pipe.variables:
            self.output.append("<no value>" if value is None else format_value(value))

    def _control(self, statement: Statement, dot: object) -> _Flow | None:
        if isinstance(statement, Break):
            return _Flow.BREAK
        if isinstance(statement, Continue):
            return _Flow.CONTINUE
        if isinstance(statement, Invocation):
            self._invoke(statement, dot)
            return None
        assert not isinstance(statement, (Text, Action))
        scope = len(self.variables)
        value = self._pipe(dot, statement.pipe)
        if isinstance(statement, Range):
            flow = self._range(statement, value, dot)
        elif is_true(value):
            flow = self._walk(statement.body, dot if isinstance(statement, If) else value)
        else:
            flow = self._walk(statement.otherwise, dot)
        del self.variables[scope:]
        return flow

    def _invoke(self, statement: Invocation, dot: object) -> None:
        """Render another template, which sees no variable but `$`."""
        self.node = statement
        statements = self.templates.get(statement.name)
        if statements is None:
            raise self._error(f"template {quote(statement.name)} not defined")
        if self.depth == _DEEPEST_HERE:
            raise self._error(f"exceeded maximum template depth ({_DEEPEST})")
        data = None if statement.pipe is None else self._pipe(dot, statement.pipe)
        outer = self.executing, self.variables
        self.executing, self.variables = statement.name, [("$", data)]
        self.depth += 1
        self._walk(statements, data)
        self.depth -= 1
        self.executing, self.variables = outer

    def _range(self, statement: Range, value: object, dot: object) -> _Flow | None:
        variables = statement.pipe.variables
        scope = len(self.variables)
        empty = True
        for key, item in self._items(value, len(variables)):
            empty = False
            # One variable gets the item; two get the key and the item.
            values = (item,) if len(variables) == 1 else (key, item)
            for offset, (variable, current) in enumerate(zip(variables, values, strict=False)):
                if statement.pipe.assigns:
                    self._assign(variable.names[0], current)
                else:
                    self.variables[scope - len(variables) + offset] = (variable.names[0], current)
            flow = self._walk(statement.body, item)
            del self.variables[scope:]
            if flow is _Flow.BREAK:
                break
        return self._walk(statement.otherwise, dot) if empty else None

    def _items(self, value: object, variables: int) -> Iterable[tuple[object, object]]:
        if value is None:
            return ()
        if is_mapping(value):
            return sorted(mapping(value).items())
        if is_list(value):
            return enumerate(sequence(value))
        if isinstance(value, int) and not isinstance(value, bool):
            if variables > 1:
                raise self._error(f"can't use {value} to iterate over more than one variable")
            return ((None, number) for number in range(value))
        raise self._error(f"range can't iterate over {format_value(value)}")

    # Pipelines

    def _pipe(self, dot: object, pipe: Pipe) -> object:
        self.node = pipe
        value: object = _Mark.ABSENT
        for command in pipe.commands:
            value = self._command(dot, command, value)
        for variable in pipe.variables:
            if pipe.assigns:
                self._assign(variable.names[0], value)
            else:
                self.variables.append((variable.names[0], value))
        return value

    def _command(self, dot: object, command: Command, final: object) -> object:
        first, *arguments = command.arguments
        self.node = first
        if isinstance(first, Field):
            return self._fields(dot, dot, first, first.names, arguments, final)
        if isinstance(first, Identifier):
            return self._call(dot, self.functions[first.name], command, first.name, arguments, final)
        if isinstance(first, Chain):
            operand = self._value(dot, first.operand)
            return self._fields(dot, operand, first, first.names, arguments, final)
        if isinstance(first, Variable) and len(first.names) > 1:
            variable = self._variable(first.names[0])
            return self._fields(dot, variable, first, first.names[1:], arguments, final)
        if arguments or final is not _Mark.ABSENT:
            raise self._error(f"can't give argument to non-function {first}")
        if isinstance(first, Nil):
            raise self._error("nil is not a command")
        return self._value(dot, first)

    def _value(self, dot: object, node: Operand) -> object:
        """The value of an operand without arguments."""
        self.node = node
        match node:
            case Field():
                return self._fields(dot, dot, node, node.names)
            case Variable():
                variable = self._variable(node.names[0])
                return self._fields(dot, variable, node, node.names[1:])
            case Dot():
                return dot
            case String() | Boolean():
                return node.value
            case Number():
                if isinstance(node.value, int) and node.value >= _INT_LIMIT:
                    raise self._error(f"{node} overflows int")
                return node.value
            case Nil():
                return None
            case Pipe():
                return self._pipe(dot, node)
            case Identifier():
                return self._call(dot, self.functions[node.name], node, node.name)
            case Chain():
                return self._fields(dot, self._value(dot, node.operand), node, node.names)

    def _fields(
        self,
        dot: object,
        receiver: object,
        node: Node,
        names: Sequence[str],
        arguments: Sequence[Operand] = (),
        final: object = _Mark.ABSENT,
    ) -> object:
        """The value of `.A.B.C`; the arguments are for the last field."""
        boxed = False  # the value was in a map, whose values have the Go type interface {}
        for left, name in enumerate(names, 1 - len(names)):
            given, piped = ((), _Mark.ABSENT) if left else (arguments, final)
            if isinstance(receiver, Record):
                receiver = self._record_field(dot, receiver, node, name, given, piped)
                boxed = False
            elif is_mapping(receiver):
                if given or piped is not _Mark.ABSENT:
                    raise self._error(f"{name} is not a method but has arguments")
                entries = mapping(receiver)
                receiver = entries.get(name, _Mark.MISSING)
                if receiver is _Mark.MISSING and self.missing_is_error:
                    error = self._error(f'map has no entry for key "{name}"')
                    error.candidates = [*entries]
                    raise error
                boxed = True
            elif receiver is None:
                raise self._error(f"nil pointer evaluating interface {{}}.{name}")
            elif receiver is not _Mark.MISSING:
                kind = "interface {}" if boxed else go_type(receiver)
                raise self._error(f"can't evaluate field {name} in type {kind}")
        return None if receiver is _Mark.MISSING else receiver

    def _record_field(
        self, dot: object, record: Record, node: Node, name: str, arguments: Sequence[Operand], final: object
    ) -> object:
        try:
            value = record.fields[name]
        except KeyError:
            known = record.pointed if isinstance(record, NilPointer) else record.fields
            if name in known:
                raise self._error(f"nil pointer evaluating {record.go_type}.{name}") from None
            error = self._error(f"can't evaluate field {name} in type {record.go_type}")
            error.candidates = [*known]
            raise error from None
        if isinstance(value, Function):
            return self._call(dot, value, node, name, arguments, final)
        if arguments or final is not _Mark.ABSENT:
            given = len(arguments) + (final is not _Mark.ABSENT)
            raise self._error(f"wrong number of args for {name}: want 0 got {given}")
        return value

    # Functions

    def _call(
        self,
        dot: object,
        function: Function,
        node: Node,
        name: str,
        arguments: Sequence[Operand] = (),
        final: object = _Mark.ABSENT,
    ) -> object:
        parameters = function.parameters
        given = len(arguments) + (final is not _Mark.ABSENT)
        if function.variadic:
            least = len(parameters) - 1
            if given < least:
                raise self._error(
                    f"wrong number of args for {name}: want at least {least} got {len(arguments)}"
                )
        elif given != len(parameters):
            raise self._error(f"wrong number of args for {name}: want {len(parameters)} got {given}")
        values: list[object] = []
        for index, argument in enumerate(arguments):
            value = self._argument(dot, argument, parameters[min(index, len(parameters) - 1)])
            values.append(value)
            if function.stops is not None and function.stops(value):
                break
        else:
            if final is not _Mark.ABSENT:
                values.append(self._checked(final, parameters[min(len(arguments), len(parameters) - 1)]))
        if function.takes_text:
            values.insert(0, str(arguments[0]) if arguments else format_value(final))
        try:
            return function.call(*values)
        except TemplateError:
            raise
        except ValueError as error:
            self.node = node
            raise self._error(f"error calling {name}: {error}") from None

    def _argument(self, dot: object, node: Operand, parameter: str) -> object:
        self.node = node
        if parameter == "any" or not isinstance(node, (Nil, Boolean, Number, String)):
            return self._checked(self._value(dot, node), parameter)
        if isinstance(node, Nil):
            if parameter == "[]string":
                return None
            raise self._error(f"cannot assign nil to {parameter}")
        if parameter == "string" and isinstance(node, String):
            return node.value
        if parameter == "int" and isinstance(node, Number) and node.integer is not None:
            return node.integer
        if parameter == "[]string":
            raise self._error(f"can't handle {node} for arg of type []string")
        raise self._error(f"expected {'integer' if parameter == 'int' else parameter}; found {node}")

    def _checked(self, value: object, parameter: str) -> object:
        if parameter == "any" or go_type(value) == parameter:
            return value
        kind = "interface {}" if value is None else go_type(value)
        raise self._error(f"wrong type for value; expected {parameter}; got {kind}")

    # Variables

    def _variable(self, name: str) -> object:
        for known, value in reversed(self.variables):
            if known == name:
                return value
        raise self._error(f"undefined variable: {name}")  # in its own declaration

    def _assign(self, name: str, value: object) -> None:
        for index in range(len(self.variables) - 1, -1, -1):
            if self.variables[index][0] == name:
                self.variables[index] = (name, value)
                return
        raise self._error(f"undefined variable: {name}")

    # Errors

    def _error(self, complaint: str) -> TemplateExecError:
        return TemplateExecError(self._message(complaint))

    def _message(self, complaint: str) -> str:
        node = self.node
        assert node is not None
        before = self.source[: node.position]
        column = len(before[before.rfind("\n") + 1 :].encode(errors="surrogateescape"))
        place = f"{self.name}:{before.count(chr(10)) + 1}:{column}"
        return f"template: {place}: executing {quote(self.executing)} at <{node}>: {complaint}"
