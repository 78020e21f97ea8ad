r"""The `--format` option of docker's listing commands: tables, JSON lines and templates over declared columns.

A command declares its columns and their default layout:

    CONTAINERS = Formatter[Container](
        go_type="*formatter.ContainerContext",
        columns={
            "ID": Column("CONTAINER ID", lambda container: container.id[:12]),
            "Names": Column("NAMES", lambda container: ",".join(container.names)),
            "Label": label_column(lambda container: container.labels),
        },
        table=r"{{.ID}}\t{{.Names}}",
    )

    CONTAINERS.layout("table {{.Names}}").render(containers)  # "NAMES\nweb\ndb\n"
    CONTAINERS.layout("json").render(containers)              # '{"ID":"0123456789ab","Names":"web"}\n…'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from engineclient.golang.template import Function, Record, Template, TemplateExecError
from engineclient.text.table import align
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

_TABLE, _JSON, _RAW = "table", "json", "raw"
_FIELD: Final = re.compile(r"\{\{\.(\w+)\}\}")


class Column(Data, Generic[T]):
    """A column of a listing: its header in tables (None is shown as `<no value>`), and a function for its value."""

    header: str | Function | None
    value: Callable[[T], object]


def label_column(labels: Callable[[T], Mapping[str, str]]) -> Column[T]:
    """The column `{{.Label "com.example.some-key"}}`, whose header in tables is `some key`."""
    return Column(
        _LABEL_HEADER,
        lambda item: Function(lambda name: labels(item).get(str(name), ""), ("string",)),
    )


class Formatter(Data, Generic[T]):
    r"""The columns and formats of one listing command.

    Attributes:
        go_type: the name of an item's type in error messages.
        columns: the fields that templates may use.
        table: the template of the default table.
        raw: the template of `--format raw`, if the command has that.
        whole: an item as JSON, where that is more than its columns.

    In templates `\t` and `\n` stand for a tab and a line break, as in those of the user.
    """

    go_type: str
    columns: Mapping[str, Column[T]]
    table: str
    raw: str | None = None
    whole: Callable[[T], object] | None = None

    def layout(self, source: str = "") -> Layout[T]:
        """The layout for the value of `--format`; "" is the default table.

        Raises:
            TemplateParseError: docker puts `template parsing error: ` before its message.
            UnsupportedTemplate: the template uses a feature that is not implemented here.

        """
        if source == _JSON:
            return Layout(self, "{{json .}}", is_table=False)
        if source in ("", _TABLE):
            return Layout(self, self.table, is_table=True)
        if source == _RAW and self.raw is not None:
            return Layout(self, self.raw, is_table=False)
        return Layout(self, source.removeprefix(_TABLE), is_table=source.startswith(_TABLE))

    def record(self, item: T) -> Record:
        """An item, as a value for templates."""
        if self.whole is None:
            return _Item(self.go_type, _Fields(self.columns, item))
        return _Whole(self.go_type, _Fields(self.columns, item), self.whole(item))

    def fields_used(self, source: str) -> frozenset[str]:
        """The columns that the template `source` uses when it is rendered for an empty item.

        `docker ps` determines them before its request, to find out whether it needs sizes.

        Raises:
            TemplateParseError: docker ps puts `failed to parse template: ` before its message.
            TemplateExecError: docker ps puts `failed to execute template: ` before its message.
            UnsupportedTemplate: the template prints a whole item, or uses what is left out here.

        """
        if "{{" not in source:
            return frozenset()
        fields = _EmptyFields(self.columns)
        Template(source).render(Record(self.go_type, fields))
        return frozenset(fields.used)


class Layout(Generic[T]):
    """A parsed format, which renders items."""

    def __init__(self, formatter: Formatter[T], source: str, *, is_table: bool) -> None:
        """Parse `source`, the template without the word `table`."""
        self.formatter = formatter
        self.is_table = is_table
        self._source = unescaped(source)
        self._fields = _only_fields(self._source, formatter.columns)
        self._template = None if self._fields else Template(self._source)

    def render(self, items: Iterable[T]) -> str:
        """The items, each followed by a line break; for a table with headers and aligned columns.

        Raises:
            TemplateExecError: docker puts `template parsing error: ` before its message.
            UnsupportedTemplate: the template prints a whole item.

        """
        rows = "".join(
            f"{row}\n" for row in (self._plain_rows([*items]) if self._fields else map(self._row, items))
        )
        return align(f"{self._headers()}\n{rows}") if self.is_table else rows

    def _plain_rows(self, items: list[T]) -> Iterable[str]:
        """The rows of a template of fields alone, column by column."""
        columns = [[field.value(item) for item in items] for field in self._fields]
        for item, cells in zip(items, zip(*columns, strict=True), strict=True):
            try:
                yield "\t".join(cells)
            except TypeError:  # a value that is no string
                yield self._row(item)

    def _row(self, item: T) -> str:
        if self._template is None:
            self._template = Template(self._source)
        return self._template.render(self.formatter.record(item))

    def _headers(self) -> str:
        if self._fields:
            return "\t".join(str(field.header) for field in self._fields)
        template = Template(self._source, _HEADER_FUNCTIONS)
        try:
            return template.render(Record(self.formatter.go_type, _HeaderFields(self.formatter.columns)))
        except TemplateExecError as error:
            return error.rendered  # docker shows the part of the header before the error


def _only_fields(source: str, columns: Mapping[str, Column[T]]) -> list[Column[T]]:
    """The columns of a template that consists only of fields separated by tabs, as default tables do; otherwise [].

    They are rendered without the template engine, whose import would take most of the start-up time of `ps`.
    """
    found = [_FIELD.fullmatch(part) for part in source.split("\t")]
    fields = [columns.get(field[1]) if field else None for field in found]
    known = [field for field in fields if field is not None and isinstance(field.header, str)]
    return known if len(known) == len(found) else []


def unescaped(source: str) -> str:
    r"""The template with its `\t` and `\n` replaced by a tab and a line break."""
    return source.strip(" ").replace(r"\t", "\t").replace(r"\n", "\n")


class _Item(Record):
    """A row's data; as a whole it becomes JSON with HTML characters escaped."""

    __slots__ = ()

    def to_json(self) -> str:
        from engineclient.golang import json

        return json.escape_html(super().to_json())


class _Whole(_Item):
    """A row that as a whole becomes other JSON than that of its columns."""

    __slots__ = ("_whole",)

    def __init__(self, go_type: str, fields: _Fields[T], whole: object) -> None:
        super().__init__(go_type, fields)
        self._whole = whole

    def to_json(self) -> str:
        from engineclient.golang import json

        return json.escape_html(json.encode(self._whole))


class _Fields(Generic[T]):
    """An item's fields, computed when a template uses them."""

    __slots__ = ("columns", "item")

    def __init__(self, columns: Mapping[str, Column[T]], item: T) -> None:
        self.columns = columns
        self.item = item

    def __getitem__(self, name: str) -> object:
        return self.columns[name].value(self.item)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.columns))


class _EmptyFields(Generic[T]):
    """The fields of an empty item; records which fields a template uses."""

    def __init__(self, columns: Mapping[str, Column[T]]) -> None:
        self.columns = columns
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> object:
        header = self.columns[name].header
        self.used.add(name)
        return Function(lambda *_: "", header.parameters) if isinstance(header, Function) else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


class _HeaderFields(Generic[T]):
    """The headers in place of the fields. An unknown field has no value, and is not an error.

    `Label` has its header even in the listing of something without labels.
    """

    def __init__(self, columns: Mapping[str, Column[T]]) -> None:
        self.columns = columns

    def __getitem__(self, name: str) -> object:
        column = self.columns.get(name)
        if column is None:
            return _LABEL_HEADER if name == "Label" else None
        return column.header

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


def _label_header(name: str) -> str:
    return name.rpartition(".")[2].replace("-", " ").replace("_", " ")


_LABEL_HEADER: Final = Function(_label_header, ("string",))


def _unchanged(text: str, *_: object) -> str:
    return text


# Functions leave headers unchanged, except pad, which aligns them.
_HEADER_FUNCTIONS: Mapping[str, Function] = {
    "join": Function(_unchanged, ("string", "string")),
    "json": Function(_unchanged, ("string",)),
    "lower": Function(_unchanged, ("string",)),
    "split": Function(_unchanged, ("string", "string")),
    "title": Function(_unchanged, ("string",)),
    "truncate": Function(_unchanged, ("string", "int")),
    "upper": Function(_unchanged, ("string",)),
}
