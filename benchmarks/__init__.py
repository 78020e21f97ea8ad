"""Benchmarks that compare programs within one run, on one engine, as ratios."""
