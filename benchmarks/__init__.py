"""Side-by-side measurements: ratios of one run, on one engine."""
