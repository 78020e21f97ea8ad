"""Language models of a project, which docker's plugin `model` runs: how it is called, and what services learn of it."""

from __future__ import annotations

import json
from typing import Any

from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Model, Service
from engineclient.compose.project import Project

LIST = ("ls", "--json")
"""The arguments that list the local models."""
STATUS = ("status", "--json")
"""The arguments that show the address of the model server."""


def pull(model: Model) -> list[str]:
    """The arguments that download a model."""
    return ["pull", model.model]


def configure(model: Model) -> list[str]:
    """The arguments that set a model up."""
    size = ["--context-size", str(model.context_size)] if model.context_size > 0 else []
    flags = ["--", *model.runtime_flags] if model.runtime_flags else []
    return ["configure", *size, model.model, *flags]


def available(answer: bytes) -> frozenset[str]:
    """The tags of the local models, from the output of LIST; none if it cannot be parsed."""
    try:
        found: Any = json.loads(answer)
        return frozenset(str(tag) for model in found for tag in model.get("tags") or ())
    except (ValueError, AttributeError, TypeError):
        return frozenset()


def endpoint(answer: bytes) -> str:
    """The URL at which models are served, from the answer to STATUS.

    Raises:
        ComposeError: it is not JSON.

    """
    try:
        return str(json.loads(answer).get("endpoint") or "")
    except (ValueError, AttributeError) as error:
        raise ComposeError(
            f"docker model answered the question for its status with no JSON: {error}"
        ) from None


def with_models(project: Project, url: str) -> Project:
    """The project whose services know their models by variables, and that has no models left to set up.

    A model `my-llm` gives its service `MY_LLM_MODEL`, the model's name, and `MY_LLM_URL`, where it is served, unless
    the service names other variables.
    """
    services = {name: _with_models(each, project, url) for name, each in project.services.items()}
    return project.replace(services=services, models={})


def _with_models(service: Service, project: Project, url: str) -> Service:
    found: dict[str, str] = {}
    for key, names in service.models.items():
        prefix = key.upper().replace("-", "_")
        found[(names and names.model_var) or f"{prefix}_MODEL"] = project.models[key].model
        found[(names and names.endpoint_var) or f"{prefix}_URL"] = url
    made: Service = service.replace(environment={**service.environment, **found}) if found else service
    return made
