"""A swarm of three nodes on one machine, each an engine in a network namespace of its own, and faults to bring upon it."""
