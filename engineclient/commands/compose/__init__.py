"""compose: the flags and arguments of its commands; what they do is in `engineclient.compose`."""
