"""Read YAML as go-yaml does: documents of plain values, with the position of every key and go-yaml's messages.

PyYAML (libyaml) parses the text into events. The events are converted to values here: scalars to numbers and booleans,
duplicate keys to errors, merge keys, aliases, and docker compose's tags `!reset` and `!override`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml
from yaml import events
from yaml.reader import ReaderError
from yaml.scanner import ScannerError

from engineclient.compose.errors import ComposeError, Place
from engineclient.compose.tree import Path
from engineclient.compose.yamlscalars import MERGE, Timestamp, resolve
from engineclient.golang.quoting import quote
from engineclient.values import Data

MOST_NODES: Final = 1_000_000
"""The maximum number of nodes in a document with its aliases expanded, against the attack "billion laughs"."""
DEEPEST: Final = 200
"""The maximum depth of nested mappings and lists."""

_GONE: Final = object()
_TAG: Final = "tag:yaml.org,2002:"
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document(Data):
    """One document of a file.

    Attributes:
        value: its value.
        replaced: the paths tagged `!reset` or `!override`, whose values in earlier files are dropped.
        places: line and column of keys and items, counted from 1.

    """

    value: Any
    replaced: tuple[Path, ...]
    places: dict[Path, tuple[int, int]]


class YAMLError(ComposeError):
    """A text that docker compose does not accept as YAML.

    Attributes:
        syntax: whether it is a syntax error of YAML.
        at_top: whether it is about a top-level key.

    """

    syntax = False
    at_top = False


def documents(text: bytes, file: str) -> Iterator[Document]:
    """The documents of a file, one after the other.

    Args:
        text: the content of the file.
        file: its path, for positions.

    Raises:
        YAMLError: the text is malformed; with go-yaml's message and the position.

    """
    loader = _Loader(text)
    try:
        _next(loader, file)  # the start of the stream
        while not isinstance(_next(loader, file), events.StreamEndEvent):
            builder = _Builder(loader, file)
            value = builder.node(_next(loader, file), ())
            _next(loader, file)  # the end of the document
            yield Document(None if value is _GONE else value, tuple(builder.replaced), builder.places)
    finally:
        loader.dispose()


def _next(loader: Any, file: str) -> Any:
    try:
        return loader.get_event()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, file) from None
    except ReaderError as error:
        reason = str(error.reason)
        if reason == "special characters are not allowed":  # the message of PyYAML without libyaml
            reason = "control characters are not allowed"
        raise _of_syntax(YAMLError(f"yaml: {reason}")) from None


def _syntax_error(error: yaml.MarkedYAMLError, file: str) -> YAMLError:
    # go-yaml reports the line of the context, or that of the problem if it is 0; lines count from 0, but one is added to
    # those of errors of the scanner
    marks = [mark for mark in (error.context_mark, error.problem_mark) if mark is not None]
    line = next((mark.line for mark in marks if mark.line), 0)
    if line and isinstance(error, ScannerError):
        line += 1
    where = f"line {line}: " if line else ""
    problem = error.problem or "unknown problem parsing YAML content"
    place = Place(file, marks[-1].line + 1, marks[-1].column + 1) if marks else None
    return _of_syntax(YAMLError(f"yaml: {where}{problem}", place=place))


def _of_syntax(error: YAMLError) -> YAMLError:
    error.syntax = True
    return error


class _Anchor:
    """The node of an anchor; it has no value until the node is complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.value: Any = _GONE
        self.size = 0
        self.replaced: tuple[Path, ...] = ()
        self.complete = False


class _Builder:
    """Converts the events of `loader` to one document."""

    def __init__(self, loader: Any, file: str) -> None:
        self.loader = loader
        self.file = file
        self.places: dict[Path, tuple[int, int]] = {}
        self.replaced: list[Path] = []
        self.removed: set[Path] = set()
        self.size = 0
        self.anchors: dict[str, _Anchor] = {}

    def node(self, event: Any, path: Path) -> Any:
        """The value of the node that begins with `event`; _GONE if it is tagged `!reset`."""
        self._grow(1, event)
        if isinstance(event, events.AliasEvent):
            return self._alias(event, path)
        if len(path) > DEEPEST:
            raise self._error(f"yaml: exceeded max depth of {DEEPEST}", event)
        anchor = None
        if event.anchor is not None:
            anchor = self.anchors[event.anchor] = _Anchor(path)
        size, replaced = self.size - 1, len(self.replaced)
        tag = event.tag
        if tag in ("!reset", "!override"):
            self.replaced.append(path)
        if isinstance(event, events.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, events.SequenceStartEvent):
            value = self._sequence(path)
        else:
            value = self._mapping(path)
        if tag == "!reset":
            value = _GONE
            del self.replaced[replaced + 1 :]
            self.removed.add(path)
        if anchor is not None:
            anchor.value, anchor.size, anchor.complete = value, self.size - size, True
            # an alias does not repeat the tag !reset of values in the node, which do not exist any more
            anchor.replaced = tuple(
                each[len(path) :] for each in self.replaced[replaced:] if each not in self.removed
            )
        return value

    def _alias(self, event: Any, path: Path) -> Any:
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            raise _of_syntax(self._error(f"yaml: unknown anchor '{event.anchor}' referenced", event))
        if not anchor.complete:
            # docker compose notices the cycle only on its second round
            again = (*path, *path[len(anchor.path) :])
            here, there = (".".join(map(str, each)) for each in (again, path))
            raise self._error(f"cycle detected: node at path {here} references node at path {there}", event)
        self._grow(anchor.size, event)
        self.replaced += [(*path, *each) for each in anchor.replaced]
        return anchor.value

    def _grow(self, nodes: int, event: Any) -> None:
        self.size += nodes
        if self.size > MOST_NODES:
            raise self._error("yaml: document contains excessive aliasing", event)

    def _scalar(self, event: Any) -> Any:
        text, tag = event.value, event.tag
        if tag is None or tag == "!":
            return resolve(text) if event.implicit[0] and tag is None else text
        return self._tagged(tag, text, event)

    def _tagged(self, tag: str, text: str, event: Any) -> Any:
        short = "!!" + tag.removeprefix(_TAG) if tag.startswith(_TAG) else tag
        if short in ("!!str", "!reset", "!override"):
            return text if short != "!override" or event.style else resolve(text)
        if short == "!!binary":
            import base64  # rare in compose files

            try:
                return base64.b64decode(text, validate=False).decode("utf-8", "surrogateescape")
            except ValueError:
                raise self._error("yaml: !!binary value contains invalid base64 data", event) from None
        value = resolve(text)
        if short == "!!float" and type(value) is int:
            return float(value)
        if short != _tag_of(value):
            raise self._error(f"yaml: cannot decode {_tag_of(value)} `{text}` as a {short}", event)
        return value

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        index = 0
        while not isinstance(event := _next(self.loader, self.file), events.SequenceEndEvent):
            here = (*path, index)
            self._mark(here, event)
            if (value := self.node(event, here)) is not _GONE:
                items.append(value)
            index += 1
        return items

    def _mapping(self, path: Path) -> Any:
        pairs: dict[Any, Any] = {}
        lines: dict[str, int] = {}
        merged: list[Any] = []
        while not isinstance(event := _next(self.loader, self.file), events.MappingEndEvent):
            name = event.value if isinstance(event, events.ScalarEvent) else ""
            if name in lines:
                text = f"line {_line(event)}: mapping key {quote(name)} already defined at line {lines[name]}"
                error = self._error(text, event)
                error.at_top = not path
                raise error
            lines[name] = _line(event)
            key = self.node(event, path)
            merging = key is MERGE
            here = path if merging else (*path, key if isinstance(key, str) else name)
            if not merging:
                self._mark(here, event)
            value_event = _next(self.loader, self.file)
            value = self.node(value_event, here)
            if merging:
                merged.append(self._mergeable(value, value_event))
            elif value is not _GONE:
                if isinstance(key, dict | list):
                    raise self._error(f"yaml: invalid map key: {go_literal(key)}", event)
                pairs["<<" if key is MERGE else key] = value
        for more in merged:
            pairs = {**more, **pairs}
        return pairs

    def _mergeable(self, value: Any, event: Any) -> dict[Any, Any]:
        """The mapping that a merge key adds: the value itself, or several mappings merged, of which the first wins."""
        parts = value if isinstance(value, list) else [value]
        if not all(isinstance(part, dict) for part in parts):
            raise self._error("yaml: map merge requires map or sequence of maps as the value", event)
        return {key: each for part in reversed(parts) for key, each in part.items()}

    def _mark(self, path: Path, event: Any) -> None:
        mark = event.start_mark
        self.places[path] = mark.line + 1, mark.column + 1

    def _error(self, message: str, event: Any) -> YAMLError:
        mark = event.start_mark
        return YAMLError(message, place=Place(self.file, mark.line + 1, mark.column + 1))


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _tag_of(value: Any) -> str:
    match value:
        case None:
            return "!!null"
        case bool():
            return "!!bool"
        case int():
            return "!!int"
        case float():
            return "!!float"
        case Timestamp():
            return "!!timestamp"
        case _:
            return "!!merge" if value is MERGE else "!!str"


def go_literal(value: Any) -> str:
    """A value as Go's `%#v` shows it."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return str(value).lower()
        case str():
            return quote(value)
        case dict():
            pairs = ", ".join(f"{go_literal(key)}:{_go_item(each)}" for key, each in value.items())
            return f"map[string]interface {{}}{{{pairs}}}"
        case list():
            return f"[]interface {{}}{{{', '.join(map(_go_item, value))}}}"
        case _:
            return str(value)


def _go_item(value: Any) -> str:
    return "interface {}(nil)" if value is None else go_literal(value)


def checked_keys(value: Any, prefix: str = "") -> Any:
    """Check that all keys of the mappings in `value` are strings, and return it; `prefix` is its path.

    Raises:
        ComposeError: a key is not a string.

    """
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(key, str):
                where = f"in {prefix}" if prefix else "at top level"
                raise ComposeError(f"non-string key {where}: {go_literal(key)}", tuple(prefix.split(".")))
            checked_keys(part, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            checked_keys(part, f"{prefix}[{index}]")
    return value
