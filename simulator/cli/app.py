"""The `moromi` command: its groups, and what becomes of errors."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import rich_click as click

from ..errors import MoromiError
from ..language import LANGUAGES, preferred_language, speaking
from ..told import told
from .help_text import in_language
from .lazy import LazyGroup
from .output import emit_json

__all__ = ["main", "moromi"]

COMMANDS: dict[str, str] = {
    "list": ".catalogue:list_",
    "show": ".catalogue:show",
    "run": ".run:run",
    "scale-up": ".scale_up:scale_up",
    "scale-down": ".scale_down:scale_down",
    "transfer": ".transfer:transfer",
    "sweep": ".sweep:sweep",
    "sensitivity": ".sensitivity:sensitivity",
    "design-space": ".design_space:design_space",
    "changeover": ".changeover:changeover",
    "network": ".network:network",
    "gas-map": ".gas_map:gas_map",
    "strain": ".strain:strain",
    "validate": ".validate:validate",
    "large-scale": ".large_scale:large_scale",
    "lesson": ".lesson:lesson",
    "bench": ".bench:bench",
    "serve": ".serve:serve",
}

EPILOG = "First: moromi scale-up ecoli-fedbatch --to tank-30m3"


@click.group(
    cls=LazyGroup,
    targets=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--lang",
    metavar="|".join(LANGUAGES),
    expose_value=False,
    help="Language of what is printed and drawn; MOROMI_LANG or the locale by default. Files and JSON keep theirs.",
)
@click.version_option(package_name="moromi")
def moromi() -> None:
    """Predict what happens to a fermentation when it leaves the bench."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the process with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after ``moromi``; those of the process by default.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file gets UTF-8, a terminal what it can show
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    sys.exit(outcome(list(sys.argv[1:] if arguments is None else arguments)))


def outcome(arguments: list[str]) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str
        Words after ``moromi``.

    Returns
    -------
    int
        0 done, 1 the simulation or a check failed, 2 bad input, 130 interrupted.
    """
    try:
        with speaking(_language(arguments)):
            return _outcome(arguments)
    except MoromiError as error:  # no such language
        return _fail(str(error), error.exit_code, arguments)


def _language(arguments: Sequence[str]) -> str:
    """Language that is asked for before the command, else by the environment: help is shown before options are read."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            return next(words, LANGUAGES[0])
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if not word.startswith("-"):
            break
    return preferred_language()


def _outcome(arguments: list[str]) -> int:
    try:
        code = in_language(moromi).main(arguments, prog_name="moromi", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted", 130, arguments)
    except click.ClickException as error:
        return _fail(_usage(error), error.exit_code, arguments)
    except MoromiError as error:
        return _fail(str(error), error.exit_code, arguments)
    except Exception as error:
        return _fail(_unexpected(error), 1, arguments)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int, arguments: Sequence[str]) -> int:
    """Say what went wrong: a person on standard error, a machine on standard output too."""
    click.echo(f"moromi: {told(message)}", err=True)
    if "--json" in arguments:
        emit_json({"error": message, "exit_code": code})
    return code


def _usage(error: click.ClickException) -> str:
    """One line for a wrong command line, with where to look."""
    context, said = getattr(error, "ctx", None), error.format_message().rstrip(".")
    return said if context is None else f"{said} (see {context.command_path} --help)"


def _unexpected(error: Exception) -> str:
    """One line for an error nobody foresaw; the traceback on request."""
    if os.environ.get("MOROMI_DEBUG"):
        import traceback

        traceback.print_exception(error)
    text = " ".join(str(error).split())
    return f"unexpected {type(error).__name__}: {text} (a bug; MOROMI_DEBUG=1 shows the traceback)"
