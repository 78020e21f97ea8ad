"""The commonest mistakes: each error comes with its cause and the next step."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.cli.hint_facts import process_at
from engineclient.cli.hints import Failed, hint

NOT_STARTED = "docker: Error response from daemon: failed to create task for container: "


class Known:
    """An engine with three containers, at a port and a socket."""

    def commands(self, path: str) -> list[str]:
        return {"docker": ["run", "ps", "images"], "docker container": ["ls", "rm"]}[path]

    def flags(self, path: str) -> list[str]:
        return ["--detach", "--publish", "--volume"]

    def takes_value(self, path: str, flag: str) -> bool:
        return (path, flag) == ("docker run", "-p")

    def containers(self) -> list[str]:
        return ["web", "db"]

    def images(self) -> list[str]:
        return ["busybox", "nginx:alpine"]

    def networks(self) -> list[str]:
        return ["bridge", "shop"]

    def volumes(self) -> list[str]:
        return ["data"]

    def container(self, name: str) -> tuple[str, str] | None:
        return {"web": ("nginx", "running"), "db": ("redis", "exited")}.get(name)

    def newest_created(self) -> str:
        return "keen_bell"

    def files(self, folder: str) -> list[str]:
        return {"/home/a": ["notes.txt", "b"], "/home/c": ["dockerfile"]}.get(folder, [])

    def users_of(self, kind: str, name: str) -> list[str]:
        return {"volume": ["db"], "network": ["web", "db"]}[kind]

    def port_holder(self, port: int) -> tuple[str, str]:
        return {8080: ("web", ""), 80: ("", "17 (nginx)")}.get(port, ("", ""))


CASES = [
    (
        "invalid volume specification: 'data:d': invalid mount config: invalid mount path: 'd' mount path must be absolute",
        "run -v data:d busybox",
        "The path inside the container begins with /: -v data:/d",
    ),
    (
        "Error response from daemon: Minimum memory limit allowed is 6MB",
        "run -m 64 busybox",
        "A number without a unit is bytes: 64m is 64 MiB.",
    ),
    (
        "no configuration file provided: not found",
        "compose up",
        "compose reads compose.yaml in this directory or one above it; -f names another file.",
    ),
    ("docker: unknown command: docker rnu", "rnu x", 'Did you mean "run"?'),
    ("docker: unknown command: docker container lst", "container lst", 'Did you mean "ls"?'),
    ("unknown flag: --detatch\n\nRun 'docker run --help' for more", "run --detatch x", 'Did you mean "--detach"?'),
    ('at <.Nmaes>: can\'t evaluate field Nmaes in type *formatter.ContainerContext', "ps", 'Did you mean "Names"?'),
    (
        f'{NOT_STARTED}exec: "-d": executable file not found in $PATH',
        "run --rm nginx -d",
        "Flags stand before nginx; behind it they belong to its command. Try: docker run -d --rm nginx",
    ),
    (
        f'{NOT_STARTED}exec: "-d": executable file not found in $PATH',
        "run --rm nginx -d -p 80:80 sh -x",
        "Try: docker run -d -p 80:80 --rm nginx sh -x",
    ),
    (
        f'{NOT_STARTED}exec: "nignx": executable file not found in $PATH',
        "run --name=a x nignx",
        ('The image has no program "nignx". Is it spelt right, and is it in the image? · '
        "The new container stays, in the state Created: docker rm a"),
    ),
    (f'{NOT_STARTED}exec: "/a": permission denied', "run --rm x /a", '"/a" may not be executed'),
    (f"{NOT_STARTED}exec /a: exec format error", "run --rm x /a", "The program is for another CPU"),
    (f"{NOT_STARTED}who knows", "run --name a x", "The new container stays, in the state Created: docker rm a"),
    ("invalid reference format: repository name (library/Nginx) must be lowercase", "pull Nginx", "lower case: nginx"),
    ("the input device is not a TTY", "run -it x", "leave out -t"),
    ("unknown method ListenBuildHistory for service moby.buildkit.v1.Control", "buildx history ls", "is too old for this"),
    ("Error response from daemon: No such container: wbe", "logs wbe", 'Did you mean "web"?'),
    ("Error response from daemon: No such container: qqqq", "logs qqqq", "docker ps --all lists"),
    ("Error response from daemon: No such image: bussybox:latest", "rmi bussybox", 'Did you mean "busybox"?'),
    ("Error response from daemon: No such image: redis:7", "inspect redis:7", "docker pull redis:7"),
    ("network shp not found", "run --network shp x", 'Did you mean "shop"?'),
    ("network qqqqqq not found", "run --network qqqqqq x", "docker network create qqqqqq"),
    ("get dta: no such volume", "volume rm dta", 'Did you mean "data"?'),
    ('The container name "/web" is already in use by container "1"', "run", "container of nginx (running)"),
    ('The container name "/web" is already in use by container "1"', "run", "docker rm -f web"),
    ('The container name "/db" is already in use by container "1"', "run", "docker rm db"),
    ("Bind for 0.0.0.0:8080 failed: port is already allocated", "start a", 'Port 8080 is held by the container "web".'),
    (
        "failed to bind host port for 0.0.0.0:80:172.17.0.2:80/tcp: address already in use",
        "start a",
        "Port 80 is held by process 17 (nginx).",
    ),
    (
        ("driver failed programming external connectivity on endpoint a: Bind for 0.0.0.0:8080 failed: "
        "port is already allocated"),
        "run --name a -p 8080:80 x",
        "docker rm a",
    ),
    ("write /x: no space left on device", "pull x", "docker system df"),
    ('cannot remove "web": container is running: stop the container before removing', "rm web", "docker rm -f web"),
    (
        "You cannot remove a running container 0123. Stop the container before attempting removal or force remove",
        "rm web",
        "docker rm -f web",
    ),
    ("Error response from daemon: container abc is not running", "exec db sh", "docker start db"),
    ("container 12ab is using its referenced image 34", "rmi x", "docker rm 12ab"),
    ("remove data: volume is in use - [1]", "volume rm data", "Used by: db."),
    ("error while removing network: network shop has active endpoints", "network rm shop", "network disconnect shop web"),
    ("pull access denied for nginxx, repository does not exist or may require", "pull nginxx", "docker login"),
    ("manifest for nginx:nope not found: manifest unknown", "pull nginx:nope", "not this tag"),
    ("toomanyrequests: You have reached your pull rate limit", "pull x", "docker login"),
    ('Get "https://reg:5000/v2/": http: server gave HTTP response to HTTPS client', "pull x", "insecure-registries"),
    ('Get "https://registry-1.docker.io/v2/": dial tcp: lookup x', "pull x", "the engine's own network"),
    ('create a/b: "a/b" includes invalid characters for a local volume name', "run -v a/b:/x x", "-v ./a/b"),
    ("Are you trying to mount a directory onto a file (or vice-versa)?", "run", "One side of -v is a file"),
    ("could not select device driver", "run --rm --gpus all x", "NVIDIA Container Toolkit"),
    ("bind source path does not exist: /x", "run --mount type=bind,src=/x,dst=/y z", "-v would create a directory"),
    ("DELETE /containers/web may change something, and this client is read-only", "rm web", "--dry-run shows"),
    (f"{NOT_STARTED}who knows", "run x", "The new container stays, in the state Created: docker rm keen_bell"),
    ("Error response from daemon: container 0123456789abcdef is not running", "exec 01 sh", "docker start 0123456789ab"),
    (
        'template: :1:2: executing "" at <.Nmaes>: map has no entry for key "Nmaes"', "inspect -f x web",
        'Did you mean "Names"?',
    ),
    (
        'template: :1:2: executing "" at <.Foo>: map has no entry for key "Foo"', "inspect -f x web",
        "The fields are: ID, Names, Image.",
    ),
    ("Error response from daemon: invalid filter 'nam'", "ps -f nam=x", 'Did you mean "name"?'),
    ("Error response from daemon: Invalid filter 'nam'", "container ps -f nam=x", 'Did you mean "name"?'),
    ("invalid filter 'qqq'", "volume list -f qqq=x", "The filters are: dangling, driver, label, name."),
    ("invalid filter 'qqq'", "network prune --filter qqq=x", "The filters are: label, label!, until."),
    ("invalid filter 'status=up': invalid value for state (up)", "ps -f status=up", ""),
    ("invalid filter 'qqq'", "events -f qqq=x", ""),
    ("Could not find the file /a/b in container web", "cp web:/a/b .", "What is there: docker exec web ls -a /a"),
    ("Could not find the file /a in container db", "cp db:/a .", "What is there: docker export db | tar t"),
    ("lstat /home/a/note.txt: no such file or directory", "cp note.txt web:/", 'Did you mean "notes.txt"?'),
    ("lstat /home/a/qqqq: no such file or directory", "cp qqqq web:/", "one of this machine"),
    ("no such directory", "cp f web:/a/b/", "Make it first: docker exec web mkdir -p /a/b"),
    (
        "docker: invalid reference format\n\nRun 'docker run --help'", "run --rm -p 1:1 dir:/x busybox",
        '"dir:/x" was taken for the image. A value with a space in it has to be in quotes: -v "$PWD":/src',
    ),
    ("invalid reference format", "pull a:b:c", ""),
    (
        "docker: 'docker build' requires 1 argument\n\nUsage:  docker build [OPTIONS] PATH", "build -t x",
        "the current one is a dot: docker build -t x .",
    ),
    (
        "failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory", "build /home/c",
        'Did you mean "dockerfile"?',
    ),
    (
        "unable to evaluate symlinks in Dockerfile path: lstat /home/a/Dockerfile: no such file or directory",
        "build /home/a", "The directory /home/a has no such file; -f names another one.",
    ),
    (
        'failed to compute cache key: failed to calculate checksum of ref x::y: "/nope": not found',
        "image build -t x .", "What that is: docker image build --dry-run -t x .",
    ),
    ("COPY failed: file not found in build context or excluded", "build .", "docker build --dry-run ."),
    ("must specify at least one container source", "cp a b", "has to be CONTAINER:PATH"),
    ("something else", "ps", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "args", "expected"), CASES, ids=[text[:50] for text, _, _ in CASES])
def test_cause_and_next_step(text: str, args: str, expected: str) -> None:
    sentence = hint(Failed(text, args.split(), "docker", ["ID", "Names", "Image"]), Known())
    assert expected in sentence
    assert bool(sentence) is bool(expected)


def test_the_process_at_a_port(tmp_path: Path) -> None:
    line = "0: 00000000:1F90 00000000:0000 0A 0:0 0:0 0 0 0 4242 1"
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "tcp").write_text(f"header\n{line}\n")
    (tmp_path / "17" / "fd").mkdir(parents=True)
    (tmp_path / "17" / "fd" / "3").symlink_to("socket:[4242]")
    (tmp_path / "17" / "comm").write_text("nginx\n")
    assert process_at(8080, tmp_path) == "17 (nginx)"
    assert process_at(8081, tmp_path) == ""
