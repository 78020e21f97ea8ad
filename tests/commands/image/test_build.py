"""build, with the classic builder: what is asked of the engine, what is shown, how it ends."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.commands.engine import Minidocker

ID = f"sha256:{'5' * 64}"
BUILT = (
    b'{"stream":"Step 1/1 : FROM scratch"}\n{"stream":"\\n"}\n{"aux":{"ID":"%s"}}\n{"stream":"Successfully built 555\\n"}\n'
    % ID.encode()
)
SENDING = "Sending build context to Docker daemon  2.048kB\r\r\n"
SHOWN = f"{SENDING}Step 1/1 : FROM scratch\nSuccessfully built 555\n"
USAGE = "\n\nUsage:  minidocker build [OPTIONS] PATH | URL | -\n\nRun 'minidocker build --help' for more information\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DOCKER_BUILDKIT", "0")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "Dockerfile").write_text("FROM scratch\n")
    return tmp_path


@pytest.fixture
def built(minidocker: Minidocker) -> Minidocker:
    minidocker.answers = {"POST /build": BUILT}
    return minidocker


def parameters(minidocker: Minidocker) -> dict[str, Any]:
    """The query of the build, JSON decoded."""
    query = parse_qs(urlsplit(minidocker.asked[-1].split()[1]).query, keep_blank_values=True)
    decoded: dict[str, Any] = {}
    for name, (value, *more) in query.items():
        decoded[name] = json.loads(value) if value[:1] in "[{" else [value, *more] if more else value
    return decoded


def names(minidocker: Minidocker) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(minidocker.bodies[-1])) as tar:
        return tar.getnames()


def test_a_build(built: Minidocker) -> None:
    assert built("build", "c") == (0, SHOWN, "")
    assert parameters(built) == {"dockerfile": "Dockerfile", "version": "1"}
    assert names(built) == ["Dockerfile"]


@pytest.mark.parametrize("command", [["image", "build"], ["builder", "build"]])
def test_its_other_names(built: Minidocker, command: list[str]) -> None:
    assert built(*command, "c").code == 0


@pytest.mark.parametrize(
    ("flags", "sent"),
    [
        (["-t", "a", "--tag", "b:1"], {"t": ["a", "b:1"]}),
        (
            ["--build-arg", "A=1", "--build-arg", "E", "--build-arg", "N"],
            {"buildargs": {"A": "1", "E": "e", "N": None}},
        ),
        (["--label", "x=1", "--label", "y", "--label", "x=2"], {"labels": {"x": "2", "y": ""}}),
        (["--rm=false", "--force-rm"], {"rm": "0", "forcerm": "1"}),
        (["--no-cache", "--pull"], {"nocache": "1", "pull": "1"}),
        (["--cache-from", "a,b", "--cache-from", "c"], {"cachefrom": ["a", "b", "c"]}),
        (["--network", "host"], {"networkmode": "host"}),
        (["--network", "default", "--isolation", "default"], {}),
        (["--isolation", "hyperv"], {"isolation": "hyperv"}),
        (
            ["--ulimit", "nofile=1:2", "--ulimit", "core=3"],
            {"ulimits": [{"Name": "core", "Hard": 3, "Soft": 3}, {"Name": "nofile", "Hard": 2, "Soft": 1}]},
        ),
        (
            ["-m", "2m", "--memory-swap", "-1", "--shm-size", "1m"],
            {"memory": "2097152", "memswap": "-1", "shmsize": "1048576"},
        ),
        (
            [
                "-c",
                "3",
                "--cpu-period",
                "4",
                "--cpu-quota",
                "5",
                "--cpuset-cpus",
                "0-1",
                "--cpuset-mems",
                "0",
            ],
            {"cpushares": "3", "cpuperiod": "4", "cpuquota": "5", "cpusetcpus": "0-1", "cpusetmems": "0"},
        ),
        (["--cgroup-parent", "/x", "--target", "t"], {"cgroupparent": "/x", "target": "t"}),
        (["--platform", "Linux/AMD64"], {"platform": "linux/amd64"}),
        (["--security-opt", "a,b"], {"securityopt": ["a", "b"]}),
    ],
)
def test_flags(
    built: Minidocker, flags: list[str], sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("E", "e")
    assert built("build", *flags, "c").code == 0
    assert parameters(built) == {"dockerfile": "Dockerfile", "version": "1", **sent}


@pytest.mark.parametrize(
    ("libpod", "sent"),
    [(False, ["a:1.2.3.4", "b:::1"]), (True, ["a:1.2.3.4", "b:::1"])],
)
def test_hosts_are_lines_for_docker_and_json_for_podman(
    built: Minidocker, libpod: bool, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    answering = built._answer

    def ping(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("_ping"):
            return httpx.Response(200, headers={"Libpod-API-Version": "5.4.2"} if libpod else {})
        return answering(request)

    monkeypatch.setattr(built, "_answer", ping)
    assert built("build", "--add-host", "a:1.2.3.4", "--add-host", "b=::1", "c").code == 0
    query = parse_qs(urlsplit(built.asked[-1].split()[1]).query)
    assert query["extrahosts"] == ([json.dumps(sent, separators=(",", ":"))] if libpod else sent)


def test_proxies_of_the_configuration_and_every_login_are_sent(built: Minidocker, here: Path) -> None:
    (here / "config").mkdir()
    (here / "config" / "config.json").write_text(
        json.dumps({"proxies": {"default": {"httpProxy": "http://p"}}, "auths": {"r.io": {"auth": "dTpw"}}})
    )
    assert built("build", "--build-arg", "HTTP_PROXY=x", "c").code == 0
    assert parameters(built)["buildargs"] == {"HTTP_PROXY": "x", "http_proxy": "http://p"}


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["-t", "UP", "c"], ('invalid argument "UP" for "-t, --tag" flag: invalid reference format: repository name '
         "(library/UP) must be lowercase")),
        (["--label", "=b", "c"], """invalid argument "=b" for "--label" flag: invalid label '=b': empty name"""),
        (["--build-arg", "=x", "c"], 'invalid argument "=x" for "--build-arg" flag: invalid environment variable: =x'),
        (["--ulimit", "x", "c"], 'invalid argument "x" for "--ulimit" flag: invalid ulimit argument: x'),
        (["--add-host", "x", "c"], 'invalid argument "x" for "--add-host" flag: bad format for add-host: "x"'),
        (["-m", "x", "c"], """invalid argument "x" for "-m, --memory" flag: invalid size: 'x'"""),
        (["--secret", "id=x", "c"], "unknown flag: --secret"),
        (["--ssh", "default", "c"], "unknown flag: --ssh"),
        (["--progress", "plain", "c"], "unknown flag: --progress"),
        (["--output", "x", "c"], "unknown flag: --output"),
        (["-qo", "x", "c"], "unknown shorthand flag: 'o' in -o"),
    ],
)  # fmt: skip
def test_flags_that_are_refused(built: Minidocker, args: list[str], complaint: str) -> None:
    assert built("build", *args) == (125, "", complaint + USAGE)
    assert built.asked == []


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["nope"], 'unable to prepare context: path "nope" not found'),
        (["c/Dockerfile"], "unable to prepare context: context must be a directory: {here}/c/Dockerfile"),
        (
            ["-f", "nope", "c"],
            (
                "unable to prepare context: unable to evaluate symlinks in Dockerfile path: "
                "lstat {here}/nope: no such file or directory"
            ),
        ),
        (["-f", "-", "-"], "invalid argument: can't use stdin for both build context and dockerfile"),
    ],
)
def test_no_context(built: Minidocker, here: Path, args: list[str], complaint: str) -> None:
    assert built("build", *args) == (1, "", complaint.format(here=here) + "\n")
    assert built.asked == []


def test_patterns_that_cannot_be_read(built: Minidocker, here: Path) -> None:
    (here / "c" / ".dockerignore").write_text("[")
    assert built("build", "c") == (1, "", "error checking context: syntax error in pattern\n")


def test_a_dockerfile_outside_of_the_context(built: Minidocker, here: Path) -> None:
    (here / "D").write_text("FROM scratch")
    assert built("build", "-f", "D", "c").code == 0
    name = parameters(built)["dockerfile"]
    assert name.startswith(".dockerfile.")
    assert names(built) == ["Dockerfile", ".dockerignore", name]


@pytest.fixture
def stdin(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that is standard input."""
    path = here / "stdin"
    path.touch()
    with path.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        yield path


def test_a_dockerfile_on_standard_input(built: Minidocker, here: Path, stdin: Path) -> None:
    stdin.write_bytes(b"FROM scratch\n")
    assert built("build", "-") == (0, SHOWN, "")
    assert names(built) == ["Dockerfile"]


def test_an_archive_on_standard_input(built: Minidocker, here: Path, stdin: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.add(here / "c" / "Dockerfile", "D")
    stdin.write_bytes(buffer.getvalue())
    assert built("build", "-f", "D", "-").code == 0
    assert parameters(built)["dockerfile"] == "D"
    assert built.bodies[-1] == buffer.getvalue()


@pytest.mark.parametrize("url", ["github.com/x/y.git", "https://host/x.git#-x"])
def test_a_repository_without_git(
    built: Minidocker, here: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PATH", str(here))
    text = (
        "unable to prepare context: unable to find 'git': exec: \"git\": executable file not found in $PATH\n"
    )
    assert built("build", url) == (1, "", text)


def test_a_dockerfile_on_standard_input_and_one_named(built: Minidocker, here: Path, stdin: Path) -> None:
    stdin.write_bytes(b"FROM scratch\n")
    text = "unable to prepare context: ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles\n"
    assert built("build", "-f", "x", "-") == (1, "", text)


def test_the_id_in_a_file(built: Minidocker, here: Path) -> None:
    (here / "id").write_text("old")
    assert built("build", "--iidfile", "id", "c").code == 0
    assert (here / "id").read_text() == ID


def test_an_old_id_is_not_left_after_a_failure(minidocker: Minidocker, here: Path) -> None:
    (here / "id").write_text("old")
    minidocker.answers = {"POST /build": (500, "no")}
    assert minidocker("build", "--iidfile", "id", "c") == (1, SENDING, "Error response from daemon: no\n")
    assert not (here / "id").exists()


def test_an_id_that_is_not_told(minidocker: Minidocker) -> None:
    minidocker.answers = {"POST /build": b'{"stream":"x\\n"}\n'}
    assert minidocker("build", "--iidfile", "id", "c") == (
        1, f"{SENDING}x\n", "Server did not provide an image ID. Cannot write id\n",
    )  # fmt: skip


def test_quiet(minidocker: Minidocker, here: Path) -> None:
    minidocker.answers = {
        "POST /build": b'{"aux":{"ID":"%s"}}\n{"stream":"%s\\n"}\n' % (ID.encode(), ID.encode())
    }
    assert minidocker("build", "-q", "--iidfile", "id", "c") == (0, f"{ID}\n", "")
    assert (here / "id").read_text() == f"{ID}\n"  # as docker writes it
    assert parameters(minidocker)["q"] == "1"


FAILED = b'{"stream":"Step 1/1\\n"}\n{"errorDetail":{"code":7,"message":"returned a non-zero code: 7"},"error":"x"}\n'


@pytest.mark.parametrize(
    ("flags", "answer", "ended"),
    [
        ([], FAILED, (7, f"{SENDING}Step 1/1\n", "returned a non-zero code: 7\n")),
        (["-q"], FAILED, (7, "", f"{SENDING}Step 1/1\nreturned a non-zero code: 7\n")),
        ([], b'{"error":"no such stage"}\n', (1, SENDING, "no such stage\n")),
        (["-q"], (400, "parse error"), (1, "", f"{SENDING}Error response from daemon: parse error\n")),
    ],
)
def test_failures(minidocker: Minidocker, flags: list[str], answer: Any, ended: tuple[int, str, str]) -> None:
    minidocker.answers = {"POST /build": answer}
    assert minidocker("build", *flags, "c") == ended


def test_compressed(built: Minidocker) -> None:
    assert built("build", "--compress", "c").code == 0
    assert built.bodies[-1].startswith(b"\x1f\x8b")


def test_squash_needs_an_experimental_engine(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /_ping": b"OK"}
    text = '"--squash" is only supported on a Docker daemon with experimental features enabled\n'
    assert minidocker("build", "--squash", "c") == (1, "", text)


def test_which_builder(minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_BUILDKIT", "x")
    text = 'DOCKER_BUILDKIT environment variable expects boolean value: strconv.ParseBool: parsing "x": invalid syntax\n'
    assert minidocker("build", "c") == (1, "", text)


def test_buildx_builds_with_buildkit(minidocker: Minidocker) -> None:
    assert minidocker("buildx", "build", "--progress", "nope", "c") == (
        1,
        "",
        "ERROR: invalid progress mode nope\n",
    )


SWITCH = (
    "Switch to a different driver, or turn on the containerd image store, and try again.\n"
    "Learn more at https://docs.docker.com/go/"
)


MULTI = "ERROR: failed to build: Multi-platform build is not supported for the docker driver.\n"


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--progress", "nope"], "ERROR: invalid progress mode nope"),
        (["--progress", "tty"], "ERROR: failed to get console: provided file is not a console"),
        (["--secret", "foo"], "ERROR: invalid field 'foo' must be a key=value pair"),
        (["--secret", "id=a,x=y"], "ERROR: unexpected key 'x' in 'x=y'"),
        (["--secret", "src=a"], "ERROR: failed to build: secret missing ID"),
        (["--secret", "id=a,type=x"], 'ERROR: unsupported secret type "x"'),
        (
            ["--secret", "id=a,src=/nope"],
            "ERROR: failed to build: failed to stat /nope: stat /nope: no such file or directory",
        ),
        (
            ["--ssh", "default"],
            (
                "ERROR: failed to build: failed to convert agent config {default [] false}: invalid empty ssh agent socket: "
                "make sure SSH_AUTH_SOCK is set"
            ),
        ),
        (["-o", "a=b,c=d"], "ERROR: type is required for output"),
        (["-o", "type=local"], "ERROR: failed to build: dest is required for local exporter"),
        (["--builder", "other"], 'ERROR: no builder "other" found'),
        (
            ["--cache-to", "type=local,dest=x"],
            f"ERROR: failed to build: Cache export is not supported for the docker driver.\n{SWITCH}build-cache-backends/",
        ),
        (
            ["--platform", "linux/amd64,linux/arm64"],
            MULTI + f"{SWITCH}build-multi-platform/",
        ),
        (
            ["--sbom", "true"],
            f"ERROR: failed to build: Attestation is not supported for the docker driver.\n{SWITCH}attestations/",
        ),
        (
            ["--push"],
            "ERROR: failed to build: tag is needed when pushing to registry",
        ),
        (
            ["--build-context", "a=b"],
            "ERROR: failed to build: failed to get build context a: stat b: no such file or directory",
        ),
        (
            ["--annotation", "a=b"],
            (
                "--annotation is not supported by minidocker: this engine's image store would drop it; use --label, "
                "or LABEL in the Dockerfile"
            ),
        ),
        (["--allow", "x"], "ERROR: failed to build: unknown entitlement x"),
        (["-t", "UP"], 'ERROR: failed to build: invalid tag "UP": repository name must be lowercase'),
        (["--label", "=x"], 'ERROR: invalid key-value pair "=x": empty key'),
        (["--build-arg", ""], 'ERROR: invalid key-value pair "": empty key'),
        (["--add-host", "h:x"], "ERROR: failed to build: invalid host h:x"),
        (["--build-context", "a=target:b"], "ERROR: failed to build: failed to find target b for context a"),
        (["-o", "c/Dockerfile"], "ERROR: failed to build: destination directory c/Dockerfile is a file"),
        (["-o", "type=tar,dest=c"], "ERROR: failed to build: destination file c is a directory"),
        (
            ["-o", "type=tar,dest=no/x"],
            "ERROR: failed to build: failed to open open no/x: no such file or directory",
        ),
        (["--secret", "id=a,src=big"], "ERROR: failed to build: secret a too big. max size 500KiB"),
        (
            [
                "--isolation",
                "a",
                "--security-opt",
                "b",
                "--squash",
                "-m",
                "x",
                "--memory-swap",
                "y",
                "--call",
                "a,b",
            ],
            (
                "WARNING: isolation flag is deprecated with BuildKit.\n"
                'WARNING: security-opt flag is deprecated. "RUN --security=insecure" should be used with BuildKit.\n'
                "WARNING: experimental flag squash is removed with BuildKit. You should squash inside build using a "
                "multi-stage Dockerfile for efficiency.\n"
                "ERROR: invalid print value: a,b"
            ),
        ),
        (["--print", "a,b"], "ERROR: invalid print value: a,b"),
        (["d"], f"ERROR: minidocker: 'minidocker build' requires 1 argument{USAGE.rstrip()}"),
        (["--call", "a,b"], "ERROR: invalid print value: a,b"),
        (["--cache-to", "type="], 'ERROR: type required form> "type="'),
        (
            ["--iidfile", "id", "-o", "x"],
            "ERROR: local and tar exporters are incompatible with image ID file",
        ),
        (
            ["--cache-from", "type=s3,bucket=x"],
            (
                "ERROR: --cache-from type=s3 is not supported by minidocker: it would need credentials of its own; "
                "name an image, or a directory with type=local"
            ),
        ),
    ],
)
def test_flags_of_buildkit_that_are_refused(
    minidocker: Minidocker, here: Path, flags: list[str], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_BUILDKIT", "1")
    (here / "big").write_bytes(bytes(600_000))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert minidocker("build", *flags, "c") == (1, "", complaint + "\n")
    assert not [request for request in minidocker.asked if "/build" in request]


NO_KEY = (
    "ERROR: failed to build: failed to convert agent config {default [c/Dockerfile] false}: failed to convert agent config "
    'for ID: "default": failed to parse c/Dockerfile: ssh: no key found\n'
)


def test_a_key_is_no_agent(minidocker: Minidocker, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_BUILDKIT", "1")
    assert minidocker("build", "--ssh", "default=c/Dockerfile", "c") == (1, "", NO_KEY)
    (here / "c" / "Dockerfile").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    ended = minidocker("build", "--ssh", "default=c/Dockerfile", "c")
    assert ended.code == 1
    assert "ssh-add c/Dockerfile" in ended.err
