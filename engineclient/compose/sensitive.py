"""Find values in files that are likely secrets, by their keys, their forms, or their entropy."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import yaml

_SUSPICIOUS_KEY: Final = re.compile(
    r"(api|access|auth|service|account|db|database|priv|private|client)[-_]?key|(db|database|key)[-_]?pass|"
    r"password|passwd|pwd|secret|token|contrase[nñ]a",
    re.IGNORECASE,
)
_FORMS: Final = {
    "JFrog Artifactory credentials": r"AKC[a-zA-Z0-9]{10,}",
    "AWS Client ID": r"(A3T[A-Z0-9]|A(KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA))[A-Z0-9]{16}",
    "Amazon Marketplace Web Service (MWS) Key": r"amzn\.mws\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "Azure Storage Account access key": r"AccountKey=[a-zA-Z0-9+/=]{88}",
    "HTTP Basic Authentication": r"(?i:basic) +[a-zA-Z0-9+/]{8,}={0,2}",
    "HTTP Bearer Authentication": r"(?i:bearer) +[a-zA-Z0-9+/_\-.=]{8,}",
    "Github authentication": r"gh[pousr]_[A-Za-z0-9_]{36}",
    "JSON Web Token": r"eyJ[\w=-]+\.eyJ[\w=-]+(\.[\w.+/=-]*)?",
    "Mailchimp API Key": r"[0-9a-f]{32}-us[0-9]{1,2}",
    "npm auth token": r"npm_[a-zA-Z0-9]{36}",
    "Private Key": r"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----",
    "Sendgrid API key": r"SG\.[\w-]{22}\.[\w-]{43}",
    "Slack token": r"xox[a-z](\.xox[bp])?-\d+-[a-zA-Z0-9-]+",
    "Stripe API key": r"[rs]k_(live|test)_[0-9a-zA-Z]{24}",
    "Twilio authentication": r"(AC|SK)[0-9a-fA-F]{32}",
    "URL with password": r"[a-z][a-z0-9+.-]+://[^:\s/]*:[^@:\s$]+@[^\s'\"]+",
}
_PATTERNS: Final = {name: re.compile(form) for name, form in _FORMS.items()}
_OF_ITS_KEY: Final = 4.0  # the entropy of a likely secret, in bits per character, if its key is suspicious
_OF_ITSELF: Final = 5.0  # the same if it is not
_RANDOM: Final = re.compile(r"[a-zA-Z0-9+/_-]{16,}={0,2}")


class Finding(NamedTuple):
    """A value that is a likely secret.

    Attributes:
        kind: the kind of secret, or the rule that found it.
        key: the path of its key in the file, such as `services.db.environment.PASSWORD`.
        value: the value.

    """

    kind: str
    key: str
    value: str


def findings(text: str) -> list[Finding]:
    """The likely secrets in a file: YAML, JSON, or lines NAME=VALUE; the text of another file is one value."""
    return [
        Finding(kind, key, value)
        for key, value in _pairs(text)
        if (kind := _kind(key, value)) and not value.startswith("$")
    ]


def _kind(key: str, value: str) -> str:
    for name, pattern in _PATTERNS.items():
        if pattern.search(value):
            return name
    last = key.rsplit(".", 1)[-1]
    if _SUSPICIOUS_KEY.search(last) and len(value) > 2 and _entropy(value) >= _OF_ITS_KEY:
        return "Keyword Detector"
    if _RANDOM.fullmatch(value) and not value.isdecimal() and _entropy(value) > _OF_ITSELF:
        return "High entropy string"
    return ""


def _entropy(value: str) -> float:
    """The Shannon entropy of a text, in bits per character."""
    return -sum(
        count / len(value) * math.log2(count / len(value)) for count in Counter(value).values()
    )  # fmt: skip


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    try:
        found: Any = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        found = None
    if isinstance(found, dict):
        yield from _flat("", found)
        return
    lines = [line.strip().removeprefix("export ") for line in text.splitlines()]
    named = [line for line in lines if re.match(r"[\w.-]+ *=", line)]
    for line in named:
        name, _, value = line.partition("=")
        yield name.strip(), value.strip().strip("\"'")
    if not named:
        yield "", text.strip()


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    """The texts in a value with the paths of their keys; items NAME=VALUE of lists count as keys with values."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            name, equals, rest = part.partition("=") if isinstance(part, str) else ("", "", "")
            if equals and re.fullmatch(r"[\w.-]+", name):
                yield f"{prefix}.{name}", rest
            else:
                yield from _flat(f"{prefix}[{index}]", part)
    elif isinstance(value, str):
        yield prefix, value
