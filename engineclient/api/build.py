"""Builds. Source: Engine API, tag Image, `/build`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engineclient.api import decoders
from engineclient.api.parameters import (
    Filters,
    encode_filters,
    json_text,
    needs,
    nothing,
    query,
    view,
)
from engineclient.api.registry_auth import KEPT
from engineclient.backend import Content
from engineclient.binding import Api, S_co, endpoint, hijacking, streaming
from engineclient.calls import EVERY_REGISTRY, Call, HijackCall, RequestSpec, StreamCall
from engineclient.models.images import BuildCachePruned, Progress
from engineclient.wire.frames import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Builds(Api[S_co]):
    """Build images, and manage the build cache; a part of `engine.images`."""

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

        The answer is a stream of progress: the text of the classic builder is in `stream`; the trace of BuildKit (version
        2) is in records whose `id` is `moby.buildkit.trace`. The record with the id of the image has it in `aux.id`.

            archive = context_of({"Dockerfile": "FROM busybox"})  # of engineclient.archive.context
            for record in engine.images.build(archive, tags=["demo"]):
                print(record.stream or "", end="")

        Args:
            context: a tar archive with the Dockerfile and the files to copy, plain or compressed (an iterable of bytes is
                streamed); or a URL of such an archive, of a Dockerfile or of a git repository, which the engine fetches;
                None if the session provides it.
            dockerfile: the path of the Dockerfile in the archive, by default `Dockerfile`.
            tags: names for the image.
            buildargs: values for ARG instructions; None keeps the default of an argument.
            labels: labels for the image.
            target: the last stage to build.
            platform: `os/arch`, by default that of the engine.
            pull: look for newer base images in the registry.
            nocache: do not use the build cache.
            cachefrom: images whose layers may be reused.
            networkmode: the network for RUN: `bridge`, `host`, `none`, a network, `container:<id>`.
            extrahosts: `name:address` lines for /etc/hosts.
            quiet: no output except the id.
            rm: remove intermediate containers after success.
            forcerm: remove intermediate containers after failure too.
            squash: combine the new layers into one (experimental engines).
            memory: the memory limit in bytes.
            memswap: the limit of memory plus swap in bytes; -1 for no limit.
            cpushares: the relative CPU weight.
            cpusetcpus: the CPUs to use, `0-2,4`.
            cpusetmems: the memory nodes to use, `0-2,4`.
            cpuperiod: the period of the CPU quota in microseconds.
            cpuquota: the CPU time in each period in microseconds.
            shmsize: the size of /dev/shm in bytes.
            ulimits: limits for RUN, each `{"Name": "nofile", "Soft": 1024, "Hard": 2048}`.
            cgroupparent: the parent cgroup for the containers of RUN.
            isolation: the isolation of RUN (Windows).
            securityopt: security options for RUN (Windows).
            registry_config: credentials for base images, as the value of the header X-Registry-Config; BuildKit gets them
                from the session instead.
            auth: `"config"` instead of `registry_config`, to send all credentials in docker's config.json.
            version: 1 for the classic builder, 2 for BuildKit (API 1.38); by default the engine chooses.
            session: the id of the session from which BuildKit gets files, secrets and credentials.
            buildid: an id for `build_cancel`.
            outputs: the outputs of BuildKit, each `{"Type": "local", "Attrs": {}}` (API 1.40).

        Raises:
            BadRequest: a parameter or the syntax of the Dockerfile is invalid.
            StreamError: while reading: a step failed; `code` is its exit code, with the classic builder.

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
            "cachefrom": json_text([*cachefrom]) if cachefrom else None,
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
            "ulimits": json_text([*ulimits]) if ulimits else None,
            "cgroupparent": cgroupparent,
            "isolation": isolation,
            "securityopt": securityopt,
            "version": version,
            "session": session,
            "buildid": buildid,
            "outputs": json_text([*outputs]) if outputs else None,
        }
        headers = {"Content-Type": "application/x-tar"}
        if registry_config is not None:
            headers["X-Registry-Config"] = registry_config
        request = RequestSpec(
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
        """Open a session, on whose connection the engine then makes gRPC calls over HTTP/2. `POST /session`.

        Deprecated since API 1.53, in favour of HTTP/2 on the engine's own socket, but still supported by engines.

        Args:
            headers: the id and the methods of the session: `engineclient.build.session.Session.headers`.

        """
        request = RequestSpec(
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
        request = RequestSpec(
            method="POST",
            path="/grpc",
            headers={"Connection": "Upgrade", "Upgrade": "h2c"},
            upgrade=True,
        )
        return HijackCall(request, lambda _: Raw())

    @endpoint
    def build_cancel(self, buildid: str) -> Call[None]:
        """Cancel a BuildKit build, which then fails. `POST /build/cancel`.

        To cancel a build of the classic builder, close its stream.

        Args:
            buildid: the `buildid` given to `build`; not an error if there is no such build.

        """
        request = RequestSpec(method="POST", path="/build/cancel", query=query({"id": buildid}))
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
        """Remove entries of the build cache. `POST /build/prune`.

        Args:
            all: remove entries that images use too.
            filters: such as `{"until": "24h"}`.
            reserved_space: bytes of the cache to keep.
            max_used_space: the maximum size of the cache in bytes (API 1.48).
            min_free_space: bytes that must be free on the disk afterwards (API 1.48).

        """
        parameters = {
            "all": all,
            "filters": encode_filters(filters),
            "keep-storage": reserved_space,  # its name before API 1.48; later engines prefer the new one
            "reserved-space": reserved_space,
            "max-used-space": max_used_space,
            "min-free-space": min_free_space,
        }
        request = RequestSpec(
            method="POST",
            path="/build/prune",
            query=query(parameters),
            patience=None,
            needs=needs(
                ("max_used_space", "1.48", max_used_space), ("min_free_space", "1.48", min_free_space)
            ),
        )
        return Call(request, view(BuildCachePruned))
