"""Turns docker's flags into request bodies, one file per command. No I/O: files and environment are arguments."""
