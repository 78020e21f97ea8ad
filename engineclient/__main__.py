"""`python -m engineclient`: minidocker, from wherever the package is."""

from engineclient.commands import main

raise SystemExit(main())
