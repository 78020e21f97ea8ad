"""buildx: the engine's own builder, and images in registries, as buildx shows them."""
