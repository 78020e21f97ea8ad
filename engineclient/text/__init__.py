"""The text that docker prints: `--format`, aligned tables, published ports. Values to text, no I/O."""
