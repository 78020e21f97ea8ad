"""What goes wrong with the throwaway engine."""


class EngineSetupError(Exception):
    """The throwaway engine cannot be started or removed; the message says why and quotes the log."""
