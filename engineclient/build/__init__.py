"""Building images with BuildKit, without I/O: the session that serves the engine's requests, and progress reports."""
