"""Engines that are not reached by a unix socket: dockerd with --tlsverify on loopback, and an sshd with throwaway keys."""
