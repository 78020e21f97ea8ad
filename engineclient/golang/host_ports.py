"""Splits and joins `host:port` as Go's net package does."""

from __future__ import annotations


def split_host_port(address: str) -> tuple[str, str]:
    """The host and the port of `host:port` or `[host]:port`, split as by Go's net.SplitHostPort.

    Raises:
        ValueError: there is no port, or there are too many colons; the message is Go's.
    """
    host, colon, port = address.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError("too many colons in address")
    if not colon or any(mark in host + port for mark in "[]"):
        raise ValueError("no port in address")
    return host, port


def join_host_port(host: str, port: str) -> str:
    """`host:port`, with the host in brackets if it contains colons: `127.0.0.1:80`, `[::1]:80`."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
