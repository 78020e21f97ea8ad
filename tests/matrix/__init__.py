"""The library's tests on many engines, and the page of what each of them cannot do.

    python -m tests.matrix docker-28.5=unix:///run/a.sock podman-5.4=unix:///run/b.sock

Without arguments it is the engine that the tests start themselves. The engines must be able to pull busybox, and to be
thrown away.
"""
