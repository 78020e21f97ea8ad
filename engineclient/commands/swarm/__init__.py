"""swarm: create, join, configure, lock and leave a swarm, and rotate its certificate authority."""
