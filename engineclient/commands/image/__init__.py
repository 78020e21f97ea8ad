"""image: list, get, put, name and remove images."""
