"""A throwaway real engine for the tests, and for a person: `python -m tests.engines up`."""

from .engine import down, running, up
from .errors import EngineSetupError
from .state import State, default

__all__ = ["EngineSetupError", "State", "default", "down", "running", "up"]
