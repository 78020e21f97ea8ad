"""httpx transports to a live engine."""
