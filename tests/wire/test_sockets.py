"""The kernel's table of tcp sockets."""

from __future__ import annotations

from engineclient.wire.sockets import listening_ports

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
   1: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0
   2: 020011AC:0051 010011AC:9C40 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0
  sl  local_address                         remote_address                        st tx_queue
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000
   1: 00000000000000000000000001000000:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000
"""


def test_what_listens_where_others_can_reach_it() -> None:
    assert listening_ports(TABLE) == {80, 8080}


def test_no_table_has_no_ports() -> None:
    assert listening_ports("") == set()
