"""Chapters about what goes in and out of a container: ports, volumes, networks, and where images come from."""

from __future__ import annotations

from typing import Final

from engineclient.tour.chapter import Chapter, Step

__all__ = ["SHARING"]

_PORTS: Final = Chapter(
    name="ports",
    title="Ports: -p, and who listens on the host",
    steps=(
        Step(
            say="A web server in a container listens at port 80 of its own network namespace. Nobody outside "
            "reaches it.",
            predict="With -p 18080:80, which program on the host will hold port 18080?",
            run=("run", "-d", "--name", "tour-ports", "-p", "18080:80", "nginx:alpine"),
            answer="The engine set up a DNAT rule for what comes over the network, and started docker-proxy, which "
            "holds the "
            "port on the host. The server itself never sees port 18080.",
            show=(("port", "tour-ports"),),
            host=(
                "ss -ltnp 'sport = :18080'",
                "iptables -t nat -nL DOCKER",
                "curl -s http://127.0.0.1:18080/ | head -4",
            ),
            of="tour-ports",
        ),
        Step(
            say="A second container with the same port.",
            predict="At which request will it fail: create or start?",
            run=("run", "-d", "--name", "tour-ports2", "-p", "18080:80", "nginx:alpine"),
            answer="At start. Create only wrote the wish down, which is why the container is there now and stays "
            "Created.",
            show=(("ps", "--all", "--filter", "name=tour-ports2", "--format", "{{.Names}} {{.Status}}"),),
        ),
    ),
    clean=(("rm", "-f", "tour-ports", "tour-ports2"),),
)

_VOLUMES: Final = Chapter(
    name="volumes",
    title="Volumes: what outlives a container",
    steps=(
        Step(
            say="A file that is written into the container's own layer.",
            run=("run", "--name", "tour-layer", "busybox", "sh", "-c", "echo kept > /note; ls -l /note"),
            predict="Is the file gone when the process has ended?",
            answer="No: it is in the container's writable layer, and goes with the container, not with the process.",
            show=(("diff", "tour-layer"),),
        ),
        Step(
            say="A volume is a directory that the engine keeps beside all containers.",
            run=(
                *("run", "--rm", "-v", "tour-data:/data", "busybox"),
                *("sh", "-c", "echo hello > /data/note; mount | grep /data"),
            ),
            answer="The engine created the volume on the way and mounted it: the same file system as the engine's own.",
            show=(("volume", "inspect", "-f", "{{.Mountpoint}}", "tour-data"),),
        ),
        Step(
            predict="That container is gone (--rm). What does another one read?",
            run=("run", "--rm", "-v", "tour-data:/data:ro", "busybox", "cat", "/data/note"),
            answer="What the first one wrote. And with :ro the kernel itself refuses to write:",
            show=(("run", "--rm", "-v", "tour-data:/data:ro", "busybox", "touch", "/data/x"),),
        ),
    ),
    clean=(("rm", "-f", "tour-layer"), ("volume", "rm", "tour-data")),
)

_NETWORKS: Final = Chapter(
    name="networks",
    title="Networks: names that containers know each other by",
    steps=(
        Step(
            say="A network of your own.",
            predict="What does the kernel get for it?",
            run=("network", "create", "tour-net"),
            answer="A Linux bridge, a subnet, and rules of the packet filter. The engine's DNS answers inside, at "
            "127.0.0.11.",
            show=(("network", "inspect", "-f", "{{range .IPAM.Config}}{{.Subnet}}{{end}}", "tour-net"),),
            host=("ip -brief link show type bridge",),
        ),
        Step(
            say="A server on it.",
            run=("run", "-d", "--name", "tour-server", "--network", "tour-net", "nginx:alpine"),
            host=("nsenter -t {pid} -n ip -brief addr",),
            of="tour-server",
        ),
        Step(
            say="And a client, which knows nothing but the server's name. No port is published.",
            predict="Will it reach the server?",
            run=("run", "--rm", "--network", "tour-net", "busybox", "wget", "-qO-", "http://tour-server/"),
            answer="Yes: on one network every port is open, and the engine's DNS knows the name.",
            show=(("run", "--rm", "--network", "tour-net", "busybox", "cat", "/etc/resolv.conf"),),
        ),
        Step(
            say="The same from the default network.",
            predict="Which DNS server is asked there, and does it know the name?",
            run=("run", "--rm", "busybox", "cat", "/etc/resolv.conf"),
            answer="The one of the host, which knows no containers: on the default bridge the engine answers no "
            "names. That is "
            "why one makes a network of one's own.",
        ),
    ),
    clean=(("rm", "-f", "tour-server"), ("network", "rm", "tour-net")),
)

_DIGESTS: Final = Chapter(
    name="digests",
    title="Tags move, digests do not",
    steps=(
        Step(
            say="A tag is a name that its owner may move. What was pulled has a digest: the SHA-256 of its manifest.",
            run=("pull", "busybox"),
            predict="The image is here already. Is the registry asked all the same?",
            answer="Yes: only the registry knows where the tag points now. It answered with a digest that is here "
            "already, so "
            "that no layer came.",
        ),
        Step(
            run=("inspect", "-f", "{{json .RepoDigests}}", "busybox"),
            say="The digest is kept with the image.",
            answer="Whoever runs the image by this name gets these bytes and no others: NAME@sha256:DIGEST.",
            show=(("images", "--digests", "busybox"),),
        ),
        Step(
            run=("tag", "busybox", "tour-busybox:mine"),
            predict="A further tag: how many bytes are copied?",
            answer="None: a name was written down that points at the same image.",
            show=(("images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}", "tour-busybox"),),
        ),
        Step(
            run=("rmi", "tour-busybox:mine"),
            answer="Untagged, not deleted: another name still points at it.",
        ),
    ),
    clean=(("rmi", "tour-busybox:mine"),),
)

SHARING: Final = (_PORTS, _VOLUMES, _NETWORKS, _DIGESTS)
