"""The images in the tests' registry: small replacements of the images that tutorials use."""

import tarfile
from collections.abc import Iterable, Sequence

from .elf import printer
from .images import Entry, Image, layer

# What tests may rely on, on any engine
REFERENCES = ("hello-world:latest", "busybox:latest", "alpine:3.20", "nginx:alpine")

HELLO = """
Hello from Docker!
This message shows that your installation appears to be working correctly.

To generate this message, Docker took the following steps:
 1. The Docker client contacted the Docker daemon.
 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.
    ({architecture})
 3. The Docker daemon created a new container from that image which runs the
    executable that produces the output you are currently reading.
 4. The Docker daemon streamed that output to the Docker client, which sent it
    to your terminal.

"""

_PASSWD = """\
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
"""
_GROUP = """\
root:x:0:
daemon:x:1:
www-data:x:33:
users:x:100:
nogroup:x:65534:
"""
_OS_RELEASE = """\
NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.20.3
PRETTY_NAME="Alpine Linux v3.20"
"""
# busybox's httpd as process 1 would ignore the stop signal, so a shell waits beside it
_NGINX = """\
#!/bin/sh
trap 'kill "$server"; exit 0' INT QUIT TERM
httpd -f -vv -p 80 -h /usr/share/nginx/html 2>&1 &
server=$!
wait "$server"
"""
_ENTRYPOINT = """\
#!/bin/sh
echo "$0: Configuration complete; ready for start up"
exec "$@"
"""
_PAGE = """\
<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body><h1>Welcome to nginx!</h1></body>
</html>
"""


def _directories(*names: str) -> list[Entry]:
    return [Entry(name, tarfile.DIRTYPE, 0o1777 if name == "tmp" else 0o755) for name in names]


def _text(name: str, text: str, mode: int = 0o644) -> Entry:
    return Entry(name, mode=mode, data=text.encode())


def _skeleton() -> list[Entry]:
    return [
        *_directories("bin", "dev", "etc", "home", "mnt", "proc", "root", "run", "sbin", "sys", "tmp"),
        *_directories("usr", "usr/bin", "usr/sbin", "usr/share", "var", "var/log", "var/www"),
        _text("etc/passwd", _PASSWD),
        _text("etc/group", _GROUP),
    ]


def _busybox_root(busybox: bytes, applets: Iterable[str]) -> bytes:
    """The files of the busybox image: every applet is a hard link in /bin, and /usr/bin/env exists for scripts."""
    names = sorted({applet.rpartition("/")[2] for applet in applets} - {"busybox"})
    return layer(
        [
            *_skeleton(),
            Entry("bin/busybox", mode=0o755, data=busybox),
            *(Entry(f"bin/{name}", tarfile.LNKTYPE, 0o755, target="bin/busybox") for name in names),
            Entry("usr/bin/env", tarfile.SYMTYPE, 0o777, target="../../bin/env"),
        ]
    )


def _alpine_root(busybox: bytes, applets: Iterable[str]) -> bytes:
    """The files of an Alpine image: every applet is a symbolic link in its own directory."""
    paths = sorted(set(applets) - {"bin/busybox"})
    return layer(
        [
            *_skeleton(),
            _text("etc/alpine-release", "3.20.3\n"),
            _text("etc/os-release", _OS_RELEASE),
            Entry("bin/busybox", mode=0o755, data=busybox),
            *(Entry(path, tarfile.SYMTYPE, 0o777, target="/bin/busybox") for path in paths),
        ]
    )


def build(busybox: bytes, applets: Sequence[str], architecture: str) -> list[Image]:
    """All images of the registry.

    `busybox` is the static executable, `applets` are the paths that it prints for its applets (`usr/bin/env`), and
    `architecture` is Go's name of the machine's architecture.
    """
    hello = printer(HELLO.format(architecture=architecture).encode(), architecture)
    hello_root = layer([Entry("hello", mode=0o755, data=hello)])
    busybox_root = _busybox_root(busybox, applets)
    alpine_root = _alpine_root(busybox, applets)
    nginx_roots = [
        alpine_root,
        layer(
            [
                *_directories("usr/share/nginx", "usr/share/nginx/html"),
                _text("usr/share/nginx/html/index.html", _PAGE),
            ]
        ),
        layer([_text("usr/sbin/nginx", _NGINX, 0o755), _text("docker-entrypoint.sh", _ENTRYPOINT, 0o755)]),
    ]
    nginx_settings = {
        "Entrypoint": ["/docker-entrypoint.sh"],
        "Cmd": ["nginx", "-g", "daemon off;"],
        "ExposedPorts": {"80/tcp": dict[str, str]()},
        "StopSignal": "SIGQUIT",
    }
    return [
        Image("hello-world", ["latest"], architecture, [hello_root], {"Cmd": ["/hello"]}),
        Image("busybox", ["latest", "1.37", "stable"], architecture, [busybox_root], {"Cmd": ["sh"]}),
        Image("alpine", ["3.20", "3", "latest"], architecture, [alpine_root], {"Cmd": ["/bin/sh"]}),
        Image("nginx", ["alpine", "latest"], architecture, nginx_roots, nginx_settings),
    ]
