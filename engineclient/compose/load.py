"""Load files into one merged tree: each is read, interpolated, has `extends` and `include` carried out, and is merged."""

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
    """The steps of loading a project that are carried out.

    Attributes:
        interpolate: replace variables.
        normalise: add what the files imply, such as the network `default`.
        resolve_paths: make paths absolute.
        consistency: check that everything that services refer to is declared.
        resolve_environment: read the files of `env_file` into `environment`.
        discard_env_files: remove `env_file` and `label_file` once they are read.

    """

    interpolate: bool = True
    normalise: bool = True
    resolve_paths: bool = True
    consistency: bool = True
    resolve_environment: bool = True
    discard_env_files: bool = True


class Loader:
    """Loads files and merges them into one tree.

    Attributes:
        files: the file system.
        environment: the variables, including those of env files.
        options: the steps to carry out.
        home: the home directory, for paths that begin with `~`; "" if it is unknown.
        warnings: the warnings so far, in docker compose's words.
        warn: takes each warning as it occurs.
        places: the position of each key, by its path; of several files, the last one that has the key.

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
        """The merged tree of the files of a project.

        Args:
            paths: the files, in the order in which they are merged.
            directory: the directory of the project.
            name: the name of the project.

        Raises:
            ComposeError: the files are not valid; with the position in the file, if it is known.

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
        """The position of the key at `path`, or of the nearest key above it; None if it is unknown."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return None

    # --- several files ---

    def merged(self, paths: Sequence[str], job: Job, included: tuple[str, ...]) -> Tree:
        """The merged files, with defaults and paths; `included` are the paths of the files that include them."""
        tree: Tree = {}
        for path in paths:
            tree, _ = self.layered(path, tree, job, included)
        tree = with_defaults(tree)
        check(tree)
        if job.resolve_paths:
            tree = resolve(tree, self.where(job.directory))
        return _with_environment(tree, job.environment)

    def where(self, directory: str) -> Where:
        """The base of paths relative to `directory`."""
        return Where(directory, self.home, self.warn, self.files.real)

    def layered(
        self, path: str, tree: Tree, job: Job, included: tuple[str, ...]
    ) -> tuple[Tree, tuple[Path, ...]]:
        """`tree` with the file at `path` merged into it, and the paths that the file tags `!reset` or `!override`."""
        read, error = self.documents(path)
        replaced: tuple[Path, ...] = ()
        for document in read:
            replaced = document.replaced
            tree = self._document(document, path, tree, job, (*included, path))
        if error is not None:
            raise ComposeError(f"failed to parse {path}: {error.message}", place=error.place)
        return tree, replaced

    def documents(self, path: str) -> tuple[Sequence[Document], YAMLError | None]:
        """The documents of a file up to the first error, and that error. Each file is read only once.

        Raises:
            ComposeError: the file cannot be read.

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
                    found.append(document)  # noqa: PERF402  # keeps the documents before an error
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
    """Add the values of variables: of names without a value in `environment`, and as contents of secrets and configs."""
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
