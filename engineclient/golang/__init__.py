"""Parts of Go's standard library whose behaviour docker's users see: numbers, quoting, times, JSON, CSV, templates."""
