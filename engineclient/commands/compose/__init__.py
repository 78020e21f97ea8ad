"""compose: flags and words of its commands; what they do is in `engineclient.compose`."""
