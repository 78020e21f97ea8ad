"""A throwaway real engine for the tests and for manual use: `python -m tests.engines up`.

ENGINECLIENT_TEST_STATE names the directory for all its files; ENGINECLIENT_TEST_HOST names an engine to use instead.
"""

from .engine import down, running, up
from .errors import EngineSetupError
from .state import State, default

__all__ = ["EngineSetupError", "State", "default", "down", "running", "up"]
