"""`python -m tests.differential record|compare [THEME...]`, on the throwaway engine or ENGINECLIENT_TEST_HOST."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from typing import Final

from tests.differential import answers, clients, deliberate
from tests.differential.clients import MINIDOCKER, Client
from tests.differential.scripts import Theme, themes
from tests.engines import EngineSetupError, catalogue, rest, selection
from tests.support import NO_DOCKER_CLIENT, PLUGINS, docker_client


def record(docker: Client, chosen: Sequence[Theme]) -> int:
    """store docker's answers on the throwaway engine"""
    version = clients.engine_version(docker.host)
    if not version.startswith(answers.ENGINE):
        print(f"answers are kept for Docker {answers.ENGINE}; this is {version}", file=sys.stderr)
        return 1
    found = docker.answers({theme: theme.scripts for theme in chosen})
    for theme in chosen:
        answers.keep(theme.name, {script: found[script] for script in theme.scripts})
    return 0


def compare(docker: Client, chosen: Sequence[Theme]) -> int:
    """print where docker and minidocker differ now, except for deliberate differences"""
    scripts = {theme: theme.scripts for theme in chosen}
    ours = Client(MINIDOCKER, docker.host).answers(scripts)
    differing = 0
    for script, answer in docker.answers(scripts).items():
        theirs = deliberate.expected(str(script), str(answer))
        lines = [
            *difflib.unified_diff(theirs.splitlines(), str(ours[script]).splitlines(), n=99, lineterm="")
        ]
        if lines:
            differing += 1
            print(f"{script}\n{script.code}", *lines[3:], "", sep="\n")
    print(f"{differing} scripts differ")
    return 1 if differing else 0


_ACTIONS: Final[dict[str, Callable[[Client, Sequence[Theme]], int]]] = {"record": record, "compare": compare}


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    every = {theme.name: theme for theme in themes()}
    for name, action in _ACTIONS.items():
        actions.add_parser(name, help=action.__doc__).add_argument("theme", nargs="*", choices=[[], *every])
    chosen = parser.parse_args()
    docker = docker_client()
    if docker is None:
        print(f"this {NO_DOCKER_CLIENT}", file=sys.stderr)
        return 1
    themes_chosen = [every[name] for name in chosen.theme] or list(every.values())
    for theme in [*themes_chosen]:
        for plugin in [each for each in theme.plugins if PLUGINS[each].path is None][:1]:
            print(f"without the theme {theme.name}: it {PLUGINS[plugin].missing}", file=sys.stderr)
            themes_chosen.remove(theme)
    try:
        with selection.host() as host:
            for reference in catalogue.REFERENCES:
                rest.pull(host, reference)
            return _ACTIONS[chosen.action](Client(docker, host), themes_chosen)
    except EngineSetupError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
