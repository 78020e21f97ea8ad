"""container: create, run, watch, change and remove containers."""
