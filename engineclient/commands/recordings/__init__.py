"""recordings: keep, look at and play back what a command and the engine exchange."""
