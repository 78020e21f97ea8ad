"""Where to connect to and as whom: DOCKER_HOST, contexts, config.json, credential helpers."""
