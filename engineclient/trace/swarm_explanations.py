"""The explanations of the operations of a swarm: its nodes, services, tasks, secrets and configs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engineclient.trace.note import Note

__all__ = ["SWARM_NOTES"]

_FROM_SWARM: Final = "The managers of the swarm answer from what they have agreed on."
_AGREED: Final = "A majority of the managers writes it to its log (Raft) before the answer comes."
_VERSION: Final = (
    "The engine compares ?version with its own: whoever read an older state is refused, and must read again."
)
_NO_MANAGER: Final = "This engine is not a manager of a swarm."

SWARM_NOTES: Final[Mapping[str, Note]] = {
    "SwarmInit": Note(
        "Makes this engine the first manager of a new swarm.",
        "there would be no swarm: services, secrets and configs exist in one only.",
        "The engine makes a certificate authority, a certificate for itself and a Raft log of one member, and the network "
        "ingress.",
        answers={503: "This engine is in a swarm already."},
    ),
    "SwarmJoin": Note(
        "Lets this engine join a swarm.",
        "its managers could give it no tasks.",
        "The token says whether as worker or manager. The engine checks by it that it speaks to the right swarm, and gets "
        "a certificate.",
        answers={503: "This engine is in a swarm already."},
    ),
    "SwarmLeave": Note(
        "Lets this engine leave its swarm.",
        "the managers would wait for it, and give it tasks.",
        "Its tasks are ended. Its entry stays among the nodes, as down, until a manager removes it.",
        answers={503: _NO_MANAGER},
    ),
    "SwarmInspect": Note(
        "Asks for the settings of the swarm.",
        "the client could not change them: an update sends all of them, and their version.",
        _FROM_SWARM,
        ("ID", "Version.Index"),
        {503: _NO_MANAGER},
    ),
    "SwarmUpdate": Note(
        "Changes the settings of the swarm, or replaces its tokens or its unlock key.",
        "they would stay as they are.",
        _VERSION,
        answers={503: _NO_MANAGER},
    ),
    "SwarmUnlockkey": Note(
        "Asks for the key that unlocks managers after a restart.",
        "a locked manager could not be started again.",
        "Only managers have the key; it encrypts their Raft log and their certificates on the disk.",
        ("UnlockKey",),
    ),
    "SwarmUnlock": Note(
        "Gives a locked manager its key.",
        "it could not read its own state after the restart.",
        "The engine decrypts its certificates and its Raft log, and takes part in the swarm again.",
    ),
    "NodeList": Note(
        "Asks for the nodes of the swarm.",
        "nobody would know which machines there are, and which are ready.",
        "Each node sends a heartbeat to a manager every 5 seconds; one that misses some is down.",
        answers={503: _NO_MANAGER},
    ),
    "NodeUpdate": Note(
        "Changes what the swarm wants of a node: its role, its availability, its labels.",
        "the scheduler would go on as before.",
        f"{_VERSION} With drain its tasks are ended, and others made elsewhere.",
    ),
    "NodeDelete": Note(
        "Removes a node from the list.",
        "one that has left would stay there, as down.",
        "The managers forget it and no longer accept its certificate.",
    ),
    "ServiceList": Note(
        "Asks for the services of the swarm.",
        "the client would not know which there are.",
        _FROM_SWARM,
        answers={503: _NO_MANAGER},
    ),
    "ServiceCreate": Note(
        "Tells the swarm what should run, and how many of it. Nothing runs yet when the answer comes.",
        "the swarm would have nothing to keep running.",
        f"{_AGREED} After that the orchestrator makes tasks, the scheduler gives each a node, and the node's engine runs a "
        "container.",
        ("ID",),
        {409: "There is a service of that name already.", 503: _NO_MANAGER},
    ),
    "ServiceUpdate": Note(
        "Gives a service its new specification, whole.",
        "it would stay as it is.",
        f"{_VERSION} If the tasks' template has changed, tasks are replaced, some at a time; another number of "
        "replicas only adds or ends tasks.",
    ),
    "ServiceDelete": Note(
        "Removes a service.",
        "the swarm would replace each of its containers that ends.",
        "The answer does not wait: the nodes end the tasks and remove their containers after it.",
    ),
    "ServiceLogs": Note(
        "Asks for what the tasks of a service have printed.",
        "you would have to find each container, and ask its node.",
        "A manager asks every node that has a task of it, and passes on what comes; each line says which task it is of.",
    ),
    "TaskList": Note(
        "Asks for the tasks: one for each container that the swarm wants, has or had.",
        "nobody would see which node runs what, and what has failed.",
        "The swarm keeps the last 5 tasks of each place, so that failures can be looked up.",
    ),
    "TaskLogs": Note(
        "Asks for what one task has printed.",
        "you would have to find its container, and ask its node.",
        "A manager asks the node that has the task.",
    ),
    "SecretList": Note(
        "Asks for the secrets' names, without their content.",
        "a service could not be given one: its specification wants the id.",
        "The content never leaves the managers by this way; only tasks get it.",
    ),
    "SecretCreate": Note(
        "Stores a secret in the swarm.",
        "it would have to be in an image, or in the environment, where others can read it.",
        "The managers keep it in their encrypted log; a node gets it in memory, while a task there needs it.",
        ("ID",),
        {
            409: "There is a secret of that name already. Its content cannot be changed: make one of another name."
        },
    ),
    "SecretUpdate": Note(
        "Changes the labels of a secret.",
        "they would stay as they are.",
        f"{_VERSION} The content cannot be changed.",
    ),
    "SecretDelete": Note(
        "Removes a secret.",
        "the managers would keep it.",
        "The managers delete it from their state; containers that have it keep it until they end.",
        answers={400: "A service still uses it."},
    ),
    "ConfigList": Note(
        "Asks for the configs.",
        "a service could not be given one: its specification wants the id.",
        _FROM_SWARM,
    ),
    "ConfigCreate": Note(
        "Stores a file in the swarm.",
        "it would have to be in an image, or on each node.",
        "The managers keep it in their log; a node gets it for its tasks. Unlike a secret it can be read back.",
        ("ID",),
        {
            409: "There is a config of that name already. Its content cannot be changed: make one of another name."
        },
    ),
    "ConfigUpdate": Note(
        "Changes the labels of a config.",
        "they would stay as they are.",
        f"{_VERSION} The content cannot be changed.",
    ),
    "ConfigDelete": Note(
        "Removes a config.",
        "the managers would keep it.",
        "The managers delete it from their state.",
        answers={400: "A service still uses it."},
    ),
}
"""The notes by the operation's id."""
