"""The language models of a project, which docker's plugin `model` runs: its arguments, and the variables of services."""

from __future__ import annotations

import json
from typing import Any

from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Model, Service
from engineclient.compose.project import Project

LIST = ("ls", "--json")
"""The arguments of the plugin that list the local models."""
STATUS = ("status", "--json")
"""The arguments of the plugin that print the URL of the model server."""


def pull(model: Model) -> list[str]:
    """The arguments of the plugin that download a model."""
    return ["pull", model.model]


def configure(model: Model) -> list[str]:
    """The arguments of the plugin that set the context size and the flags of a model."""
    size = ["--context-size", str(model.context_size)] if model.context_size > 0 else []
    flags = ["--", *model.runtime_flags] if model.runtime_flags else []
    return ["configure", *size, model.model, *flags]


def available(answer: bytes) -> frozenset[str]:
    """The tags of the local models in the output of LIST; empty if it cannot be parsed."""
    try:
        found: Any = json.loads(answer)
        return frozenset(str(tag) for model in found for tag in model.get("tags") or ())
    except (ValueError, AttributeError, TypeError):
        return frozenset()


def endpoint(answer: bytes) -> str:
    """The URL of the model server in the output of STATUS; "" if it has none.

    Raises:
        ComposeError: the output is not a JSON object.

    """
    try:
        return str(json.loads(answer).get("endpoint") or "")
    except (ValueError, AttributeError) as error:
        raise ComposeError(
            f"'docker model status --json' did not print a JSON object: {error}",
            hint="update docker's plugin docker-model",
        ) from None


def with_models(project: Project, url: str) -> Project:
    """The project without models, and with the variables about them in the services that use them.

    A service that uses the model `my-llm` gets the name of the model as `MY_LLM_MODEL` and the URL of the model server as
    `MY_LLM_URL`, unless it names other variables.
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
