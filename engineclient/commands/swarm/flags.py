"""Flags that several commands of `swarm` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.flag_types import BOOL, DURATION, STRING, UINT, FlagType, list_of
from engineclient.cli.flags import Flag
from engineclient.golang.files import read_file
from engineclient.golang.strconv import int64
from engineclient.options.swarm import SwarmSettings
from engineclient.options.values.swarm import external_ca, listen_address, pem

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject


def _external_ca(text: str) -> JsonObject:
    return external_ca(text, read_file)


def _pem(text: str) -> str:
    return pem(text, read_file)


_HISTORY: Final[FlagType[int]] = FlagType("int", int64, int, shows_zero="5")
_PEM_FILE: Final[FlagType[str]] = FlagType("pem-file", _pem, str)

CERT_EXPIRY: Final = Flag(
    "--cert-expiry",
    DURATION.replace(shows_zero="2160h0m0s"),
    "Validity of the nodes' certificates (ns|us|ms|s|m|h)",
    default=None,
)
EXTERNAL_CA: Final = Flag(
    "--external-ca",
    list_of(_external_ca, "external-ca"),
    "External authority that signs certificates",
    default=None,
)
SETTINGS: Final = (
    CERT_EXPIRY,
    Flag(
        "--dispatcher-heartbeat",
        DURATION.replace(shows_zero="5s"),
        "Interval of the nodes' heartbeats (ns|us|ms|s|m|h)",
        default=None,
    ),
    EXTERNAL_CA,
    Flag("--max-snapshots", UINT, "Number of old Raft snapshots to keep", default=None),
    Flag(
        "--snapshot-interval",
        UINT.replace(shows_zero="10000"),
        "Number of log entries between two Raft snapshots",
        default=None,
    ),
    Flag("--task-history-limit", _HISTORY, "Number of old tasks to keep", default=None),
)
CA_CERT: Final = Flag("--ca-cert", _PEM_FILE, "PEM file of the new authority's certificate", default=None)
CA_KEY: Final = Flag("--ca-key", _PEM_FILE, "PEM file of the new authority's key", default=None)

MEMBERSHIP: Final = (
    Flag("--advertise-addr", STRING, 'Address at which other nodes reach this one ("<ip|interface>[:port]")'),
    Flag(
        "--availability",
        STRING.replace(shows_zero='"active"'),
        'Availability of the node for tasks ("active", "pause", "drain")',
        default=None,
    ),
    Flag("--data-path-addr", STRING, 'Address for data traffic ("<ip|interface>")'),
    Flag(
        "--listen-addr",
        FlagType("node-addr", listen_address, str, shows_zero="0.0.0.0:2377"),
        'Address to listen on ("<ip|interface>[:port]")',
        default="0.0.0.0:2377",  # docker's default
    ),
)
QUIET_TOKEN: Final = Flag("-q, --quiet", BOOL, "Show only the token")


def settings_of(given: dict[str, Any]) -> SwarmSettings:
    """The swarm settings among the flags of a command."""
    return SwarmSettings(
        autolock=given.get("autolock"),
        cert_expiry=given.get("cert_expiry"),
        dispatcher_heartbeat=given.get("dispatcher_heartbeat"),
        external_cas=given.get("external_ca"),
        max_snapshots=given.get("max_snapshots"),
        snapshot_interval=given.get("snapshot_interval"),
        task_history_limit=given.get("task_history_limit"),
    )
