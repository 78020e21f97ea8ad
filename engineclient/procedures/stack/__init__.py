"""Stacks: what they are planned to change, deployed and removed."""
