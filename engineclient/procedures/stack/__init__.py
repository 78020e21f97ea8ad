"""Plan, deploy and remove stacks."""
