"""The syntax of flags, one subject a file; each is read into the value that a request body holds."""
