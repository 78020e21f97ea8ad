"""The commands of `buildx` for the engine's own builder and for images in registries, with buildx's output."""
