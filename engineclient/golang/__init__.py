"""What Go's standard library does and docker's users see: numbers, quotes, times, JSON, CSV and templates."""
