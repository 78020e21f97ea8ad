"""What the tests of compose's commands share."""

from tests.commands.compose.programs import compose

__all__ = ["compose"]
