"""Notes on fields of the bodies about a swarm and its nodes, and of secrets and configs."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote, below

__all__ = ["CONFIG_OBJECT", "NODE", "SECRET", "SWARM_INIT", "SWARM_JOIN", "SWARM_SPEC"]

_INFO: Final = "minidocker info"
_NODES: Final = "minidocker node ls"
_NODE: Final = "minidocker node inspect self"

_AUTHORITY: Final = {
    "NodeCertExpiry": FieldNote(
        "--cert-expiry", "How long a node's certificate is valid; nodes renew them.", _INFO
    ),
    "ExternalCAs": FieldNote(
        "--external-ca",
        "Other authorities sign the nodes' certificates; the swarm's own key is not used.",
        _INFO,
    ),
    "SigningCACert": FieldNote("--ca-cert", "The certificate of the authority that the swarm changes to."),
    "SigningCAKey": FieldNote("--ca-key", "The key of that authority; managers sign with it."),
    "ForceRotate": FieldNote(
        "--rotate",
        "A new number: the swarm makes a new authority, and every node gets a new certificate.",
        _NODES,
    ),
}

SWARM_SPEC: Final = {
    "Orchestration.TaskHistoryRetentionLimit": FieldNote(
        "--task-history-limit", "How many ended tasks of each place are kept, to be looked at.", _INFO
    ),
    "Raft.KeepOldSnapshots": FieldNote(
        "--max-snapshots", "How many old snapshots of the managers' log are kept.", _INFO
    ),
    "Raft.SnapshotInterval": FieldNote(
        "--snapshot-interval", "After so many entries the managers' log is replaced by a snapshot.", _INFO
    ),
    "Dispatcher.HeartbeatPeriod": FieldNote(
        "--dispatcher-heartbeat",
        "How often each node reports that it lives; one that misses some is down.",
        _INFO,
    ),
    **below("CAConfig", _AUTHORITY),
    "EncryptionConfig.AutoLockManagers": FieldNote(
        "--autolock",
        "A manager keeps its state encrypted: after a restart it needs the unlock key.",
        "minidocker swarm unlock-key",
    ),
}

_MEMBER: Final = {
    "ListenAddr": FieldNote(
        "--listen-addr",
        "The manager listens on this address, for other managers and for nodes that join.",
        "ss -ltn",
    ),
    "AdvertiseAddr": FieldNote("--advertise-addr", "The address by which other nodes reach this one.", _INFO),
    "DataPathAddr": FieldNote(
        "--data-path-addr",
        "Traffic of overlay networks goes over this address, apart from the managers' own.",
        _INFO,
    ),
    "Availability": FieldNote(
        "--availability",
        "active: the node gets tasks. pause: no new ones. drain: none, and those that it has are ended.",
        _NODES,
    ),
}

SWARM_INIT: Final = {
    **_MEMBER,
    "DataPathPort": FieldNote(
        "--data-path-port", "The UDP port of overlay networks (VXLAN), on every node.", _INFO
    ),
    "DefaultAddrPool": FieldNote(
        "--default-addr-pool",
        "Overlay networks without a subnet of their own get one from these ranges.",
        _INFO,
    ),
    "SubnetSize": FieldNote(
        "--default-addr-pool-mask-length", "How large such a subnet is: the length of its mask.", _INFO
    ),
    "ForceNewCluster": FieldNote(
        "--force-new-cluster",
        "The managers' state on this disk becomes a swarm of this one manager: the way back when most are lost.",
        _NODES,
    ),
    **below("Spec", SWARM_SPEC),
    "AutoLockManagers": SWARM_SPEC["EncryptionConfig.AutoLockManagers"],
}

SWARM_JOIN: Final = {
    **_MEMBER,
    "JoinToken": FieldNote(
        "--token",
        "It names the swarm's authority, and proves that this node may join, as worker or manager.",
        _NODE,
    ),
}

NODE: Final = {
    "Availability": _MEMBER["Availability"]._replace(see="minidocker node ps {c}"),
    "Labels": FieldNote(
        "--label-add, --label-rm",
        "Labels of the node, which services choose by (node.labels.KEY==VALUE).",
        _NODES,
    ),
    "Role": FieldNote(
        "--role", "manager: it takes part in the swarm's decisions. worker: it runs tasks only.", _NODES
    ),
}

_TEMPLATING: Final = FieldNote(
    "--template-driver", "golang: the content is a template, which each task's node fills in for the task."
)

SECRET: Final = {
    "Labels": FieldNote(
        "-l, --label",
        "Keys and values stored with the secret; filters read them.",
        "minidocker secret inspect {c}",
    ),
    "Driver": FieldNote("-d, --driver", "A plugin gives the content whenever a task needs it."),
    "Templating": _TEMPLATING,
}

CONFIG_OBJECT: Final = {
    "Labels": FieldNote(
        "-l, --label",
        "Keys and values stored with the config; filters read them.",
        "minidocker config inspect {c}",
    ),
    "Templating": _TEMPLATING,
}
