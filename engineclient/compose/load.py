"""From files to one merged tree: each file is read, interpolated, extended, included and merged in its turn."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ..options.golang import file_error
from ..text.quoting import quote
from . import dotenv
from .canonical import canonical, with_defaults
from .errors import ComposeError, Place
from .files import Files
from .gotext import sprint
from .interpolate import Warn, interpolate
from .merge import merge, merge_service, without
from .normalise import normalise, project_name
from .paths import Where, resolve
from .schema import validate
from .shortforms import join
from .tree import Path, Tree
from .unique import unique
from .validation import check
from .yamltext import Document, YAMLError, checked_keys, documents

_REMOTE: Final = ("oci://", "git@", "git://", "ssh://", "https://", "http://", "github.com/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What of the way from files to a project is left out or chosen.

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


@dataclass(slots=True)
class Loader:
    """The way from files to a merged tree.

    Attributes:
        files: where they are read from.
        environment: the variables, those of .env files among them.
        options: what is left out.
        home: the home directory.
        warnings: what was found questionable, in compose's words.
        warn: gets it as it is found.
        places: where keys stand, by file and path.

    """

    files: Files
    environment: Mapping[str, str]
    options: Options = field(default_factory=Options)
    home: str = ""
    warnings: list[str] = field(default_factory=list)
    warn: Warn = print
    places: dict[Path, Place] = field(default_factory=dict)
    _obsolete: set[str] = field(default_factory=set)

    def model(self, paths: Sequence[str], directory: str, name: str) -> Tree:
        """The merged tree of the files at `paths`, of a project called `name` that stands in `directory`.

        Raises:
            ComposeError: with the place, where it is known.

        """
        job = _Job(
            directory=directory,
            folder=directory,
            environment={**self.environment, "COMPOSE_PROJECT_NAME": name},
            resolve_paths=self.options.resolve_paths,
        )
        try:
            tree = self._files(paths, job, ())
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

    def _files(self, paths: Sequence[str], job: _Job, included: tuple[str, ...]) -> Tree:
        tree: Tree = {}
        for path in paths:
            tree, _ = self._file(path, tree, job, included)
        tree = with_defaults(tree)
        check(tree)
        if job.resolve_paths:
            tree = resolve(tree, self._where(job.directory))
        return _with_environment(tree, job.environment)

    def _where(self, directory: str) -> Where:
        return Where(directory, self.home, self.warn, self.files.real)

    def _file(
        self, path: str, tree: Tree, job: _Job, included: tuple[str, ...]
    ) -> tuple[Tree, tuple[Path, ...]]:
        """`tree` with the file at `path` on top, and what the file says to replace."""
        try:
            text = self.files.read(path)
        except OSError as error:
            raise ComposeError(file_error(path, error)) from None
        replaced: tuple[Path, ...] = ()
        try:
            for document in documents(text, path):
                replaced = document.replaced
                tree = self._document(document, path, tree, job, (*included, path))
        except YAMLError as error:
            message = f"failed to parse {path}: {error.message}"
            raise ComposeError(message, place=error.place) from None
        return tree, replaced

    def _document(
        self, document: Document, path: str, tree: Tree, job: _Job, included: tuple[str, ...]
    ) -> Tree:
        self.places.update({key: Place(path, *place) for key, place in document.places.items()})
        own = checked_keys(document.value)
        if not isinstance(own, dict):
            raise ComposeError("top-level object must be a mapping", place=Place(path, 1, 1))
        if self.options.interpolate:
            own = interpolate(own, job.environment.get, self.warn)
        if job.extends:
            own = _Extension(self, path, job, document.replaced).all(own)
        tree = without(tree, document.replaced)
        if job.includes:
            own = self._include(own, job, included)
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

    # --- include ---

    def _include(self, own: Tree, job: _Job, included: tuple[str, ...]) -> Tree:
        for entry in _includes(own.get("include")):
            imported = self._included(entry, job, included)
            own = _imported(own, imported)
        return {key: value for key, value in own.items() if key != "include"}

    def _included(self, entry: Tree, job: _Job, included: tuple[str, ...]) -> Tree:
        """The tree of one entry of `include`: files with a directory and variables of their own."""
        paths = [local(path, job.folder) for path in _texts(entry.get("path"))]
        directory, folder = "", str(entry.get("project_directory") or "")
        if paths:
            main = paths[0]
            if not folder:
                directory, folder = self._relative(main, job.folder), posixpath.dirname(main)
            elif not folder.startswith("/"):
                directory, folder = self._relative(folder, job.folder), join(job.directory, folder)
            else:
                directory = folder
            if main in included:
                chain = "\n include ".join([*included[1:], main])
                raise ComposeError(f"include cycle detected:\n{included[0]}\n include {chain}", ("include",))
        env_files = self._env_files(_texts(entry.get("env_file")), folder, job)
        variables = read_env_files(self.files, env_files, job.environment, self.warn)
        inner = replace(
            job,
            directory=directory,
            folder=folder,
            environment={**variables, **job.environment},
            resolve_paths=True,
        )
        return self._files(paths, inner, included)

    def _env_files(self, given: Sequence[str], folder: str, job: _Job) -> list[str]:
        if not given:
            default = join(folder, ".env")
            exists = self.files.exists(default) and not self.files.is_directory(default)
            return [default] if exists else []
        found: list[str] = []
        for path in given:
            if not path.startswith("/"):
                path = join(job.directory, path)
                if not self.files.exists(path):
                    raise ComposeError(f"stat {path}: no such file or directory", ("include",))
                if self.files.is_directory(path):
                    raise ComposeError(f"{path} is not a file", ("include",))
            found.append(path)
        return found

    def _relative(self, path: str, folder: str) -> str:
        """The directory of `path`, or it itself if it is one, relative to `folder`."""
        full = local(path, folder)
        if not self.files.is_directory(full):
            full = local(posixpath.dirname(path) or ".", folder)
        return posixpath.relpath(full, folder) if full.startswith("/") == folder.startswith("/") else full

    # --- extends from another file ---

    def services_of(
        self, path: str, name: str, ref: str, job: _Job, by: str
    ) -> tuple[Tree, tuple[Path, ...]]:
        """The services of a file that `name` extends, with paths as seen from here, and what the file says to replace."""
        full = local(path, job.folder)
        directory = self._relative(path, job.folder)
        inner = replace(job, folder=posixpath.dirname(full), extends=False, includes=False, validates=False)
        tree, replaced = self._file(full, {}, inner, ())
        if "services" not in tree:
            raise ComposeError(f'cannot extend service "{name}" in {full}: no services section')
        if not isinstance(tree["services"], dict):
            raise ComposeError(f'cannot extend service "{name}" in {full}: services must be a mapping')
        if ref not in tree["services"]:
            raise ComposeError(
                f'cannot extend service "{name}" in {by}: service "{ref}" not found in {path}',
                ("services", name, "extends"),
            )
        services: Tree = resolve(tree, self._where(directory))["services"]
        return services, replaced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """How one file, or several over each other, are read.

    Attributes:
        directory: what their relative paths become relative to.
        folder: where the files that they name are looked for.
        environment: their variables.
        resolve_paths: whether relative paths are replaced.
        extends, includes, validates: whether these steps are taken.

    """

    directory: str
    folder: str
    environment: Mapping[str, str]
    resolve_paths: bool
    extends: bool = True
    includes: bool = True
    validates: bool = True


@dataclass(slots=True)
class _Extension:
    """Services of one document, each on top of the one that it extends."""

    loader: Loader
    path: str
    job: _Job
    replaced: Iterable[Path]

    def all(self, tree: Tree) -> Tree:
        """`tree` with `extends` carried out."""
        if "services" not in tree:
            return tree
        services = tree["services"]
        if not isinstance(services, dict):
            raise ComposeError("services must be a mapping", ("services",))
        made = dict(services)
        for name in services:
            made[name] = self._service(name, made, self.replaced, self.job, ())
        return {**tree, "services": made}

    def _service(
        self,
        name: str,
        services: Tree,
        replaced: Iterable[Path],
        job: _Job,
        chain: tuple[tuple[str, str], ...],
    ) -> Any:
        service = services[name]
        if service is None:
            return None
        if not isinstance(service, dict):
            raise ComposeError(f"services.{name} must be a mapping", ("services", name))
        if "extends" not in service:
            return service
        ref, file = _extended(name, service["extends"])
        path = self.path
        inner, outer, inner_replaced = services, replaced, replaced
        if file:
            inner, inner_replaced = self.loader.services_of(file, name, ref, job, self.path)
            path = file
        elif ref not in services:
            raise ComposeError(
                f'cannot extend service "{name}" in {self.path}: service "{ref}" not found',
                ("services", name, "extends"),
            )
        chain = _linked(chain, (path, name))
        base = self._service(ref, inner, inner_replaced if file else (), job, chain)
        if base is None:
            return service
        cleaned: Tree = without({"services": {name: base}}, outer)["services"].get(name, base)
        merged = merge_service(cleaned, service)
        return {key: value for key, value in merged.items() if key != "extends"}


def _extended(name: str, extends: Any) -> tuple[str, str]:
    """The service and the file that `extends` names."""
    if not isinstance(extends, dict):
        return extends if isinstance(extends, str) else "", ""
    if not isinstance(extends.get("service"), str):
        raise ComposeError(f"extends.{name}.service is required", ("services", name, "extends"))
    return extends["service"], str(extends.get("file") or "")


def _linked(chain: tuple[tuple[str, str], ...], link: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    if link in chain:
        lines = ["Circular reference:", f"  {chain[0][1]} in {chain[0][0]}"]
        lines += [f"  extends {service} in {file}" for file, service in (*chain[1:], link)]
        raise ComposeError("\n".join(lines), ("services", link[1], "extends"))
    return (*chain, link)


def local(path: str, folder: str) -> str:
    """Where a file that another names is.

    Raises:
        ComposeError: it is on another machine, which is not supported.

    """
    if path.startswith(_REMOTE):
        raise ComposeError(
            f"remote resource {path} is not supported",
            hint="download it and name the local file",
        )
    return path if path.startswith("/") else join(folder, path)


def _includes(value: Any) -> list[Tree]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ComposeError(f"`include` must be a list, got {sprint(value)}", ("include",))
    return [{"path": each} if isinstance(each, str) else each for each in value]


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _imported(own: Tree, imported: Tree) -> Tree:
    made = dict(own)
    for kind in ("services", "volumes", "networks", "secrets", "configs", "models"):
        if imported.get(kind) is None:
            continue
        there = made.get(kind) or {}
        for name, value in imported[kind].items():
            if name in there and there[name] != value:
                raise ComposeError(f"{kind}.{name} conflicts with imported resource", (kind, name))
        made[kind] = {**there, **imported[kind]}
    return made


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


def read_env_files(
    files: Files, paths: Iterable[str], environment: Mapping[str, str], warn: Callable[[str], None]
) -> dict[str, str]:
    """The variables of .env files, a later one winning.

    Raises:
        ComposeError: one is missing, a directory or malformed.

    """
    found: dict[str, str] = {}
    for path in paths:
        if not files.exists(path):
            raise ComposeError(f"couldn't find env file: {path}")
        if files.is_directory(path):
            raise ComposeError(f"{path} is a directory")
        try:
            text = files.read(path).decode("utf-8", "surrogateescape")
            found = dotenv.parse(text, environment.get, warn, found)
        except OSError as error:
            raise ComposeError(file_error(path, error)) from None
        except ValueError as error:
            raise ComposeError(f"failed to read {path}: {error}") from None
    return found


def named(paths: Sequence[str], files: Files, environment: Mapping[str, str], loader: Loader) -> str | None:
    """The project's name that the files give themselves, the last one's; None if none does.

    Raises:
        ComposeError: the first document of a file is no YAML, or no mapping.

    """
    name = ""
    for path in paths:
        try:
            text = files.read(path)
        except OSError as error:
            raise ComposeError(file_error(path, error)) from None
        for index, document in enumerate(_documents_of(text, path)):
            if index == 0:
                _check_top(document)
            given = document.value.get("name") if isinstance(document.value, dict) else None
            if given not in (None, ""):
                name = sprint(given)
    if not name:
        return None
    if loader.options.interpolate:
        name = str(interpolate({"name": name}, environment.get, loader.warn)["name"])
    return project_name(name) if loader.options.normalise else name


def _documents_of(text: bytes, path: str) -> Iterable[Document]:
    """The documents of a file, up to the first error, unless that would keep the name of the first from being read."""
    first = True
    try:
        for document in documents(text, path):
            yield document
            first = False
    except YAMLError as error:
        if first and error.at_top:
            raise ComposeError(f"yaml: unmarshal errors:\n  {error.message}", place=error.place) from None
        if first and error.syntax:
            raise


def _check_top(document: Document) -> None:
    value = document.value
    if isinstance(value, dict) or value is None:
        name = (value or {}).get("name")
        if isinstance(name, dict | list):
            raise ComposeError(_cannot("string", name, document, ("name",)), ("name",))
        return
    raise ComposeError(_cannot("cli.named", value, document, ()))


def _cannot(what: str, value: Any, document: Document, path: Path) -> str:
    tag = "!!seq" if isinstance(value, list) else "!!map" if isinstance(value, dict) else None
    shown = tag or f"{'!!str' if isinstance(value, str) else '!!int'} `{sprint(value)[:10]}`"
    line = document.places.get(path, (1, 1))[0]
    return f"yaml: unmarshal errors:\n  line {line}: cannot unmarshal {shown} into {what}"


def quoted_name_error(name: str) -> ComposeError:
    """A name that a project cannot have."""
    return ComposeError(
        f"invalid project name {quote(name)}: must consist only of lowercase alphanumeric characters, "
        "hyphens, and underscores as well as start with a letter or number"
    )
