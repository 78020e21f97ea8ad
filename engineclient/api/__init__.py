"""The endpoints, one file a tag of the Engine API. Each is a pure function that returns a call."""
