"""Copy a file into a container before it is started, run it, and read its result."""

import tempfile
from pathlib import Path

from engineclient import Engine


def word_count(engine: Engine, text: Path) -> str:
    """Count the words of a text with `wc` in a container."""
    job = engine.create("busybox", ["sh", "-c", "wc -w < /in/text > /out"])
    try:
        engine.copy_to(job.id, text.parent, "/in")
        engine.containers.start(job.id)
        engine.wait_for(job.id, exit=True, timeout=60)
        return engine.read_file(job.id, "/out").decode().strip()
    finally:
        engine.containers.remove(job.id, force=True)


def main() -> None:
    with Engine() as engine, tempfile.TemporaryDirectory() as directory:
        text = Path(directory, "text")
        text.write_text("as many words as there are\n")
        print(word_count(engine, text))


if __name__ == "__main__":
    main()
