"""--explain, --curl, --trace and --dry-run: what a command and the engine exchange, shown while it runs."""
