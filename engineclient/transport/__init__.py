"""How requests travel: HTTP over connections to a live engine, and what stands around any transport."""
