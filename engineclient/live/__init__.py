"""The live page: what clients and an engine say to each other, in a browser, while it happens."""
