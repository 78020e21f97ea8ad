"""minidocker from a checkout: `python cli.py run hello-world`."""

import sys

from engineclient.commands import main

if __name__ == "__main__":
    sys.exit(main())
