"""Run a command in a container and capture its output: `python run_and_capture.py IMAGE COMMAND...`."""

import sys

from engineclient import CommandFailed, Engine


def run_and_capture(engine: Engine, image: str, command: list[str]) -> bytes:
    """The command's stdout. The image is pulled if it is missing, and the container is removed."""
    return engine.run(image, command, remove=True).check().stdout


def main(image: str, *command: str) -> int:
    with Engine() as engine:
        try:
            sys.stdout.write(run_and_capture(engine, image, [*command]).decode(errors="replace"))
        except CommandFailed as error:
            print(error, file=sys.stderr)
            return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
