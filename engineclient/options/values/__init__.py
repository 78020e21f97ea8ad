"""Parses the values of flags into values of request bodies, one subject per file."""
