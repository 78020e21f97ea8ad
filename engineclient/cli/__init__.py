"""The toolkit of the command line: flags, help, completion, output and errors. Knows click and no command."""
