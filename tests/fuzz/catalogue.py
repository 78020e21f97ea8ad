"""The fuzzers by name: each makes a case from a number, and returns a description of what is wrong, "" if nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.fuzz import (
    buildkit_calls,
    buildkit_session,
    buildkit_traces,
    dotenv,
    engine_answers,
    flags,
    frames,
    http,
    ignore_patterns,
    project_answers,
    recordings,
    records,
    references,
    tar_in,
    tar_out,
    templates,
)

FUZZERS: Final[Mapping[str, Callable[[int], str]]] = {
    "answers": engine_answers.find,
    "buildkit-calls": buildkit_calls.find,
    "buildkit-session": buildkit_session.find,
    "buildkit-traces": buildkit_traces.find,
    "dotenv": dotenv.find,
    "flags": flags.find,
    "frames": frames.find,
    "http": http.find,
    "ignore-patterns": ignore_patterns.find,
    "project-answers": project_answers.find,
    "recordings": recordings.find,
    "records": records.find,
    "references": references.find,
    "tar-in": tar_in.find,
    "tar-out": tar_out.find,
    "templates": templates.find,
}
