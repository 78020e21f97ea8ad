"""plugin: install, create, list, inspect, configure, enable, disable, push, upgrade and remove plugins."""
