"""Chapters with files of their own: a compose project, and an image that is built."""

from __future__ import annotations

from typing import Final

from engineclient.tour.chapter import Chapter, Step

__all__ = ["PROJECTS"]

_COMPOSE_FILE: Final = """\
name: tour-shop
services:
  db:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
  web:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    depends_on: [db]
    hostname: blue
"""
_HASH: Final = '{{index .Config.Labels "com.docker.compose.config-hash"}}'

_COMPOSE: Final = Chapter(
    name="compose",
    title="compose: a file, labels, and what is replaced",
    files=(("compose.yaml", _COMPOSE_FILE),),
    steps=(
        Step(
            say="A file describes two services.",
            predict="The engine knows nothing of compose. How will the client find the project's containers again?",
            run=("compose", "up", "-d"),
            answer="By labels: each container and the network carry the project's and the service's name. The network came "
            "first, then the containers, and each was started after those that it depends on.",
            show=(
                (
                    *("ps", "--filter", "label=com.docker.compose.project=tour-shop"),
                    *("--format", '{{.Names}}: {{.Label "com.docker.compose.service"}}'),
                ),
            ),
            host=("ps -o pid,args -p {pid}",),
            of="tour-shop-web-1",
        ),
        Step(
            say="The services share a network, and the engine answers for their names.",
            run=("compose", "exec", "-T", "web", "ping", "-c", "1", "db"),
            answer="`db` is an alias of that container at the network. Compose itself is not part of the conversation.",
        ),
        Step(
            say="The same command again.",
            predict="How does the client know whether anything has changed?",
            run=("compose", "up", "-d"),
            answer="By one more label: the hash of what the file says of the service. It is the same: nothing was replaced.",
            show=(("inspect", "-f", _HASH, "tour-shop-web-1"),),
        ),
        Step(
            say="The host name of `web` changes in the file.",
            write=(("compose.yaml", _COMPOSE_FILE.replace("blue", "green")),),
            predict="What will up do about `web`, and what about `db`?",
            run=("compose", "plan"),
            answer="`plan` compares hashes and sends nothing that changes anything.",
        ),
        Step(
            run=("compose", "up", "-d"),
            predict="Can the host name of a container that runs be changed?",
            answer="No. A new container was created beside the old one, which was stopped and removed, and the new one took "
            "its name.",
            show=(("inspect", "-f", _HASH, "tour-shop-web-1"),),
        ),
        Step(
            predict="What will stay after down?",
            run=("compose", "down"),
            answer="The images, which go with --rmi all, and the volumes, if the project had any, which go with --volumes.",
        ),
    ),
    clean=(("rm", "-f", "tour-shop-web-1", "tour-shop-db-1"), ("network", "rm", "tour-shop_default")),
)

_DOCKERFILE: Final = """\
FROM busybox
RUN echo tools > /tools
COPY page.html /srv/page.html
RUN wc -c /srv/page.html > /srv/size
CMD ["cat", "/srv/page.html", "/srv/size"]
"""

_BUILD: Final = Chapter(
    name="build",
    title="build: steps, layers, and the cache",
    files=(("Dockerfile", _DOCKERFILE), ("page.html", "<h1>one</h1>\n")),
    steps=(
        Step(
            say="A directory with a Dockerfile becomes an image.",
            predict="The engine may run on another machine. How do the files come to it?",
            run=("build", "-t", "tour-site:1", "."),
            answer="With BuildKit the engine asks for them: POST /session gives it a connection to call the client by, "
            "and it takes only the files that it lacks. The classic builder gets the whole directory as a tar archive.",
            show=(("run", "--rm", "tour-site:1"),),
        ),
        Step(
            say="The same once more.",
            predict="Which of the steps will run?",
            run=("build", "-t", "tour-site:1", "."),
            answer="None. A step is known by what it does and by the result of the step before: the cache had them all.",
        ),
        Step(
            say="The page changes.",
            write=(("page.html", "<h1>two, and longer</h1>\n"),),
            predict="Which steps run now, and which come from the cache?",
            run=("build", "-t", "tour-site:2", "."),
            answer="COPY found other bytes, so it and all below it ran; RUN echo above it did not. Hence what changes often "
            "belongs to the end of a Dockerfile.",
            show=(("run", "--rm", "tour-site:2"),),
        ),
        Step(
            say="What the build wrote into the image.",
            run=("history", "--format", "{{.Size}}\t{{.CreatedBy}}", "tour-site:2"),
            answer="RUN and COPY made a layer each. CMD made none: it is a line in the image's configuration.",
        ),
        Step(
            say="A step that fails.",
            write=(("Dockerfile", _DOCKERFILE.replace("wc -c", "no-such-program")),),
            predict="The build began well. How does the client learn that a step has failed?",
            run=("build", "-t", "tour-site:3", "."),
            answer="Inside the stream, whose status was settled before: with BuildKit the call in POST /grpc ends with the "
            "error, with the classic builder it is a record in the answer to POST /build. The client makes the exit code "
            "of it.",
        ),
    ),
    clean=(("rmi", "-f", "tour-site:1", "tour-site:2"),),
)

PROJECTS: Final = (_COMPOSE, _BUILD)
