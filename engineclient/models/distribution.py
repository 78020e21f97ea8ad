"""Image descriptors from registries: views. Source: Engine API, tag Distribution."""

from __future__ import annotations

from engineclient.models.descriptors import Descriptor, Platform
from engineclient.models.view import Field, View, required, sequence


class DistributionInspect(View):
    """`GET /distribution/{name}/json`."""

    descriptor: Field[Descriptor] = required(Descriptor, "Descriptor")
    platforms: Field[list[Platform]] = sequence(Platform, "Platforms")
