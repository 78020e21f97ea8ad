"""Transports: HTTP over connections to an engine, and wrappers that observe, restrict or imitate a transport."""
