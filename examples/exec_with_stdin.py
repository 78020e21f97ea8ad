"""Send input to a command in a running container, and read its output."""

from engineclient import Engine


def sorted_by(engine: Engine, container: str, lines: list[str]) -> list[str]:
    """The lines, sorted by `sort` in a container."""
    text = "".join(f"{line}\n" for line in lines)
    return engine.exec.run(container, ["sort"], stdin=text.encode()).check().stdout.decode().splitlines()


def main() -> None:
    with Engine() as engine:
        id = engine.run("busybox", ["sleep", "600"], detach=True).id
        try:
            print(sorted_by(engine, id, ["pear", "apple", "fig"]))
        finally:
            engine.containers.remove(id, force=True)


if __name__ == "__main__":
    main()
