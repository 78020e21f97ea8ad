"""buildx: the engine's own builder, and images in registries, with buildx's output."""
