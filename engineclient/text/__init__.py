"""Formats values as docker prints them: `--format` templates, aligned tables, published ports. No I/O."""
