"""Look up networks, secrets and configs by name, for the flags of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.options.service.references import Lookups

if TYPE_CHECKING:
    from engineclient import Engine


def lookups_of(engine: Engine) -> Lookups:
    """The lookups on `engine`; all secrets in one request, and all configs in one."""
    return Lookups(
        network=lambda name: engine.networks.inspect(name, scope="swarm").id,
        secrets=lambda names: {
            each.spec.name: each.id for each in engine.secrets.list(filters={"name": sorted({*names})})
        },
        configs=lambda names: {
            each.spec.name: each.id for each in engine.configs.list(filters={"name": sorted({*names})})
        },
    )
