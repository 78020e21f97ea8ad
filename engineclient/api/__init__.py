"""The endpoints, one file for each tag of the Engine API. Each is a pure function that returns a call."""
