"""Splits the text of a template into tokens."""

from __future__ import annotations

import enum
from typing import NamedTuple

from engineclient.golang.quoting import quote

LEFT, RIGHT = "{{", "}}"
_COMMENT, _COMMENT_END = "/*", "*/"
_SPACES = " \t\r\n"
_KEYWORDS = frozenset(
    {"block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"}
)
_DECIMAL = "0123456789_"


class Kind(enum.Enum):
    """The kind of a token; KEYWORD, DOT and NIL are shown in messages by their text."""

    TEXT = enum.auto()
    LEFT = enum.auto()
    RIGHT = enum.auto()
    SPACE = enum.auto()
    ASSIGN = enum.auto()
    DECLARE = enum.auto()
    PIPE = enum.auto()
    LEFT_PAREN = enum.auto()
    RIGHT_PAREN = enum.auto()
    PUNCTUATION = enum.auto()
    STRING = enum.auto()
    CHARACTER = enum.auto()
    NUMBER = enum.auto()
    BOOLEAN = enum.auto()
    FIELD = enum.auto()
    VARIABLE = enum.auto()
    IDENTIFIER = enum.auto()
    DOT = enum.auto()
    NIL = enum.auto()
    KEYWORD = enum.auto()
    ERROR = enum.auto()
    END = enum.auto()


_NAMED = frozenset({Kind.KEYWORD, Kind.DOT, Kind.NIL})
_SINGLE = {
    "=": Kind.ASSIGN,
    "|": Kind.PIPE,
    "(": Kind.LEFT_PAREN,
    ")": Kind.RIGHT_PAREN,
}


class Token(NamedTuple):
    """A piece of a template. The text of an ERROR token is the error message."""

    kind: Kind
    text: str
    position: int

    def __str__(self) -> str:
        """The token as error messages show it."""
        if self.kind is Kind.END:
            return "EOF"
        if self.kind is Kind.ERROR:
            return self.text
        if self.kind in _NAMED:
            return f"<{self.text}>"
        return (
            f"{quote(self.text[:10])}..."
            if len(self.text.encode(errors="surrogateescape")) > 10
            else quote(self.text)
        )


def tokenize(source: str) -> list[Token]:
    """The tokens of `source`; the last is END, or the ERROR at which reading stopped."""
    lexer = _Lexer(source)
    try:
        lexer.run()
    except _LexError as error:
        # The tokens before the error are kept: the parser may find an error in one of them first.
        lexer.emit(Kind.ERROR, str(error))
    return lexer.tokens


class _LexError(Exception):
    pass


class _Lexer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.start = 0  # the position of the current token
        self.position = 0
        self.depth = 0  # the number of open parentheses
        self.tokens: list[Token] = []

    def run(self) -> None:
        trim = False
        while (left := self.source.find(LEFT, self.position)) >= 0:
            inside = left + len(LEFT)
            trim_before = self.source[inside : inside + 1] == "-" and self._is_space(inside + 1)
            self._text(left, trim, trim_before)
            self.start = left
            self.position = inside + 2 if trim_before else inside
            trim = self._comment() if self.source.startswith(_COMMENT, self.position) else self._action()
        self._text(len(self.source), trim, trim_before=False)
        self.start = self.position
        self.emit(Kind.END)

    def emit(self, kind: Kind, text: str | None = None) -> None:
        self.tokens.append(
            Token(kind, self.source[self.start : self.position] if text is None else text, self.start)
        )
        self.start = self.position

    def _text(self, end: int, trim_start: bool, trim_before: bool) -> None:
        text = self.source[self.position : end]
        if trim_start:
            text = text.lstrip(_SPACES)
        if trim_before:
            text = text.rstrip(_SPACES)
        self.start, self.position = self.position, end
        if text:
            self.emit(Kind.TEXT, text)

    def _comment(self) -> bool:
        end = self.source.find(_COMMENT_END, self.position)
        if end < 0:
            raise _LexError("unclosed comment")
        self.position = end + len(_COMMENT_END)
        closing = self._closing()
        if not closing:
            raise _LexError("comment ends before closing delimiter")
        self.position += len(closing)
        return closing != RIGHT

    def _action(self) -> bool:
        """Read to the end of an action; returns whether it trims the text after it."""
        self.depth = 0
        self.emit(Kind.LEFT)
        while not (closing := self._closing()):
            self._inside()
        if self.depth:
            raise _LexError("unclosed left paren")
        self.start = self.position + len(closing) - len(RIGHT)
        self.position += len(closing)
        self.emit(Kind.RIGHT)
        return closing != RIGHT

    def _closing(self) -> str:
        """The right delimiter at the current position, with its trim marker; "" if there is none."""
        if self.source.startswith(RIGHT, self.position):
            return RIGHT
        if self._is_space(self.position) and self.source.startswith("-" + RIGHT, self.position + 1):
            return self.source[self.position : self.position + 2] + RIGHT
        return ""

    def _inside(self) -> None:
        character = self._peek()
        if not character:
            raise _LexError("unclosed action")
        if character in _SPACES:
            while self._is_space(self.position) and not self._closing():
                self.position += 1
            self.emit(Kind.SPACE)
        elif character == '"':
            self._quoted('"', "unterminated quoted string", Kind.STRING)
        elif character == "'":
            self._quoted("'", "unterminated character constant", Kind.CHARACTER)
        elif character == "`":
            self._raw_string()
        elif character == "$":
            self._name(Kind.VARIABLE)
        elif character == "." and not _is_digit(self.source[self.position + 1 : self.position + 2]):
            self._name(Kind.FIELD)
        elif character in "+-." or _is_digit(character):
            self._number()
        elif _is_alphanumeric(character):
            self._identifier()
        else:
            self._sign(character)

    def _sign(self, character: str) -> None:
        self.position += 1
        if character == ":":
            if self._peek() != "=":
                raise _LexError("expected :=")
            self.position += 1
            self.emit(Kind.DECLARE)
            return
        if character == "(":
            self.depth += 1
        elif character == ")":
            self.depth -= 1
            if self.depth < 0:
                raise _LexError("unexpected right paren")
        elif not (character.isascii() and character.isprintable()):
            raise _LexError(f"unrecognized character in action: {_describe(character)}")
        self.emit(_SINGLE.get(character, Kind.PUNCTUATION))

    def _quoted(self, quotation: str, complaint: str, kind: Kind) -> None:
        self.position += 1
        while (character := self._peek()) != quotation:
            self.position += 1
            if character == "\\":
                character = self._peek()
                self.position += 1
            if character in ("", "\n"):
                raise _LexError(complaint)
        self.position += 1
        self.emit(kind)

    def _raw_string(self) -> None:
        end = self.source.find("`", self.position + 1)
        if end < 0:
            raise _LexError("unterminated raw quoted string")
        self.position = end + 1
        self.emit(Kind.STRING)

    def _name(self, kind: Kind) -> None:
        self.position += 1
        if kind is Kind.FIELD and self._at_terminator():
            self.emit(Kind.DOT)
            return
        self._alphanumerics()
        self._expect_terminator()
        self.emit(kind)

    def _identifier(self) -> None:
        self._alphanumerics()
        self._expect_terminator()
        word = self.source[self.start : self.position]
        if word in _KEYWORDS:
            self.emit(Kind.KEYWORD)
        elif word == "nil":
            self.emit(Kind.NIL)
        else:
            self.emit(Kind.BOOLEAN if word in ("true", "false") else Kind.IDENTIFIER)

    def _number(self) -> None:
        self._scan_number()
        if self._peek() in tuple("+-"):  # 1+2i
            self._scan_number()
            if self.source[self.position - 1] != "i":
                raise _LexError(f"bad number syntax: {quote(self.source[self.start : self.position])}")
        self.emit(Kind.NUMBER)

    def _scan_number(self) -> None:
        self._accept("+-")
        digits, exponent = _DECIMAL, "eE"
        if self._accept("0"):
            if self._accept("xX"):
                digits, exponent = "0123456789abcdefABCDEF_", "pP"
            elif self._accept("oO"):
                digits, exponent = "01234567_", ""
            elif self._accept("bB"):
                digits, exponent = "01_", ""
        self._accept_run(digits)
        if self._accept("."):
            self._accept_run(digits)
        if exponent and self._accept(exponent):
            self._accept("+-")
            self._accept_run(_DECIMAL)
        self._accept("i")
        if _is_alphanumeric(self._peek()):
            self.position += 1
            raise _LexError(f"bad number syntax: {quote(self.source[self.start : self.position])}")

    def _alphanumerics(self) -> None:
        while _is_alphanumeric(self._peek()):
            self.position += 1

    def _expect_terminator(self) -> None:
        if not self._at_terminator():
            raise _LexError(f"bad character {_describe(self._peek())}")

    def _at_terminator(self) -> bool:
        character = self._peek()
        return (
            not character or character in _SPACES + ".,|:)(" or self.source.startswith(RIGHT, self.position)
        )

    def _accept(self, characters: str) -> bool:
        found = self._peek() in tuple(characters)
        self.position += found
        return found

    def _accept_run(self, characters: str) -> None:
        while self._accept(characters):
            pass

    def _peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def _is_space(self, position: int) -> bool:
        return self.source[position : position + 1] in tuple(_SPACES)


def _is_digit(character: str) -> bool:
    return character in tuple("0123456789")


def _is_alphanumeric(character: str) -> bool:
    return character == "_" or character.isalnum()


def _describe(character: str) -> str:
    character = "\ufffd" if "\udc80" <= character <= "\udcff" else character  # a byte that is not UTF-8
    code = f"U+{ord(character):04X}"
    return f"{code} '{character}'" if character.isprintable() else code
