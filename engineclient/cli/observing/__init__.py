"""--explain, --curl, --trace and --dry-run: show the conversation of a command with the engine while it runs."""
