"""login and logout: store and erase credentials for registries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from engineclient.cli import standard_input
from engineclient.cli.arity import at_most
from engineclient.cli.command import command
from engineclient.cli.credentials import credentials_of
from engineclient.cli.direct_login import check_directly
from engineclient.cli.failures import PROGRAM, Failure, Terminated, text_of
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.notice import note, underlined
from engineclient.cli.printing.prompt import no_echo
from engineclient.connect.configfile import HUB
from engineclient.connect.credentialhelper import HelperFailed
from engineclient.connect.credentials import hostname
from engineclient.errors import APIError, ConnectionFailed, EngineError, Unauthorized
from engineclient.golang.files import file_error
from engineclient.models.system import AuthConfig, Authenticated
from engineclient.wire.references import DEFAULT_DOMAIN

if TYPE_CHECKING:
    from typing import IO

    from engineclient.cli.app import App
    from engineclient.connect.credentials import Credentials


@command(
    "[OPTIONS] [SERVER]", at_most(1), description="Log in to a registry.\nWithout a server, to Docker Hub."
)
@flag("-p, --password", STRING, "Password or access token", default=None)
@flag("--password-stdin", BOOL, "Read the password or access token from standard input")
@flag("-u, --username", STRING, "User name", default=None)
def login(
    app: App, server: str = "", *, password: str | None, password_stdin: bool, username: str | None
) -> None:
    """Let the engine check credentials with a registry, or check them directly without an engine, and store them."""
    credentials = credentials_of(app)
    user, secret = _given(app, username, password, from_stdin=password_stdin)
    address = HUB if server in ("", DEFAULT_DOMAIN, HUB) else hostname(server)
    known = AuthConfig()
    if not user and not secret:
        try:
            known = credentials.get(address)
        except HelperFailed:
            pass  # prompt for them, as if none were stored
        if known.username and known.password and _again(app, known, credentials):
            return
    user, secret = _ask(app, user, secret, known.username or "", is_hub=address == HUB)
    _log_in(app, AuthConfig(username=user, password=secret, serveraddress=address), credentials)


@command("[SERVER]", at_most(1), description="Log out from a registry.\nWithout a server, from Docker Hub.")
def logout(app: App, server: str = "") -> None:
    """Erase the credentials for a registry, under all names that they may be stored by."""
    host = hostname(server) or HUB
    names = [server, host, f"http://{host}", f"https://{host}"] if server else [HUB]
    credentials = credentials_of(app)
    app.out.line(f"Removing login credentials for {host}")
    errors: dict[str, EngineError] = {}
    for name in names:
        try:
            credentials.erase(name)
        except HelperFailed as error:
            errors[name] = error
    if len(errors) == len(names):
        app.err.line("WARNING: could not erase credentials:")
        for name, reason in errors.items():
            app.err.line(f"{name}: {reason}")


def _given(app: App, user: str | None, secret: str | None, *, from_stdin: bool) -> tuple[str, str]:
    """The user name and password of the flags."""
    if from_stdin and secret is not None:
        raise Failure("conflicting options: cannot specify both --password and --password-stdin")
    if user == "":
        raise Failure("username is empty")
    if secret == "":
        raise Failure("password is empty")
    if from_stdin:
        if user is None:
            raise Failure("the --password-stdin option requires --username to be set")
        secret = standard_input.whole().decode(errors="surrogateescape").removesuffix("\n").removesuffix("\r")
    elif secret is not None:
        app.err.line("WARNING! Using --password via the CLI is insecure. Use --password-stdin.")
    return (user or "").strip(), (secret or "").strip()


def _again(app: App, known: AuthConfig, credentials: Credentials) -> bool:
    """Try to log in with the stored credentials; whether that succeeded."""
    app.err.line(f"Authenticating with existing credentials... [Username: {known.username}]")
    advice = f"To login with a different account, run '{PROGRAM} logout' followed by '{PROGRAM} login'"
    note(app.err, advice)
    app.err.line("\n")
    try:
        _log_in(app, known, credentials)
    except Unauthorized:
        app.err.line("Stored credentials invalid or expired")
    except APIError as error:
        app.err.line(f"Login did not succeed, error: {text_of(error)}")
    else:
        return True
    return False


def _log_in(app: App, wanted: AuthConfig, credentials: Credentials) -> None:
    try:
        answer = app.engine().auth(wanted)
    except ConnectionFailed as error:
        if error.reached:
            raise
        check_directly(wanted, is_hub=wanted.serveraddress == HUB)
        answer = Authenticated({"Status": "Login Succeeded"})
    if answer.identity_token:
        wanted.password, wanted.identity_token = None, answer.identity_token
    try:
        unencrypted = credentials.store(wanted)
    except HelperFailed as error:
        raise Failure(f"Error saving credentials: {error}") from error
    except OSError as error:
        raise Failure(f"Error saving credentials: {file_error(str(app.config.path), error)}") from error
    if unencrypted:
        app.err.line(
            f"\nWARNING! Your credentials are stored unencrypted in '{app.config.path}'.\n"
            "Configure a credential helper to remove this warning. See\n"
            "https://docs.docker.com/go/credential-store/\n"
        )
    if answer.status:
        app.out.line(answer.status)


def _ask(app: App, user: str, secret: str, default: str, *, is_hub: bool) -> tuple[str, str]:
    """The user name and password, prompting for what is not given; Ctrl-C ends the line of the prompt."""
    terminal = sys.stdin if sys.stdin and sys.stdin.isatty() else None
    if user and secret:
        return user, secret
    if terminal is None:
        raise Failure("Error: Cannot perform an interactive login from a non TTY device")
    try:
        return _read(app, terminal, user, secret, default, is_hub=is_hub)
    except Terminated:
        raise
    except KeyboardInterrupt:
        app.out.line()
        raise


def _read(
    app: App, terminal: IO[str], user: str, secret: str, default: str, *, is_hub: bool
) -> tuple[str, str]:
    if not user:
        app.out.write(f"Username ({default}): " if default else "Username: ")
        user = terminal.readline().strip() or default
        if not user:
            raise Failure("Error: Non-null Username Required")
    if not secret:
        if is_hub:
            page = underlined("https://app.docker.com/settings")
            note(
                app.err,
                f"A Personal Access Token (PAT) can be used instead.\nTo create a PAT, visit {page}\n\n",
            )
        with no_echo(terminal.fileno()):
            app.out.write("Password: ")
            secret = terminal.readline().strip()
        app.out.line()
        if not secret:
            raise Failure("Error: Password Required")
    return user, secret
