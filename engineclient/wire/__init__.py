"""Bytes to values and back, without I/O: HTTP/1.1, multiplexed frames, JSON records, references."""
