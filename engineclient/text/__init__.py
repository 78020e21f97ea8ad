"""docker's text formats: sizes, times, tables, templates, JSON. Values to text and back, no I/O."""
