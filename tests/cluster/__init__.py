"""A swarm of three nodes on one machine, each an engine in its own network namespace, and faults for them."""
