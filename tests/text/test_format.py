from typing import NamedTuple

import pytest

from engineclient.golang.template import TemplateExecError, TemplateParseError
from engineclient.text.format import Column, Formatter, label_column


class Container(NamedTuple):
    id: str
    name: str
    ports: str
    labels: dict[str, str]


WEB = Container(
    "0123456789ab", "web", "0.0.0.0:8080->80/tcp", {"com.docker.compose.project": "shop", "a": "1"}
)
DB = Container("ffffffffffff", "db", "", {})
CONTAINERS = Formatter[Container](
    go_type="*formatter.ContainerContext",
    columns={
        "ID": Column("CONTAINER ID", lambda container: container.id),
        "Names": Column("NAMES", lambda container: container.name),
        "Ports": Column("PORTS", lambda container: container.ports),
        "Labels": Column(
            "LABELS", lambda container: ",".join(f"{k}={v}" for k, v in container.labels.items())
        ),
        "Label": label_column(lambda container: container.labels),
        "Platform": Column("PLATFORM", lambda _: None),
    },
    table=r"{{.ID}}\t{{.Ports}}\t{{.Names}}",
    raw=r"container_id: {{.ID}}\nports: {{- pad .Ports 1 0}}\n",
)
TABLE = """\
CONTAINER ID   PORTS                  NAMES
0123456789ab   0.0.0.0:8080->80/tcp   web
ffffffffffff                          db
"""
RAW = """\
container_id: 0123456789ab
ports: 0.0.0.0:8080->80/tcp

container_id: ffffffffffff
ports:

"""


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", TABLE),
        ("table", TABLE),
        ("table ", "\n\n\n"),
        ("raw", RAW),
        ("{{.Names}}", "web\ndb\n"),
        ("  {{.Names}}  ", "web\ndb\n"),
        (r"{{.ID}}\t{{.Names}}", "0123456789ab\tweb\nffffffffffff\tdb\n"),
        (r"{{.ID}}\n{{.Names}}", "0123456789ab\nweb\nffffffffffff\ndb\n"),
        (r"table {{.ID}}\t{{.Names}}", "CONTAINER ID   NAMES\n0123456789ab   web\nffffffffffff   db\n"),
        ("table{{.ID}}", "CONTAINER ID\n0123456789ab\nffffffffffff\n"),
        ("tablex {{.ID}}", "x CONTAINER ID\nx 0123456789ab\nx ffffffffffff\n"),
        ("JSON", "JSON\nJSON\n"),
        (r"table \t{{.Names}}", "          NAMES\n          web\n          db\n"),
        (r"table {{.Names}}\t", "NAMES     \nweb       \ndb        \n"),
        (r"table {{.Names}}\n{{.ID}}", "NAMES\nCONTAINER ID\nweb\n0123456789ab\ndb\nffffffffffff\n"),
        (
            r'table {{.Label "com.docker.compose_x.pro-ject"}}\t{{.Names}}',
            "pro ject   NAMES\n           web\n           db\n",
        ),
        (r'table {{"a-b" | .Label | upper}}', "a b\n\n\n"),
        (
            r'table {{upper .Names}}\t{{truncate .ID 3}}\t{{join (split .Names ",") "/"}}',
            "NAMES     CONTAINER ID   NAMES\nWEB       012            web\nDB        fff            db\n",
        ),
        (
            r"table {{pad .Names 2 2}}\t{{json .Names}}",
            '  NAMES     NAMES\n  web       "web"\n  db        "db"\n',
        ),
        ('table {{.Names | printf "%-10s"}}|', "NAMES     |\nweb       |\ndb        |\n"),
        ('table {{range split .Names ","}}{{.}}{{end}}', "\nweb\ndb\n"),
        ("{{json .Ports}}", '"0.0.0.0:8080->80/tcp"\n""\n'),
    ],
)
def test_layouts_are_those_of_docker_ps(source: str, text: str) -> None:
    assert CONTAINERS.layout(source).render([WEB, DB]) == text


@pytest.mark.parametrize("source", ["json", "{{json .}}"])
def test_json_has_sorted_fields_without_methods_and_hides_html(source: str) -> None:
    assert CONTAINERS.layout(source).render([WEB]) == (
        r'{"ID":"0123456789ab","Labels":"com.docker.compose.project=shop,a=1","Names":"web","Platform":null,'
        r'"Ports":"0.0.0.0:8080-\u003e80/tcp"}'
        "\n"
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", "CONTAINER ID   PORTS     NAMES\n"),
        ("json", ""),
        ("raw", ""),
        ("{{.Nope}}", ""),
        ("table {{.Nope}}", "<no value>\n"),
    ],
)
def test_of_nothing_only_a_table_shows_something(source: str, text: str) -> None:
    assert CONTAINERS.layout(source).render([]) == text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{.Nope}}", "1:2: at <.Nope>: can't evaluate field Nope in type *formatter.ContainerContext"),
        ("table {{.Nope}}", "1:2: at <.Nope>: can't evaluate field Nope in type *formatter.ContainerContext"),
        ("{{.Names.X}}", "1:8: at <.Names.X>: can't evaluate field X in type string"),
    ],
)
def test_what_an_item_has_not_is_an_error(source: str, message: str) -> None:
    with pytest.raises(TemplateExecError) as caught:
        CONTAINERS.layout(source).render([WEB])
    assert str(caught.value).replace('executing "" ', "") == f"template: :{message}"


def test_what_is_no_template_is_an_error_before_any_item() -> None:
    with pytest.raises(TemplateParseError, match=r'^template: :1: function "foo" not defined$'):
        CONTAINERS.layout("table {{foo}}")


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("{{.ID}}", {"ID"}),
        (r"table {{.Names}}\t{{.Ports}}", {"Names", "Ports"}),
        ('{{.Label "a"}}', {"Label"}),
        ("{{if false}}{{.ID}}{{end}}", set[str]()),
        ("json", set[str]()),
    ],
)
def test_fields_used_are_those_a_template_looks_at(source: str, fields: set[str]) -> None:
    assert CONTAINERS.fields_used(source) == fields


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("table {{.Nope}}", "1:8: at <.Nope>: can't evaluate field Nope in type *formatter.ContainerContext"),
        ("{{.Label}}", "1:2: at <.Label>: wrong number of args for Label: want 1 got 0"),
        ("{{slice .ID 0 3}}", "1:2: at <slice .ID 0 3>: error calling slice: index out of range: 3"),
    ],
)
def test_fields_used_finds_what_does_not_fit_before_any_item(source: str, message: str) -> None:
    with pytest.raises(TemplateExecError) as caught:
        CONTAINERS.fields_used(source)
    assert str(caught.value).replace('executing "" ', "") == f"template: :{message}"
