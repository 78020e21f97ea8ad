"""Builds. Source: Engine API, tag Image, `/build`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.api import decoders
from engineclient.api.parameters import (
    Filters,
    compact,
    encode_filters,
    needs,
    nothing,
    query,
    view,
)
from engineclient.api.registry_auth import KEPT
from engineclient.backend import Content
from engineclient.calls import (
    EVERY_REGISTRY,
    Api,
    Call,
    HijackCall,
    Request,
    S_co,
    StreamCall,
    endpoint,
    hijacking,
    streaming,
)
from engineclient.models.images import BuildCachePruned, Progress
from engineclient.wire.frames import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Builds(Api[S_co]):
    """Build images, and look after what builds leave behind: a part of `engine.images`."""

    @streaming
    def build(
        self,
        context: Content | str | None,
        *,
        dockerfile: str | None = None,
        tags: Sequence[str] | None = None,
        buildargs: Mapping[str, str | None] | None = None,
        labels: Mapping[str, str] | None = None,
        target: str | None = None,
        platform: str | None = None,
        pull: bool = False,
        nocache: bool = False,
        cachefrom: Sequence[str] | None = None,
        networkmode: str | None = None,
        extrahosts: Sequence[str] | None = None,
        quiet: bool = False,
        rm: bool = True,
        forcerm: bool = False,
        squash: bool = False,
        memory: int | None = None,
        memswap: int | None = None,
        cpushares: int | None = None,
        cpusetcpus: str | None = None,
        cpusetmems: str | None = None,
        cpuperiod: int | None = None,
        cpuquota: int | None = None,
        shmsize: int | None = None,
        ulimits: Sequence[Mapping[str, object]] | None = None,
        cgroupparent: str | None = None,
        isolation: str | None = None,
        securityopt: Sequence[str] | None = None,
        registry_config: str | None = None,
        auth: Literal["config"] | None = None,
        version: int | None = None,
        session: str | None = None,
        buildid: str | None = None,
        outputs: Sequence[Mapping[str, object]] | None = None,
    ) -> StreamCall[Progress]:
        """Build an image. `POST /build`.

        The answer is a stream: of the classic builder's text in `stream`, of BuildKit's trace (version 2) in records
        whose `id` is `moby.buildkit.trace`.

        Args:
            context: a tar archive with the Dockerfile and what it copies, plain or compressed (an iterable is sent as
                it comes); or the URL of one, of a Dockerfile or of a git repository, which the engine fetches; None
                if the session has it.
            dockerfile: its path in the archive, `Dockerfile` if not given.
            tags: names for the image.
            buildargs: values of ARG instructions; None is an argument without a value, which keeps its default.
            labels: for the image.
            target: the stage to stop at.
            platform: `os/arch`, if not the engine's own.
            pull: ask the registry for newer base images.
            nocache: run every step again.
            cachefrom: images whose layers may be reused.
            networkmode: of RUN: `bridge`, `host`, `none`, a network, `container:<id>`.
            extrahosts: `name:address` lines for /etc/hosts.
            quiet: no output but the id.
            rm: remove intermediate containers after success.
            forcerm: and after failure.
            squash: one new layer instead of many (experimental engines).
            memory: limit in bytes.
            memswap: of memory plus swap, in bytes; -1 for any.
            cpushares: weight among others.
            cpusetcpus: which CPUs, `0-2,4`.
            cpusetmems: which memory nodes, `0-2,4`.
            cpuperiod: microseconds.
            cpuquota: microseconds in each period.
            shmsize: of /dev/shm, in bytes.
            ulimits: of RUN, each `{"Name": "nofile", "Soft": 1024, "Hard": 2048}`.
            cgroupparent: the cgroup to put the containers of RUN below.
            isolation: of RUN (Windows).
            securityopt: security options of RUN (Windows).
            registry_config: credentials for base images, as the header X-Registry-Config wants them; BuildKit asks
                the session instead.
            auth: `"config"` instead of `registry_config` for all that docker's config.json keeps.
            version: 1 for the classic builder, 2 for BuildKit (API 1.38); the engine's choice if not given.
            session: the id of the session that BuildKit may ask for files, secrets and credentials.
            buildid: a name by which `build_cancel` can end the build.
            outputs: where BuildKit leaves the result, each `{"Type": "local", "Attrs": {}}` (API 1.40).

        Raises:
            BadRequest: a parameter, or the Dockerfile's syntax, is wrong.
            StreamError: while reading: a step failed; `code` is its exit code if the classic builder ran it. `aux.id`
                of a late record is the image's id.

        """
        remote, content = (context, None) if isinstance(context, str) else (None, context)
        parameters = {
            "dockerfile": dockerfile,
            "t": tags,
            "remote": remote,
            "buildargs": buildargs or None,
            "labels": labels or None,
            "target": target,
            "platform": platform,
            "pull": pull,
            "nocache": nocache,
            "cachefrom": compact([*cachefrom]) if cachefrom else None,
            "networkmode": networkmode,
            "extrahosts": extrahosts,
            "q": quiet,
            "rm": None if rm else "0",  # removes by default
            "forcerm": forcerm,
            "squash": squash,
            "memory": memory,
            "memswap": memswap,
            "cpushares": cpushares,
            "cpusetcpus": cpusetcpus,
            "cpusetmems": cpusetmems,
            "cpuperiod": cpuperiod,
            "cpuquota": cpuquota,
            "shmsize": shmsize,
            "ulimits": compact([*ulimits]) if ulimits else None,
            "cgroupparent": cgroupparent,
            "isolation": isolation,
            "securityopt": securityopt,
            "version": version,
            "session": session,
            "buildid": buildid,
            "outputs": compact([*outputs]) if outputs else None,
        }
        headers = {"Content-Type": "application/x-tar"}
        if registry_config is not None:
            headers["X-Registry-Config"] = registry_config
        request = Request(
            method="POST",
            path="/build",
            query=query(parameters),
            headers=headers,
            login=EVERY_REGISTRY if auth == KEPT else "",
            content=content,
            patience=None,
        )
        return StreamCall(request, decoders.progress)

    @hijacking
    def session(self, headers: Mapping[str, str | list[str]]) -> HijackCall:
        """Open a session: from then on the engine makes calls on the connection, in HTTP/2. `POST /session`.

        Deprecated since API 1.53, in favour of HTTP/2 on the engine's own socket; engines of today still have it.

        Args:
            headers: what the session is called and offers: `engineclient.build.session.Session.headers`.

        """
        request = Request(
            method="POST",
            path="/session",
            headers={"Connection": "Upgrade", "Upgrade": "h2c", **headers},
            upgrade=True,
            patience=None,
        )
        return HijackCall(request, lambda _: Raw())

    @hijacking
    def grpc(self) -> HijackCall:
        """Open a connection on which BuildKit itself can be called, in HTTP/2. `POST /grpc`.

        Deprecated since API 1.53, as `/session` is. `engineclient.wire.grpc_client` makes a call.

        """
        request = Request(
            method="POST",
            path="/grpc",
            headers={"Connection": "Upgrade", "Upgrade": "h2c"},
            upgrade=True,
        )
        return HijackCall(request, lambda _: Raw())

    @endpoint
    def build_cancel(self, buildid: str) -> Call[None]:
        """End a build of BuildKit's, which then fails. `POST /build/cancel`.

        The classic builder's end with their connection.

        Args:
            buildid: the one given to `build`; nothing happens if there is no such build.

        """
        request = Request(method="POST", path="/build/cancel", query=query({"id": buildid}))
        return Call(request, nothing)

    @endpoint
    def build_prune(
        self,
        *,
        all: bool = False,
        filters: Filters | None = None,
        reserved_space: int | None = None,
        max_used_space: int | None = None,
        min_free_space: int | None = None,
    ) -> Call[BuildCachePruned]:
        """Empty the build cache. `POST /build/prune`.

        Args:
            all: what images still use, too.
            filters: such as `{"until": "24h"}`.
            reserved_space: bytes to keep.
            max_used_space: bytes to hold at most (API 1.48).
            min_free_space: bytes to leave free on the disk (API 1.48).

        """
        parameters = {
            "all": all,
            "filters": encode_filters(filters),
            "keep-storage": reserved_space,  # its name before API 1.48; later engines prefer the new one
            "reserved-space": reserved_space,
            "max-used-space": max_used_space,
            "min-free-space": min_free_space,
        }
        request = Request(
            method="POST",
            path="/build/prune",
            query=query(parameters),
            patience=None,
            needs=needs(
                ("max_used_space", "1.48", max_used_space), ("min_free_space", "1.48", min_free_space)
            ),
        )
        return Call(request, view(BuildCachePruned))
