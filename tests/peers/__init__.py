"""Engines without a unix socket on this side: dockerd with --tlsverify on loopback, and an sshd with throwaway keys."""
