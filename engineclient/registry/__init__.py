"""What registries store and how they answer, without I/O: manifests, authentication challenges, errors, addresses."""
