"""Diagnoses problems between this machine, an engine and registries: gathers facts, then applies pure rules to them."""
