"""Run the library's tests on several engines, and write the page of what each of them cannot do.

    python -m tests.matrix docker-28.5=unix:///run/a.sock podman-5.4=unix:///run/b.sock

It starts this machine's dockerd as the tests do (as root), once with its graph driver and, if the version has it, once with
containerd's image store, and then uses the named engines. These must be throwaway engines that can pull the images of the
tests. Engines are tested one after the other. A test that hangs counts as failed: pytest-timeout ends it.
"""
