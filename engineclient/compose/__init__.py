"""Compose projects: compose files are loaded into a typed, immutable Project, which gives request bodies and plans.

Each stage is a function of values; only `files` reads the files of a project:

    find -> read -> interpolate -> extends -> include -> merge -> validate -> long forms -> normalise -> Project

    >>> project = Project.load()                        # doctest: +SKIP
    >>> project.services["web"].image                   # doctest: +SKIP
    'nginx'
"""

from engineclient.compose.errors import ComposeError, Place
from engineclient.compose.load import Options
from engineclient.compose.project import Project

__all__ = ["ComposeError", "Options", "Place", "Project"]
