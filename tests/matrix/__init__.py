"""The library's tests on many engines, and the page of what each of them cannot do.

    python -m tests.matrix docker-28.5=unix:///run/a.sock podman-5.4=unix:///run/b.sock

It starts this machine's dockerd as the tests do (as root), once with its graph driver and, where the version has it, once
with containerd's image store, and then takes the engines that are named. These must be able to pull the images that the
tests use, and to be thrown away. No two engines are tested at the same time. A test that hangs is a failed test of this
page: pytest-timeout ends it.
"""
