"""stack: services of a swarm that belong together, made of compose files."""
