"""Packs local files into archives and unpacks archives to files. Only this package and `commands` access user files."""
