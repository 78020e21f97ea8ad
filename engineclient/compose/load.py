"""From files to one merged tree: each file is read, interpolated, extended, included and merged in its turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engineclient.compose.canonical import canonical, with_defaults
from engineclient.compose.errors import ComposeError, Place
from engineclient.compose.extend import Extension
from engineclient.compose.files import Files
from engineclient.compose.include import with_included
from engineclient.compose.interpolate import Warn, interpolate
from engineclient.compose.job import Job
from engineclient.compose.merge import merge, without
from engineclient.compose.normalise import normalise
from engineclient.compose.paths import Where, resolve
from engineclient.compose.schema import validate
from engineclient.compose.tree import Path, Tree
from engineclient.compose.unique import unique
from engineclient.compose.validation import check
from engineclient.compose.yamltext import Document, YAMLError, checked_keys, documents
from engineclient.golang.files import file_error
from engineclient.values import Data


class Options(Data):
    """Which steps of loading a project are carried out, and how.

    Attributes:
        interpolate: replace variables.
        normalise: add what compose infers.
        resolve_paths: make paths absolute.
        consistency: check that what services refer to exists.
        resolve_environment: read the files of `env_file` into `environment`.
        discard_env_files: forget `env_file` and `label_file` then.

    """

    interpolate: bool = True
    normalise: bool = True
    resolve_paths: bool = True
    consistency: bool = True
    resolve_environment: bool = True
    discard_env_files: bool = True


class Loader:
    """Loads files and merges them to one tree.

    Attributes:
        files: where they are read from.
        environment: the variables, those of .env files among them.
        options: what is left out.
        home: the home directory.
        warnings: what was found questionable, in compose's words.
        warn: gets it as it is found.
        places: where keys stand, by file and path.

    """

    def __init__(
        self,
        files: Files,
        environment: Mapping[str, str],
        options: Options,
        *,
        home: str,
        warnings: list[str],
        warn: Warn,
    ) -> None:
        self.files = files
        self.environment = environment
        self.options = options
        self.home = home
        self.warnings = warnings
        self.warn = warn
        self.places: dict[Path, Place] = {}
        self._obsolete: set[str] = set()
        self._read: dict[str, tuple[list[Document], YAMLError | None]] = {}

    def model(self, paths: Sequence[str], directory: str, name: str) -> Tree:
        """The merged tree of the files at `paths`, of a project called `name` that stands in `directory`.

        Raises:
            ComposeError: with the place, where it is known.

        """
        job = Job(
            directory=directory,
            folder=directory,
            environment={**self.environment, "COMPOSE_PROJECT_NAME": name},
            resolve_paths=self.options.resolve_paths,
        )
        try:
            tree = self.merged(paths, job, ())
            if not tree:
                raise ComposeError("empty compose file")
            if not name:
                raise ComposeError("project name must not be empty")
            return normalise({**tree, "name": name}, job.environment) if self.options.normalise else tree
        except ComposeError as error:
            if error.place is None:
                error.place = self.place_of(error.path)
            raise

    def place_of(self, path: Path) -> Place | None:
        """Where the key at `path` stands, or the nearest above it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return None

    # --- several files ---

    def merged(self, paths: Sequence[str], job: Job, included: tuple[str, ...]) -> Tree:
        """Files over each other, with defaults and paths; `included` are the files that lead to them."""
        tree: Tree = {}
        for path in paths:
            tree, _ = self.layered(path, tree, job, included)
        tree = with_defaults(tree)
        check(tree)
        if job.resolve_paths:
            tree = resolve(tree, self.where(job.directory))
        return _with_environment(tree, job.environment)

    def where(self, directory: str) -> Where:
        """What paths below `directory` depend on."""
        return Where(directory, self.home, self.warn, self.files.real)

    def layered(
        self, path: str, tree: Tree, job: Job, included: tuple[str, ...]
    ) -> tuple[Tree, tuple[Path, ...]]:
        """`tree` with the file at `path` on top, and what the file says to replace."""
        read, error = self.documents(path)
        replaced: tuple[Path, ...] = ()
        for document in read:
            replaced = document.replaced
            tree = self._document(document, path, tree, job, (*included, path))
        if error is not None:
            raise ComposeError(f"failed to parse {path}: {error.message}", place=error.place)
        return tree, replaced

    def documents(self, path: str) -> tuple[Sequence[Document], YAMLError | None]:
        """The documents of a file up to the first error, and that error; a file is read once.

        Raises:
            ComposeError: it cannot be read.

        """
        if path not in self._read:
            try:
                text = self.files.read(path)
            except OSError as error:
                raise ComposeError(file_error(path, error)) from None
            found: list[Document] = []
            wrong: YAMLError | None = None
            try:
                for document in documents(text, path):
                    found.append(document)  # noqa: PERF402  (those before an error count)
            except YAMLError as error:
                wrong = error
            self._read[path] = found, wrong
        return self._read[path]

    def _document(
        self, document: Document, path: str, tree: Tree, job: Job, included: tuple[str, ...]
    ) -> Tree:
        self.places.update({key: Place(path, *place) for key, place in document.places.items()})
        own = checked_keys(document.value)
        if not isinstance(own, dict):
            raise ComposeError("top-level object must be a mapping", place=Place(path, 1, 1))
        if self.options.interpolate:
            own = interpolate(own, job.environment.get, self.warn)
        if job.extends:
            own = Extension(self, path, job, document.replaced).all(own)
        tree = without(tree, document.replaced)
        if job.includes:
            own = with_included(own, self, job, included)
        tree = unique(merge(tree, own))
        if job.validates:
            validate(tree, path)
            if "version" in tree:
                self._warn_of_version(path)
                tree = {key: value for key, value in tree.items() if key != "version"}
        return unique(canonical(tree, self.warn, lenient=not self.options.interpolate))

    def _warn_of_version(self, path: str) -> None:
        if path not in self._obsolete:
            self.warn(
                f"{path}: the attribute `version` is obsolete, it will be ignored, "
                "please remove it to avoid potential confusion"
            )
        self._obsolete.add(path)


def _with_environment(tree: Tree, environment: Mapping[str, str]) -> Tree:
    """Variables that are named without a value, and contents of secrets and configs that are variables."""
    made = dict(tree)
    if isinstance(made.get("services"), dict):
        made["services"] = {
            name: _own_variables(each, environment) for name, each in made["services"].items()
        }
    for kind, target in (("secrets", "x-#value"), ("configs", "content")):
        if isinstance(made.get(kind), dict):
            made[kind] = {
                name: {**each, target: environment[each["environment"]]}
                if isinstance(each, dict) and each.get("environment") in environment
                else each
                for name, each in made[kind].items()
            }
    return made


def _own_variables(service: Any, environment: Mapping[str, str]) -> Any:
    if not isinstance(service, dict) or not isinstance(service.get("environment"), list):
        return service
    variables = [
        f"{each}={environment[each]}" if each in environment else each
        for each in service["environment"]
        if isinstance(each, str)
    ]
    return {**service, "environment": variables}
