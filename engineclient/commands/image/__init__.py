"""image: list, pull, push, tag and remove images."""
