"""The error of the throwaway engine."""


class EngineSetupError(Exception):
    """The throwaway engine cannot be started or removed; the message contains the reason and the end of the log."""
