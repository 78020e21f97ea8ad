"""Parses the tokens of a template into nodes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from engineclient.golang.quoting import quote, unquote, unquote_character
from engineclient.golang.template.errors import TemplateParseError, UnsupportedTemplate
from engineclient.golang.template.lexer import Kind, Token, tokenize
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
    Number,
    Operand,
    Pipe,
    Range,
    Statement,
    String,
    Text,
    Variable,
    With,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_LITERALS = (Boolean, String, Number, Nil, Dot)
_CONTROLS: dict[str, type[If | With | Range]] = {"if": If, "with": With, "range": Range}
_OPERANDS = frozenset(
    {
        Kind.BOOLEAN,
        Kind.CHARACTER,
        Kind.DOT,
        Kind.FIELD,
        Kind.IDENTIFIER,
        Kind.NUMBER,
        Kind.NIL,
        Kind.STRING,
        Kind.VARIABLE,
        Kind.LEFT_PAREN,
    }
)


def parse(source: str, functions: Container[str], name: str = "") -> dict[str, list[Statement]]:
    """The statements of the templates in `source` by their names: that of the source itself is `name`.

    They may call `functions`.

    Raises:
        TemplateParseError: `source` is not a valid template.
        UnsupportedTemplate: `source` uses a feature that is not implemented.

    """
    return _Parser(source, functions, name).templates()


class _Stop(NamedTuple):
    """The `{{end}}` or `{{else}}` that ends a list of statements."""

    keyword: str


class _Parser:
    def __init__(self, source: str, functions: Container[str], name: str) -> None:
        self.source = source
        self.functions = functions
        self.name = name
        self.tokens = tokenize(source)
        self.index = 0
        self.read = 0  # how many tokens were looked at: messages contain the line of the last one
        self.variables = ["$"]
        self.ranges = 0
        self.action_start: int | None = None
        self.found: dict[str, list[Statement]] = {}

    def templates(self) -> dict[str, list[Statement]]:
        statements: list[Statement] = []
        while self._peek().kind is not Kind.END:
            if self._skips_define():
                self._definition()
                continue
            statement = self._statement()
            if isinstance(statement, _Stop):
                raise self._error(f"unexpected {{{{{statement.keyword}}}}}")
            statements.append(statement)
        self._add(self.name, statements)
        return self.found

    def _skips_define(self) -> bool:
        """Whether `{{define` comes next, which is then skipped."""
        start = self.index
        if self._next().kind is Kind.LEFT:
            token = self._next_non_space()
            if token.kind is Kind.KEYWORD and token.text == "define":
                return True
        self.index = start
        return False

    def _definition(self) -> None:
        context = "define clause"
        name = self._template_name(context)
        self._close(context)
        self._add(name, self._own_body(context))

    def _block(self) -> Invocation:
        """`{{block}}` defines a template and calls it where it stands."""
        context = "block clause"
        position = self._peek_non_space().position
        name = self._template_name(context)
        pipe = self._pipe(context, Kind.RIGHT)
        self._add(name, self._own_body(context))
        return Invocation(position, name, pipe)

    def _invocation(self) -> Invocation:
        context = "template clause"
        position = self._peek_non_space().position
        name = self._template_name(context)
        if self._peek_non_space().kind is Kind.RIGHT:
            self._next()
            return Invocation(position, name, None)
        return Invocation(position, name, self._pipe(context, Kind.RIGHT))

    def _template_name(self, context: str) -> str:
        token = self._next_non_space()
        if token.kind is not Kind.STRING:
            raise self._unexpected(token, context)
        return str(self._quoted(token).value)

    def _own_body(self, context: str) -> list[Statement]:
        """The statements up to `{{end}}` of a template that sees none of the variables and ranges around it."""
        outer = self.variables, self.ranges
        self.variables, self.ranges = ["$"], 0
        body, stop = self._statements()
        self.variables, self.ranges = outer
        if stop.keyword != "end":
            raise self._error(f"unexpected {{{{{stop.keyword}}}}} in {context}")
        return body

    def _add(self, name: str, statements: list[Statement]) -> None:
        """Keep a template; of two of one name, one must be empty."""
        if _is_empty(self.found.get(name, ())):
            self.found[name] = statements
        elif not _is_empty(statements):
            raise self._error(f"template: multiple definition of template {quote(name)}")

    def _statement(self) -> Statement | _Stop:
        token = self._next_non_space()
        if token.kind is Kind.TEXT:
            return Text(token.text)
        if token.kind is not Kind.LEFT:
            raise self._unexpected(token, "input")
        self.action_start = token.position
        statement = self._action()
        self.action_start = None
        return statement

    def _action(self) -> Statement | _Stop:
        token = self._peek_non_space()
        if token.kind is not Kind.KEYWORD:
            return Action(self._pipe("command", Kind.RIGHT))
        if token.text == "define":  # inside of another action
            raise self._unexpected(token, "command")
        self._next()
        if token.text == "block":
            return self._block()
        if token.text == "template":
            return self._invocation()
        if token.text in _CONTROLS:
            return self._control(token.text)
        if token.text in ("break", "continue"):
            self._close(f"{{{{{token.text}}}}}")
            if not self.ranges:
                raise self._error(f"{{{{{token.text}}}}} outside {{{{range}}}}")
            return Break() if token.text == "break" else Continue()
        # `{{else if` and `{{else with` are equivalent to `{{else}}{{if` and `{{else}}{{with`.
        if token.text == "end" or self._peek_non_space().text not in ("if", "with"):
            self._close(token.text)
        return _Stop(token.text)

    def _control(self, keyword: str) -> If | With | Range:
        scope = len(self.variables)
        pipe = self._pipe(keyword, Kind.RIGHT)
        self.ranges += keyword == "range"
        body, stop = self._statements()
        self.ranges -= keyword == "range"
        otherwise: list[Statement] = []
        if stop.keyword == "else":
            following = self._peek()
            if keyword != "range" and following.kind is Kind.KEYWORD and following.text == keyword:
                self._next()
                otherwise = [self._control(keyword)]
            else:
                otherwise, stop = self._statements()
                if stop.keyword != "end":
                    raise self._error(f"expected end; found {{{{{stop.keyword}}}}}")
        del self.variables[scope:]
        return _CONTROLS[keyword](pipe, body, otherwise)

    def _statements(self) -> tuple[list[Statement], _Stop]:
        statements: list[Statement] = []
        while self._peek_non_space().kind is not Kind.END:
            statement = self._statement()
            if isinstance(statement, _Stop):
                return statements, statement
            statements.append(statement)
        raise self._error("unexpected EOF")

    def _close(self, context: str) -> None:
        token = self._next_non_space()
        if token.kind is not Kind.RIGHT:
            raise self._unexpected(token, context)

    def _pipe(self, context: str, end: Kind) -> Pipe:
        pipe = Pipe(self._peek_non_space().position, [], assigns=False, commands=[])
        self._targets(pipe, context)
        while (token := self._next_non_space()).kind is not end:
            if token.kind not in _OPERANDS:
                raise self._unexpected(token, context)
            self._back()
            pipe.commands.append(self._command())
        if not pipe.commands:
            raise self._error(f"missing value for {context}")
        for stage, command in enumerate(pipe.commands[1:], 2):
            if isinstance(command.arguments[0], _LITERALS):
                raise self._error(f"non executable command in pipeline stage {stage}")
        return pipe

    def _targets(self, pipe: Pipe, context: str) -> None:
        """Read the variables before `:=` or `=`, if there are any."""
        while self._peek_non_space().kind is Kind.VARIABLE:
            start = self.index
            token = self._next()
            sign = self._next_non_space()
            comma = sign.kind is Kind.PUNCTUATION and sign.text == ","
            if not comma and sign.kind not in (Kind.ASSIGN, Kind.DECLARE):
                self.index = start
                return
            pipe.variables.append(Variable(token.position, (token.text,)))
            self.variables.append(token.text)
            if not comma:
                pipe.assigns = sign.kind is Kind.ASSIGN
                return
            if context != "range" or len(pipe.variables) > 1:
                raise self._error(f"too many declarations in {context}")
            if self._peek_non_space().kind not in (Kind.VARIABLE, Kind.RIGHT, Kind.RIGHT_PAREN):
                raise self._error("range can only initialize variables")

    def _command(self) -> Command:
        command = Command(self._peek_non_space().position, [])
        while True:
            self._peek_non_space()
            operand = self._operand()
            if operand is not None:
                command.arguments.append(operand)
            token = self._next()
            if token.kind is Kind.SPACE:
                continue
            if token.kind in (Kind.RIGHT, Kind.RIGHT_PAREN):
                self._back()
            elif token.kind is not Kind.PIPE:
                raise self._unexpected(token, "operand")
            return command

    def _operand(self) -> Operand | None:
        node = self._term()
        following = self._peek()
        if node is None or following.kind is not Kind.FIELD:
            return node
        names: list[str] = []
        while self._peek().kind is Kind.FIELD:
            names.append(self._next().text[1:])
        # As in Go, messages contain the position of the second field.
        if isinstance(node, Field):
            return Field(following.position, (*node.names, *names))
        if isinstance(node, Variable):
            return Variable(following.position, (*node.names, *names))
        if isinstance(node, _LITERALS):
            raise self._error(f"unexpected . after term {quote(str(node))}")
        return Chain(following.position, node, tuple(names))

    def _term(self) -> Operand | None:
        token = self._next_non_space()
        position, text = token.position, token.text
        match token.kind:
            case Kind.IDENTIFIER:
                self._check_function(text)
                return Identifier(position, text)
            case Kind.DOT:
                return Dot(position)
            case Kind.NIL:
                return Nil(position)
            case Kind.VARIABLE:
                if text not in self.variables:
                    raise self._error(f"undefined variable {quote(text)}")
                return Variable(position, (text,))
            case Kind.FIELD:
                return Field(position, (text[1:],))
            case Kind.BOOLEAN:
                return Boolean(position, text == "true")
            case Kind.NUMBER:
                return self._number(position, text)
            case Kind.CHARACTER | Kind.STRING:
                return self._quoted(token)
            case Kind.LEFT_PAREN:
                return self._pipe("parenthesized pipeline", Kind.RIGHT_PAREN)
            case _:
                self._back()
                return None

    def _check_function(self, name: str) -> None:
        if name in self.functions:
            return
        raise self._error(f"function {quote(name)} not defined")

    def _quoted(self, token: Token) -> Number | String:
        try:
            if token.kind is Kind.STRING:
                return String(token.position, token.text, unquote(token.text))
            code = unquote_character(token.text)
            return Number(token.position, token.text, code, code)
        except ValueError as error:
            raise self._error(str(error)) from None

    def _number(self, position: int, text: str) -> Number:
        if text.endswith("i"):
            raise self._unsupported(f"the complex number {text}")
        integer = _integer(text)
        if integer is not None and -(2**63) <= integer < 2**64:
            return Number(position, text, integer, integer)
        value = _float(text)
        if value is None:
            raise self._error(f"illegal number syntax: {quote(text)}")
        if not any(sign in text for sign in ".eEpP"):
            raise self._error(f"integer overflow: {quote(text)}")
        return Number(position, text, value, int(value) if value.is_integer() else None)

    def _next(self) -> Token:
        token = self._peek()
        self.index += 1
        return token

    def _peek(self) -> Token:
        self.read = max(self.read, self.index)
        # The last token (END or ERROR) repeats for ever.
        return self.tokens[min(self.index, len(self.tokens) - 1)]

    def _next_non_space(self) -> Token:
        self._peek_non_space()
        return self._next()

    def _peek_non_space(self) -> Token:
        while (token := self._peek()).kind is Kind.SPACE:
            self.index += 1
        return token

    def _back(self) -> None:
        self.index -= 1

    def _unexpected(self, token: Token, context: str) -> TemplateParseError:
        if token.kind is not Kind.ERROR:
            return self._error(f"unexpected {token} in {context}")
        line = None if self.action_start is None else self._line(self.action_start)
        if line is None or line == self._line(token.position):
            return self._error(token.text)
        joint = "" if token.text.endswith(" action") else " in action"
        return self._error(f"{token.text}{joint} started at {self.name}:{line}")

    def _error(self, complaint: str) -> TemplateParseError:
        return TemplateParseError(self._message(complaint))

    def _unsupported(self, what: str) -> UnsupportedTemplate:
        return UnsupportedTemplate(self._message(f"{what} is not supported"))

    def _message(self, complaint: str) -> str:
        token = self.tokens[min(self.read, len(self.tokens) - 1)]
        return f"template: {self.name}:{self._line(token.position)}: {complaint}"

    def _line(self, position: int) -> int:
        return 1 + self.source.count("\n", 0, position)


def _is_empty(statements: Iterable[Statement]) -> bool:
    return all(isinstance(each, Text) and not each.text.strip() for each in statements)


def _integer(text: str) -> int | None:
    digits = text.lstrip("+-")
    # A leading zero means octal, as in Go.
    octal = len(digits) > 1 and digits[0] == "0" and digits[1] in "01234567_"
    try:
        return int(text, 8 if octal else 0)
    except ValueError:
        return None


def _float(text: str) -> float | None:
    try:
        value = float.fromhex(text.replace("_", "")) if "x" in text.lower() else float(text)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None
