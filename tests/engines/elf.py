"""Make a static ELF executable that prints a text, without a compiler, so that its bytes are always the same."""

import struct
from collections.abc import Callable

_BASE = 0x400000
_HEADERS = 64 + 56  # the ELF header and one program header
_EM_X86_64, _EM_AARCH64 = 62, 183


def _x86_64(length: int) -> bytes:
    code = b"\xbf\x01\x00\x00\x00"  # mov edi, 1 (stdout)
    code += b"\x48\x8d\x35\x15\x00\x00\x00"  # lea rsi, [rip+21]: the text, right after the code
    code += b"\xba" + struct.pack("<I", length)  # mov edx, length
    code += b"\xb8\x01\x00\x00\x00\x0f\x05"  # mov eax, 1 (write); syscall
    code += b"\x31\xff"  # xor edi, edi
    return code + b"\xb8\x3c\x00\x00\x00\x0f\x05"  # mov eax, 60 (exit); syscall


def _aarch64(length: int) -> bytes:
    return struct.pack(
        "<8I",
        0xD2800020,  # mov x0, #1 (stdout)
        0x100000E1,  # adr x1, #28: the text, right after the code
        0xD2800002 | length << 5,  # mov x2, #length
        0xD2800808,  # mov x8, #64 (write)
        0xD4000001,  # svc #0
        0xD2800000,  # mov x0, #0
        0xD2800BA8,  # mov x8, #93 (exit)
        0xD4000001,  # svc #0
    )


_MACHINES: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "amd64": (_EM_X86_64, _x86_64),
    "arm64": (_EM_AARCH64, _aarch64),
}


def printer(text: bytes, architecture: str) -> bytes:
    """The executable that writes `text` (below 64 KiB) to stdout and exits with 0, for amd64 or arm64."""
    machine, assemble = _MACHINES[architecture]
    body = assemble(len(text)) + text
    size = _HEADERS + len(body)
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = struct.pack("<HHIQQQIHHHHHH", 2, machine, 1, _BASE + _HEADERS, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, _BASE, _BASE, size, size, 0x10000)
    return ident + header + segment + body
