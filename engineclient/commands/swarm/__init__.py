"""swarm: create, join, change, lock and leave a swarm, and its certificate authority."""
