"""swarm update and ca: change the settings of the swarm, and rotate its certificate authority."""

from __future__ import annotations

import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import click

from engineclient.cli.command import command
from engineclient.cli.failures import PROGRAM, Failure, Terminated
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.progress import ProgressLines
from engineclient.commands.swarm.flags import (
    CA_CERT,
    CA_KEY,
    CERT_EXPIRY,
    EXTERNAL_CA,
    SETTINGS,
    settings_of,
)
from engineclient.commands.swarm.unlocking import show_unlock_key
from engineclient.models.conformity import checked
from engineclient.models.images import Progress
from engineclient.options.swarm import rotated_ca, swarm_spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.models.nodes import Node
    from engineclient.models.swarm import SwarmInspect

_POLL: Final = 0.2  # seconds
_DIGEST: Final = "desired root digest"
_CERTS: Final = "  rotated TLS certificates"
_ROOTS: Final = "  rotated CA certificates"


@command("[OPTIONS]")
@flags(*SETTINGS)
@flag(
    "--autolock",
    BOOL,
    "Lock managers, so that they need a key after a restart (=false: unlock them)",
    default=None,
)
def update(app: App, **given: Any) -> None:
    """Change the settings of the swarm; without any flag, print the help."""
    if all(value is None for value in given.values()):
        app.out.write(click.get_current_context().get_help())
        return
    engine = app.engine()
    swarm = engine.swarm.inspect()
    root = (swarm.tls_info and swarm.tls_info.trust_root) or ""
    spec = swarm_spec(settings_of(given), checked(swarm.spec), ca_cert=root)
    engine.swarm.update(spec, version=swarm.version.index)
    app.out.line("Swarm updated.")
    before = swarm.spec.encryption_config
    if given["autolock"] and not (before is not None and before.auto_lock_managers):
        show_unlock_key(app)


@command("[OPTIONS]")
@flags(CA_CERT, CA_KEY, CERT_EXPIRY, EXTERNAL_CA)
@flag("-d, --detach", BOOL, "Do not wait until all nodes have new certificates")
@flag("-q, --quiet", BOOL, "Show no progress")
@flag("--rotate", BOOL, "Change the authority to the given one, or else to a new one")
def ca(app: App, *, detach: bool, quiet: bool, rotate: bool, **given: Any) -> None:
    """Print the certificate of the swarm's authority, or rotate the authority."""
    engine = app.engine()
    swarm = engine.swarm.inspect()
    if not rotate:
        for name in ("ca_cert", "ca_key", "cert_expiry", "external_ca"):
            if given[name] is not None:
                spelling = name.replace("_", "-")
                raise Failure(f"`--{spelling}` flag requires the `--rotate` flag to update the CA")
        _show_root(app, swarm)
        return
    cert, key = given["ca_cert"], given["ca_key"]
    if given["external_ca"] and cert is None:
        raise Failure(
            "rotating to an external CA requires the `--ca-cert` flag to specify the external CA's cert - to add an "
            "external CA with the current root CA certificate, use the `update` command instead"
        )
    if cert is not None and not given["external_ca"] and key is None:
        raise Failure(
            "the --ca-cert flag requires that a --ca-key flag and/or --external-ca flag be provided as well"
        )
    spec = swarm_spec(settings_of(given), checked(swarm.spec), ca_cert=cert or "")
    engine.swarm.update(rotated_ca(spec, cert=cert or "", key=key or ""), version=swarm.version.index)
    if detach:
        return
    _watch_rotation(app, (lambda _: None) if quiet else ProgressLines(app.out))
    if not quiet:
        _show_root(app, engine.swarm.inspect())


def _show_root(app: App, swarm: SwarmInspect) -> None:
    root = swarm.tls_info and swarm.tls_info.trust_root
    if not root:
        raise Failure("No CA information available")
    app.out.line(root.strip())


def _watch_rotation(app: App, show: Callable[[Progress], None]) -> None:
    """Wait until the nodes have certificates of the new authority, with progress. Ctrl-C ends it without an error."""
    for name, action in ((_DIGEST, ""), (_CERTS, ""), (_ROOTS, " ")):
        show(_record(name, action))
    done = False
    try:
        while True:
            swarm = app.engine().swarm.inspect()
            if done:
                return
            done = _show_nodes(app.engine(), swarm, show)
            time.sleep(_POLL)
    except Terminated:
        raise
    except KeyboardInterrupt:
        if not done:
            show(Progress({"status": "Operation continuing in background."}))
            show(Progress({"status": f"Use `{PROGRAM} swarm ca` to check progress."}))


def _show_nodes(engine: Engine, swarm: SwarmInspect, show: Callable[[Progress], None]) -> bool:
    """Show the current state of the nodes; True if all have certificates of the new authority."""
    nodes = engine.nodes.list()
    info = swarm.tls_info
    root = (info and info.trust_root) or ""
    show(_record(_DIGEST, f"sha256:{sha256(root.encode()).hexdigest()}"))
    issuers = ("CertIssuerPublicKey", "CertIssuerSubject")
    wanted = [(info.raw if info is not None else {}).get(name) for name in issuers]
    certs: int = sum([_tls(node).get(name) for name in issuers] == wanted for node in nodes)
    roots: int = sum((_tls(node).get("TrustRoot") or "") == root for node in nodes)
    show(_record(_CERTS, "", certs, len(nodes)))
    if certs < len(nodes) or swarm.root_rotation_in_progress:
        show(_record(_ROOTS, " ", 0, len(nodes)))
        return False
    show(_record(_ROOTS, " ", roots, len(nodes)))
    return roots == len(nodes)


def _tls(node: Node) -> dict[str, Any]:
    return dict((node.description.raw.get("TLSInfo") if node.description else None) or {})


def _record(name: str, action: str, current: int = 0, total: int = 0) -> Progress:
    counts = {"current": current, "total": total, "units": "nodes" if total else ""}
    detail = {key: value for key, value in counts.items() if value}
    return Progress({"id": name, "status": action, "progressDetail": detail})
