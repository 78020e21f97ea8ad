"""`python -m benchmarks.live [--tiny] [--seconds N]`: the cost of the live page at 200 requests a second.

The client's requests go through `minidocker proxy --web` to a simulated engine, and a Chromium shows the page. Proxy and
page store the newest 10,000 exchanges: after 50 seconds their memory must not grow any more. At the end the page is
scrolled through all exchanges, and the time between two frames is measured.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer

from benchmarks.measure import MINIDOCKER, UnixConnection
from tests.trace.chromium import NO_CHROMIUM, PROGRAM, Page, browser

RATE = 200  # requests a second
BODY = b'{"Id":"%s","Name":"/web","State":{"Status":"running"},"Config":{"Env":["%s"]}}' % (
    b"c" * 64,
    b"x" * 1500,
)
SCROLL = """new Promise((done) => {
  const frames = [], box = scroll, step = box.scrollHeight / 120; let last = performance.now(); box.scrollTop = 0;
  const next = (now) => { frames.push(now - last); last = now; box.scrollTop += step;
    frames.length < 120 ? requestAnimationFrame(next) : done(frames.slice(1).sort((a, b) => a - b)); };
  requestAnimationFrame(next); })"""


class Handler(BaseHTTPRequestHandler):
    """Answers every request with the same container."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer any request."""
        self.send_response(200)
        self.send_header("Api-Version", "1.51")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def address_string(self) -> str:
        """Return "", because a client of a unix socket has no address."""
        return ""

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


class Server(ThreadingUnixStreamServer):
    """The simulated engine."""

    daemon_threads = True


@contextmanager
def page_of_a_proxy(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `minidocker proxy --web` in front of an engine, and return the address of its page."""
    with Server(str(folder / "engine"), Handler) as engine:
        threading.Thread(target=engine.serve_forever, daemon=True).start()
        argv = [*MINIDOCKER, "-H", f"unix://{folder}/engine", "proxy", "--listen", str(folder / "s"), "--web"]
        with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr is not None
                address = next(
                    found[0] for line in process.stderr if (found := re.search(r"http://\S+", line))
                )
                yield process, address
            finally:
                process.terminate()
        engine.shutdown()


def requests(path: str, seconds: float, rate: int) -> None:
    """Send `rate` requests a second for `seconds` seconds."""
    connection = UnixConnection(path)
    began = time.monotonic()
    for number in range(int(seconds * rate)):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        connection.request("GET", f"/v1.51/containers/c{number}/json")
        connection.getresponse().read()


def resident(process: subprocess.Popen[str]) -> float:
    """The resident memory of a process, in MB."""
    found = re.search(r"VmRSS:\s*(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def heap(page: Page) -> float:
    """The memory of the page's script after garbage collection, in MB."""
    page.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in page.send("Performance.getMetrics")["metrics"]}
    return float(metrics["JSHeapUsedSize"]) / 1e6


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tiny", action="store_true", help="as little as shows that it works; no figures")
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    if PROGRAM is None:
        sys.exit(NO_CHROMIUM)
    seconds, step = (2, 1) if given.tiny else (given.seconds, max(5, given.seconds // 12))
    with (
        tempfile.TemporaryDirectory() as folder,
        page_of_a_proxy(Path(folder)) as (process, address),
        browser() as running,
    ):
        page = Page(running, address)
        page.send("Performance.enable")
        client = threading.Thread(target=requests, args=(f"{folder}/s", seconds, RATE))
        client.start()
        began = time.monotonic()
        print(f"{RATE} requests a second\n  {'after':>8}{'exchanges':>12}{'proxy':>12}{'page':>12}")
        while client.is_alive():
            client.join(step)
            shown = page.evaluate("order.length")
            passed = time.monotonic() - began
            print(
                f"  {passed:>6.0f} s{shown:>12}{resident(process):>9.1f} MB{heap(page):>9.1f} MB", flush=True
            )
        frames = page.evaluate(SCROLL)
        middle, late, last = frames[len(frames) // 2], frames[len(frames) * 95 // 100], frames[-1]
        print(
            f"  scrolled through: a frame in {middle:.1f} ms, 95 % in {late:.1f} ms, the slowest {last:.1f} ms"
        )


if __name__ == "__main__":
    main()
