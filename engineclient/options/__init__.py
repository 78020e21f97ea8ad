"""Docker's flags, read into request bodies, a command a file. Pure: files and environment are arguments."""
