"""A project as a Mermaid flowchart: services, their dependencies, networks and volumes."""

from __future__ import annotations

from engineclient.compose.project import Project

_CONDITIONS = {
    "service_healthy": "healthy",
    "service_completed_successfully": "completed",
    "service_started": "started",
}


def mermaid(project: Project) -> str:
    """The flowchart of a project; the text ends with a newline.

    An arrow leads from a service to one that it depends on, labelled with the condition; lines without arrowheads lead to
    networks and volumes.

        flowchart TD
            s0["db<br>postgres"]
            s1["web<br>nginx"]
            s1 -->|healthy| s0
    """
    ids = {name: f"s{index}" for index, name in enumerate(sorted(project.services))}
    networks = {name: f"n{index}" for index, name in enumerate(sorted(project.networks))}
    volumes = {name: f"v{index}" for index, name in enumerate(sorted(project.volumes))}
    lines = ["flowchart TD"]
    for name, id in ids.items():
        service = project.services[name]
        what = service.image or "built"
        lines.append(f'{id}["{_text(name)}<br>{_text(what)}"]')
    lines += [f'{id}(["{_text(name)}"])' for name, id in networks.items()]
    lines += [f'{id}[("{_text(name)}")]' for name, id in volumes.items()]
    for name, id in ids.items():
        service = project.services[name]
        for other, how in sorted(service.depends_on.items()):
            if other in ids:
                lines.append(f"{id} -->|{_CONDITIONS.get(how.condition, how.condition)}| {ids[other]}")
        lines += [f"{id} --- {networks[key]}" for key in sorted(service.networks) if key in networks]
        used = sorted({mount.source for mount in service.volumes if mount.type == "volume"})
        lines += [f"{id} --- {volumes[key]}" for key in used if key in volumes]
    return "\n    ".join(lines) + "\n"


def _text(text: str) -> str:
    """A text for Mermaid's quotes, with entities for special characters."""
    return text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
