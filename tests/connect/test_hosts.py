"""Hosts, as docker 28.2 reads and refuses them."""

from __future__ import annotations

import pytest

from engineclient.connect.hosts import Endpoint, endpoint_of, normalized, parse, with_tls
from engineclient.connect.tls import TLSConfig
from engineclient.errors import InvalidHost, UnusableHost


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("", "unix:///var/run/docker.sock"),
        (" \t", "unix:///var/run/docker.sock"),
        ("unix://", "unix:///var/run/docker.sock"),
        ("unix://rel/path", "unix://rel/path"),
        ("tcp://", "tcp://localhost:2375"),
        ("tcp://:99", "tcp://localhost:99"),
        ("tcp://h", "tcp://h:2375"),
        ("h", "tcp://h:2375"),
        ("h:", "tcp://h:2375"),
        ("h:1", "tcp://h:1"),
        (":", "tcp://localhost:2375"),
        (" tcp://h:1 ", "tcp://h:1"),
        ("tcp://h:1/", "tcp://h:1/"),
        ("tcp://h/base/x", "tcp://h:2375/base/x"),
        ("tcp://h/%41", "tcp://h:2375/A"),
        ("/x", "tcp://localhost:2375/x"),
        ("tcp://[::1]:5", "tcp://[::1]:5"),
        ("tcp://[::1]:", "tcp://[::1]:2375"),
        ("tcp://::1", "tcp://[::1]:2375"),
        ("::1/x", "tcp://[::1]:2375/x"),
        ("tcp://[x]:1", "tcp://x:1"),
        ("tcp://u:p@h:1", "tcp://h:1"),
        ("tcp://h:1?x=1#f", "tcp://h:1"),
        ("tcp:h:1", "tcp://[tcp:h:1]:2375"),
        ("tcp:/h", "tcp://tcp:2375/h"),
        ("unix", "tcp://unix:2375"),
        ("fd://", "fd://"),
        ("fd://3", "fd://3"),
        ("npipe://", "npipe:////./pipe/docker_engine"),
        ("ssh://u:p@h?x", "ssh://u:p@h?x"),
    ],
)
def test_normalized(given: str, host: str) -> None:
    assert normalized(given) == host


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("tcp://[::1]", "invalid bind address format: [::1]"),
        ("[::1]/x", "invalid bind address format: [::1]/x"),
        ("http://h:1", "invalid bind address format: http://h:1"),
        ("TCP://h", "invalid bind address format: TCP://h"),
        ("://", "invalid bind address format: ://"),
        ("unix:tcp://x", "invalid bind address format: unix:tcp://x"),
        ("unix://tcp://x", "invalid proto, expected unix: tcp://x"),
        ("tcp://h/://", "invalid proto, expected tcp: h/://"),
        ("tcp://h:port", 'parse "tcp://h:port": invalid port ":port" after host'),
        ("ssh:h", 'parse "tcp://ssh:h": invalid port ":h" after host'),
    ],
)
def test_malformed(given: str, error: str) -> None:
    with pytest.raises(InvalidHost) as caught:
        normalized(given)
    assert str(caught.value) == error
    assert not isinstance(caught.value, UnusableHost)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("fd://", "unable to parse docker host `fd://`"),
        ("fd://3", "unable to parse docker host `fd://3`"),
        ("fd://a b", 'parse "fd://a b": invalid character " " in host name'),
        ("unix://a b", 'parse "unix://a b": invalid character " " in host name'),
        ("unix://x:y", 'parse "unix://x:y": invalid port ":y" after host'),
        ("unix://a%20b", 'parse "unix://a%20b": invalid URL escape "%20"'),
        ("unix:///x%zz", 'parse "unix:///x%zz": invalid URL escape "%zz"'),
        ("unix:///\x01", 'parse "unix:///\\x01": net/url: invalid control character in URL'),
        ("npipe://", "protocol not available"),
        ("unix:///" + "a" * 108, f'unix socket path "/{"a" * 108}" is too long'),
        ("ssh://", "ssh host connection is not valid: invalid SSH URL: hostname is empty"),
        ("ssh:///x", "ssh host connection is not valid: invalid SSH URL: hostname is empty"),
        (
            "ssh://u:p@h",
            "ssh host connection is not valid: invalid SSH URL: plain-text password is not supported",
        ),
        (
            "ssh://h?x=1",
            'ssh host connection is not valid: invalid SSH URL: query parameters are not allowed: "x=1"',
        ),
        ("ssh://h#f", 'ssh host connection is not valid: invalid SSH URL: fragments are not allowed: "f"'),
        ("ssh://h:port", 'parse "ssh://h:port": invalid port ":port" after host'),
    ],
)
def test_unusable(given: str, error: str) -> None:
    with pytest.raises(UnusableHost) as caught:
        parse(given)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("given", "endpoint"),
    [
        ("unix:///x", Endpoint("unix", "/x", host="unix:///x")),
        ("unix:///" + "a" * 107, Endpoint("unix", "/" + "a" * 107, host="unix:///" + "a" * 107)),
        ("tcp://[::1]:5/base/", Endpoint("tcp", "[::1]:5", "/base", host="tcp://[::1]:5/base/")),
        ("ssh://u@h:22/x", Endpoint("ssh", "ssh://u@h:22/x", host="ssh://u@h:22/x")),
        ("recording:x", Endpoint("recording", "x")),
        ("recording://", Endpoint("recording", "")),
    ],
)
def test_endpoint(given: str, endpoint: Endpoint) -> None:
    assert parse(given) == endpoint


@pytest.mark.parametrize(
    ("host", "tls", "address", "hostname", "port"),
    [
        ("tcp://h", None, "h:80", "h", 80),
        ("tcp://h", TLSConfig(), "h:443", "h", 443),
        ("http://h:1", None, "h:1", "h", 1),
        ("tcp://[::1]:", None, "[::1]:80", "::1", 80),
    ],
)
def test_the_host_of_a_context(
    host: str, tls: TLSConfig | None, address: str, hostname: str, port: int
) -> None:
    endpoint = endpoint_of(host, name="c", tls=tls)
    assert (endpoint.address, endpoint.hostname, endpoint.port) == (address, hostname, port)
    assert (str(endpoint), endpoint.name, endpoint.tls) == (host, "c", tls)


def test_tls_is_for_tcp_alone() -> None:
    tls = TLSConfig()
    assert [with_tls(parse(host), tls).tls for host in ("tcp://h", "unix:///x", "ssh://h")] == [
        tls,
        None,
        None,
    ]


def test_with_tls_no_host_is_the_port_of_tls() -> None:
    assert normalized("", tls=True) == "tcp://localhost:2376"


@pytest.mark.parametrize(
    ("host", "authority"),
    [
        ("unix:///x", "api.moby.localhost"),
        ("tcp://h:1", "h:1"),
        ("ssh://u@h", "docker.example.com"),
    ],
)
def test_authority(host: str, authority: str) -> None:
    assert parse(host).authority == authority
