"""plugin: install, create, list, inspect, set up, start, stop, push, upgrade and remove plugins."""
