"""context: the engines to connect to, by names that docker knows too."""
