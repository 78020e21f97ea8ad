"""The flags of `service create` and `service update`, and the bodies of their requests."""
