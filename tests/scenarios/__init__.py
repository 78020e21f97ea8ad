"""The scenarios that are recorded from every engine, as data, and the command that records them."""
