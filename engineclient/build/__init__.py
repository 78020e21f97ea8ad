"""Building images with BuildKit: the session in which the engine asks its client, and what it reports. No I/O here."""
