"""system df beside docker 28.2, whose output on the same answer is below."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.versions import is_before

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

NEVER = -62135596800  # the year 1
NEVER_TOO = "0001-01-01T00:00:00Z"
FOUND: dict[str, Any] = {
    "LayersSize": 300_000_000,
    "Images": [
        {"Id": "sha256:" + "1" * 64, "RepoTags": ["host:5000/web:1", "web:2"], "RepoDigests": None,
         "Created": NEVER, "Size": 150_000_000, "SharedSize": 50_000_000, "Containers": 1},
        {"Id": "sha256:" + "2" * 64, "RepoTags": None, "RepoDigests": ["a@sha256:" + "2" * 64],
         "Created": NEVER, "Size": 2, "SharedSize": -1, "Containers": -1},
    ],
    "Containers": [
        {"Id": "3" * 64, "Names": ["/db/alias", "/web"], "Image": "web:2", "ImageID": "sha256:" + "1" * 64,
         "Command": "nginx -g 'daemon off;' -c x", "Created": NEVER, "Ports": [], "State": "running",
         "Status": "Up 2 hours", "SizeRw": 1_234_567, "SizeRootFs": 150_000_000, "Labels": {},
         "NetworkSettings": {"Networks": {"bridge": {}}},
         "Mounts": [{"Type": "volume", "Name": "data", "Driver": "local", "Destination": "/a"}]},
        {"Id": "4" * 64, "Names": ["/old"], "Image": "", "ImageID": "", "Command": "sh", "Created": NEVER,
         "Ports": [], "State": "exited", "Status": "Exited (0) 3 hours ago", "SizeRw": 2_000},
    ],
    "Volumes": [
        {"Name": "data", "Driver": "local", "Scope": "local", "Mountpoint": "/m", "Labels": None,
         "UsageData": {"RefCount": 1, "Size": 12_345_678}},
        {"Name": "nfs", "Driver": "nfs", "Scope": "global", "Mountpoint": "", "Labels": None,
         "UsageData": {"RefCount": 0, "Size": -1}},
    ],
    "BuildCache": [
        {"ID": "b" * 25, "Type": "regular", "Description": "a > b", "InUse": False, "Shared": True, "Size": 5,
         "CreatedAt": NEVER_TOO, "LastUsedAt": "2026-01-01T00:00:00.5Z", "UsageCount": 2, " Parents": ["x", "y"]},
        {"ID": "a" * 25, "Type": "source.local", "InUse": True, "Shared": False, "Size": 1_234_567,
         "CreatedAt": NEVER_TOO, "LastUsedAt": None, "UsageCount": 0},
    ],
}  # fmt: skip

SUMMARY = """\
TYPE            TOTAL     ACTIVE    SIZE      RECLAIMABLE
Images          2         1         300MB     200MB (66%)
Containers      2         1         1.237MB   2kB (0%)
Local Volumes   2         1         12.35MB   0B (0%)
Build Cache     2         1         1.235MB   0B
"""

RAW_SUMMARY = """\
type: Images
total: 2
active: 1
size: 300MB
reclaimable: 200MB (66%)

type: Containers
total: 2
active: 1
size: 1.237MB
reclaimable: 2kB (0%)

type: Local Volumes
total: 2
active: 1
size: 12.35MB
reclaimable: 0B (0%)

type: Build Cache
total: 2
active: 1
size: 1.235MB
reclaimable: 0B

"""

TABLES = """\
Images space usage:

REPOSITORY      TAG       IMAGE ID       CREATED   SIZE      SHARED SIZE   UNIQUE SIZE   CONTAINERS
host:5000/web   1         111111111111             150MB     50MB          100MB         1
<none>          <none>    222222222222             2B        N/A           N/A           N/A

Containers space usage:

CONTAINER ID   IMAGE        COMMAND                  LOCAL VOLUMES   SIZE      CREATED         STATUS                   NAMES
333333333333   web:2        "nginx -g 'daemon of…"   1               1.23MB    292 years ago   Up 2 hours               web
444444444444   <no image>   "sh"                     0               2kB       292 years ago   Exited (0) 3 hours ago   old

Local Volumes space usage:

VOLUME NAME   LINKS     SIZE
data          1         12.35MB
nfs           0         -1B

Build cache usage: 1.235MB

CACHE ID        CACHE TYPE     SIZE      CREATED         LAST USED       USAGE     SHARED
aaaaaaaaaaaa*   source.local   1.23MB    292 years ago                   0         false
bbbbbbbbbbbb    regular        5B        292 years ago   10 months ago   2         true
"""

RAW_OBJECTS = """\
type: Image
repository: host:5000/web
tag: 1
digest:\x20
image_id: sha256:1111111111111111111111111111111111111111111111111111111111111111
created_at: 0001-01-01 00:00:00 +0000 UTC
virtual_size: 150MB

type: Image
repository: <none>
tag: <none>
digest:\x20
image_id: sha256:2222222222222222222222222222222222222222222222222222222222222222
created_at: 0001-01-01 00:00:00 +0000 UTC
virtual_size: 2B

type: Container
container_id: 3333333333333333333333333333333333333333333333333333333333333333
image: web:2
command: "nginx -g 'daemon off;' -c x"
created_at: 0001-01-01 00:00:00 +0000 UTC
state: running
status: Up 2 hours
names: db/alias,web
labels:
ports:
size: 1.23MB

type: Container
container_id: 4444444444444444444444444444444444444444444444444444444444444444
image: <no image>
command: "sh"
created_at: 0001-01-01 00:00:00 +0000 UTC
state: exited
status: Exited (0) 3 hours ago
names: old
labels:
ports:
size: 2kB

type: Volume
name: data
driver: local

type: Volume
name: nfs
driver: nfs

type: Build Cache
build_cache_id: aaaaaaaaaaaaaaaaaaaaaaaaa*
parent_id:\x20
build_cache_type: source.local
description:\x20
created_at: 0001-01-01 00:00:00 +0000 UTC
created_since: 292 years ago
last_used_at:\x20
last_used_since:\x20
usage_count: 0
in_use: true
shared: false

type: Build Cache
build_cache_id: bbbbbbbbbbbbbbbbbbbbbbbbb
parent_id: x, y
build_cache_type: regular
description: a > b
created_at: 0001-01-01 00:00:00 +0000 UTC
created_since: 292 years ago
last_used_at: 2026-01-01 00:00:00.5 +0000 UTC
last_used_since: 10 months ago
usage_count: 2
in_use: false
shared: true

"""


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(time, "time_ns", lambda: 1_795_527_600 * 10**9)  # 2026-11-24


@pytest.mark.parametrize(
    ("args", "out"),
    [
        ([], SUMMARY),
        (["--format", "table"], SUMMARY),
        (["--format", "raw"], RAW_SUMMARY),
        (["--format", "{{.Type}}"], "Images\nContainers\nLocal Volumes\nBuild Cache\n"),
        (
            ["--format", r"table {{.Type}}\t{{.Active}}"],
            (
                "TYPE            ACTIVE\nImages          1\nContainers      1\n"
                "Local Volumes   1\nBuild Cache     1\n"
            ),
        ),
        (["-v"], TABLES),
        (["-v", "--format", "table"], TABLES),
        (["-v", "--format", "raw"], RAW_OBJECTS),
        (["-v", "--format", "x"], "x"),
        (["-v", "--format", "{{len .Images}} {{len .BuildCache}}"], "2 2"),
        # the prefix shortens, without making a table
        (
            ["-v", "--format", r"table {{range .Volumes}}{{.Name}}\t{{.Links}}\n{{end}}"],
            "data\t1\nnfs\t0\n",
        ),
        (["-v", "--format", "table {{range .BuildCache}}{{.ID}} {{end}}"], "aaaaaaaaaaaa* bbbbbbbbbbbb "),
        (["-v", "--format", "{{range .BuildCache}}{{.ID}} {{end}}"], f"{'a' * 25}* {'b' * 25} "),
        (["-v", "--format", "{{range .Images}}{{.CreatedSince}}|{{.Digest}};{{end}}"], "|;|;"),
        (["-v", "--format", "{{range .BuildCache}}{{.Parent}}|{{end}}"], "|x, y|"),
    ],
)
def test_formats(minidocker: Minidocker, args: list[str], out: str) -> None:
    minidocker.answers = {"GET /system/df": FOUND}
    assert minidocker("system", "df", *args) == (0, out, "")
    assert minidocker.asked == ["GET /system/df"]


def test_json_is_one_object_a_kind(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /system/df": FOUND}
    assert minidocker("system", "df", "--format", "json").out.splitlines()[0] == (
        '{"Active":"1","Reclaimable":"200MB (66%)","Size":"300MB","TotalCount":"2","Type":"Images"}'
    )


@pytest.mark.parametrize("source", ["json", "{{json .}}"])
def test_json_of_all_objects(minidocker: Minidocker, source: str) -> None:
    minidocker.answers = {"GET /system/df": FOUND}
    out = minidocker("system", "df", "-v", "--format", source).out
    assert out.startswith('{"Images":[{"Containers":"1","CreatedAt":"0001-01-01 00:00:00 +0000 UTC",')
    assert out.endswith(
        '"Volumes":[{"Availability":"N/A","Driver":"local","Group":"N/A","Labels":"","Links":"1",'
        '"Mountpoint":"/m","Name":"data","Scope":"local","Size":"12.35MB","Status":"N/A"},'
        '{"Availability":"N/A","Driver":"nfs","Group":"N/A","Labels":"","Links":"0","Mountpoint":"",'
        '"Name":"nfs","Scope":"global","Size":"-1B","Status":"N/A"}],'
        '"BuildCache":[{"CacheType":"source.local","CreatedAt":"0001-01-01 00:00:00 +0000 UTC",'
        '"CreatedSince":"292 years ago","Description":"","ID":"aaaaaaaaaaaaaaaaaaaaaaaaa*","InUse":"true",'
        '"LastUsedAt":"","LastUsedSince":"","Parent":"","Shared":"false","Size":"1.23MB","UsageCount":"0"},'
        '{"CacheType":"regular","CreatedAt":"0001-01-01 00:00:00 +0000 UTC","CreatedSince":"292 years ago",'
        '"Description":"a \\u003e b","ID":"bbbbbbbbbbbbbbbbbbbbbbbbb","InUse":"false",'
        '"LastUsedAt":"2026-01-01 00:00:00.5 +0000 UTC","LastUsedSince":"10 months ago","Parent":"x, y",'
        '"Shared":"true","Size":"5B","UsageCount":"2"}]}'
    )


EMPTY = """\
Images space usage:

REPOSITORY   TAG       IMAGE ID   CREATED   SIZE      SHARED SIZE   UNIQUE SIZE   CONTAINERS

Containers space usage:

CONTAINER ID   IMAGE     COMMAND   LOCAL VOLUMES   SIZE      CREATED   STATUS    NAMES

Local Volumes space usage:

VOLUME NAME   LINKS     SIZE

Build cache usage: 0B

CACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED
"""


def test_nothing_at_all(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /system/df": {"LayersSize": 0, "Images": None, "BuildCache": None}}
    assert minidocker("system", "df", "-v") == (0, EMPTY, "")
    assert minidocker("system", "df").out.splitlines()[1:] == [
        "Images          0         0         0B        0B",
        "Containers      0         0         0B        0B",
        "Local Volumes   0         0         0B        0B",
        "Build Cache     0         0         0B        0B",
    ]


@pytest.mark.parametrize(
    ("tags", "digests", "shown"),
    [
        (["host:5000/a/b:c"], [], ["host:5000/a/b c"]),
        (["docker.io/library/x:1"], [], ["x 1"]),
        (["r:t@sha256:" + "1" * 64], [], ["r t"]),
        (["abc"], [], ["<none> <none>"]),
        (None, ["a@sha256:" + "1" * 64], ["<none> <none>"]),
        (["<none>:<none>"], ["<none>@<none>"], ["<none> <none>"]),
        (["<none>:<none>"], [], []),
        (["Not a name:1"], [], []),
    ],
)
def test_the_name_of_an_image(
    minidocker: Minidocker, tags: list[str] | None, digests: list[str], shown: list[str]
) -> None:
    image = {**FOUND["Images"][0], "RepoTags": tags, "RepoDigests": digests}
    minidocker.answers = {"GET /system/df": {"Images": [image]}}
    source = r"{{range .Images}}{{.Repository}} {{.Tag}}\n{{end}}"
    assert minidocker("system", "df", "-v", "--format", source).out.splitlines() == shown


def test_the_build_cache_is_in_the_order_of_its_last_use(minidocker: Minidocker) -> None:
    uses = {
        "d": "2026-01-02T00:00:00Z",
        "c": None,
        "b": "2026-01-01T00:00:00Z",
        "a": "2026-01-02T01:00:00+01:00",
    }
    records = [{"ID": id, "Type": "regular", "Size": 0, "LastUsedAt": moment} for id, moment in uses.items()]
    minidocker.answers = {"GET /system/df": {"BuildCache": records}}
    shown = minidocker("system", "df", "-v", "--format", "{{range .BuildCache}}{{.ID}}{{end}}")
    assert shown.out == "cbad"


@pytest.mark.parametrize(
    ("args", "out", "err"),
    [
        (["--format", "{{"], "", "template parsing error: template: :1: unclosed action"),
        (["-v", "--format", "{{"], "", "template parsing error: template: :1: unclosed action"),
        (
            ["--format", "{{.Nope}}"],
            "",
            (
                'template parsing error: template: :1:2: executing "" at <.Nope>: '
                "can't evaluate field Nope in type *formatter.diskUsageImagesContext"
            ),
        ),
        (
            ["-v", "--format", "a {{.Nope}}"],
            "a ",
            (
                'template: :1:4: executing "" at <.Nope>: '
                "can't evaluate field Nope in type *formatter.diskUsageContext"
            ),
        ),
    ],
)
def test_a_bad_template_is_told_after_the_request(
    minidocker: Minidocker, args: list[str], out: str, err: str
) -> None:
    minidocker.answers = {"GET /system/df": FOUND}
    assert minidocker("system", "df", *args) == (1, out, f"{err}\n")
    assert minidocker.asked == ["GET /system/df"]


@pytest.mark.parametrize(
    ("version", "verbose", "asked"),
    [
        ("1.51", False, "GET /system/df"),
        ("1.51", True, "GET /system/df"),
        ("1.52", False, "GET /system/df"),
        ("1.52", True, "GET /system/df?verbose=1"),
    ],
)
def test_newer_engines_tell_of_each_object_only_if_asked(
    minidocker: Minidocker, version: str, verbose: bool, asked: str
) -> None:
    usage = {"TotalCount": 1, "TotalSize": 300_000_000, "Reclaimable": 200_000_000}
    images = {"ImageUsage": usage | ({"Items": FOUND["Images"]} if verbose else {})}
    minidocker.api_version = version
    minidocker.answers = {"GET /system/df": FOUND if is_before(version, "1.52") else images}
    out = minidocker("system", "df", *(["-v"] if verbose else [])).out
    assert minidocker.asked == [asked]
    assert ("host:5000/web" if verbose else "200MB (66%)") in out
