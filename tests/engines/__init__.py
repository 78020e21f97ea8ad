"""A throwaway real engine for the tests, and for a person: `python -m tests.engines up`.

ENGINECLIENT_TEST_STATE names the directory that holds all of it; ENGINECLIENT_TEST_HOST names
an engine to test on in its place.
"""

from .engine import down, running, up
from .errors import EngineSetupError
from .state import State, default

__all__ = ["EngineSetupError", "State", "default", "down", "running", "up"]
