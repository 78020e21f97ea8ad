"""An example of each method, run by the tests on recordings and shown in the reference.

A module a tag; its functions run in their order, on one engine that has the image busybox and is no swarm.
"""
