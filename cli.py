"""minidocker from a checkout: `python cli.py run hello-world`."""

import sys

from engineclient.commands import main

if __name__ == "__main__":
    try:
        sys.exit(main())
    except ModuleNotFoundError as error:  # click itself
        from engineclient.cli.failures import failure_of

        sys.exit(failure_of(error).text)
