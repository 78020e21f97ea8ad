"""context: named connections to engines, in docker's own store."""
