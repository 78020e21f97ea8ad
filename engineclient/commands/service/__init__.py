"""service: create, change, list, inspect, scale, roll back and remove services, and their tasks and logs."""
