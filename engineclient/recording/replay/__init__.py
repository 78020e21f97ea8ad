"""The engine's part of a recording, played to any client: at a socket, or in this process."""
