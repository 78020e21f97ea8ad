"""The questions and errors before a project is published."""

from __future__ import annotations

import pytest

from engineclient.compose import ComposeError, Options, Project
from engineclient.compose.publish_checks import check_images, questions
from engineclient.compose.sensitive import findings
from tests.compose.support import MemoryFiles

LAST = {
    "bind": "Are you ok to publish these bind mount declarations?",
    "secret": "Are you ok to publish these sensitive data?",
    "variables": "Are you ok to publish these environment variables?",
}


def loaded(text: str, **more: str) -> tuple[Project, MemoryFiles]:
    files = MemoryFiles({"c.yaml": text, **{name.replace("_", "."): value for name, value in more.items()}})
    options = Options(discard_env_files=False)
    return Project.load(["c.yaml"], options=options, environ={}, files=files, all_resources=True), files


def asked(text: str, *, with_env: bool = True, **more: str) -> list[list[str]]:
    project, files = loaded(text, **more)
    return [each.splitlines() for each in questions(project, files, with_env=with_env)]


def test_a_project_that_shows_nothing_is_published_without_a_question() -> None:
    assert asked("services: {a: {image: x, volumes: [data:/d]}}\nvolumes: {data: {}}", with_env=False) == []


def test_bind_mounts() -> None:
    (lines,) = asked(
        "services: {b: {image: x, volumes: ['./d:/d:ro,z', '/etc:/e']}, a: {image: x, volumes: ['/a:/a']}}"
    )
    assert lines[3:] == ["a/a:/a:rw", "b/project/d:/d:ro,z", "/etc:/e:rw", LAST["bind"]]


def test_secrets_and_variables() -> None:
    secrets, variables = asked("services: {a: {image: x, environment: {B: , A: 'http://me:pw@host/'}}}")
    assert secrets[2:] == [
        "URL with password",
        '"services.a.environment.A": http://me:pw@host/',
        LAST["secret"],
    ]
    assert variables[2:] == ["Service/Config  a", "A=http://me:pw@host/", "B=", LAST["variables"]]


def test_secrets_in_files_that_the_project_names() -> None:
    text = (
        "services: {a: {image: x, env_file: a.env}}\nconfigs: {c: {file: c.txt}}\nsecrets: {s: {file: s.txt}}"
    )
    key = "-----BEGIN PRIVATE KEY-----"
    (lines, _) = asked(text, a_env="MY_URL=http://me:pw@host/", c_txt="u: http://a:b@c/", s_txt=key)
    assert lines[2:-1] == [
        "URL with password",
        '"MY_URL": http://me:pw@host/',
        "URL with password",
        '"u": http://a:b@c/',
        "Private Key",
        f'"": {key}',
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "services: {a: {image: x, environment: {A: b}}}",
            'service "a" has environment variable(s) declared.',
        ),
        (
            "services: {a: {image: x, env_file: [{path: e, required: false}]}}",
            'service "a" has env_file declared.',
        ),
        (
            "services: {a: {image: x}}\nconfigs: {c: {environment: HOME, name: n}}",
            'config "n" is declare as an environment variable.',
        ),
    ],
)
def test_variables_are_published_only_if_that_is_allowed(text: str, complaint: str) -> None:
    with pytest.raises(ComposeError) as caught:
        asked(text, with_env=False)
    assert caught.value.message.splitlines()[0] == complaint
    assert "--with-env" in caught.value.message


def test_an_image_that_is_only_built_cannot_be_published() -> None:
    check_images(loaded("services: {a: {image: x, build: .}}")[0])
    with pytest.raises(ComposeError) as caught:
        check_images(loaded("services: {a: {build: .}, c: {image: x}, b: {build: .}}")[0])
    assert caught.value.message.splitlines()[1:] == ['- "a"', '- "b"']


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a: hello", []),
        ("password: short", []),
        ("db_password: hjk7234lHJKdf89Qw", ["Keyword Detector"]),
        ("password: ${A_VARIABLE_OF_THE_SHELL}", []),
        ("x: [DB_PASSWORD=hjk7234lHJKdf89Qw]", ["Keyword Detector"]),
        ("v: q8Zx2vB7nM4kL9sD1fG6hJ3wE5rT0yUiOpAcQ", ["High entropy string"]),
        ("v: 1234567890123456789012345678901234567890", []),
        ("v: AKIAIOSFODNN7EXAMPLE", ["AWS Client ID"]),
        ("v: Basic dXNlcjpwYXNz", ["HTTP Basic Authentication"]),
        ("v: ghp_abcdefghijklmnopqrstuvwxyz0123456789", ["Github authentication"]),
        ("v: postgres://u:pw@h/db", ["URL with password"]),
        ("v: postgres://u@h/db", []),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", ["Private Key"]),
        ("A=b\nexport TOKEN='hjk7234lHJKdf89Qw'", ["Keyword Detector"]),
    ],
)
def test_what_looks_like_a_secret(text: str, kinds: list[str]) -> None:
    assert [each.kind for each in findings(text)] == kinds
