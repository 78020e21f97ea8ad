"""The reference site: its examples run on recordings of a Docker 28.5, and it builds without a warning."""
