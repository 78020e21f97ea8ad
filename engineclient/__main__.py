"""`python -m engineclient` runs minidocker without its script being installed."""

from engineclient.commands import main

raise SystemExit(main())
