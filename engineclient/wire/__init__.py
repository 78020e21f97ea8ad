"""Formats, without I/O: bytes to values and back, for HTTP/1.1, multiplexed frames, JSON records, tar, references."""
