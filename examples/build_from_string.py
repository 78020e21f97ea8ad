"""Build an image from a Dockerfile that is a string, and run it."""

from engineclient import Engine, build_context

DOCKERFILE = """\
FROM busybox
COPY greeting /greeting
CMD ["cat", "/greeting"]
"""


def build(engine: Engine, greeting: str, tag: str) -> str:
    """Build an image that prints `greeting`, and return its id."""
    context = build_context(dockerfile=DOCKERFILE, files={"greeting": greeting})
    return engine.build(context, tags=[tag]).image


def main() -> None:
    with Engine() as engine:
        image = build(engine, "hello from a string\n", "greeting:1")
        print(image, engine.run("greeting:1", remove=True).stdout.decode(), end="")
        engine.images.remove("greeting:1", force=True)


if __name__ == "__main__":
    main()
