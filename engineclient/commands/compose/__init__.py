"""The commands of `compose`: flags, arguments and output. The logic is in `engineclient.compose` and its procedures."""
