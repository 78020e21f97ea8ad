"""Decides where to connect to and with which credentials: DOCKER_HOST, contexts, config.json, credential helpers."""
