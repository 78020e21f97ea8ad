"""Services: the flags of `service create` and `service update`, and the bodies they make."""
