"""The toolkit of the command line: it knows click and no command."""
