"""Compose projects: from compose files to a typed, frozen Project, and from there to bodies of requests and to a plan.

Every floor is a function from value to value; only `files.py` reads a disk:

    find -> read -> interpolate -> extend, include -> merge -> validate -> long forms -> normalise -> Project

    >>> project = Project.load()                        # doctest: +SKIP
    >>> project.services["web"].image                   # doctest: +SKIP
    'nginx'
"""

from engineclient.compose.errors import ComposeError, Place
from engineclient.compose.load import Options
from engineclient.compose.project import Project

__all__ = ["ComposeError", "Options", "Place", "Project"]
