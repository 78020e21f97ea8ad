"""The fixtures of the tests of compose's commands."""

from tests.commands.compose.programs import compose

__all__ = ["compose"]
