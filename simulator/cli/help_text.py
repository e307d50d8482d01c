"""Help in the language of a person: commands are made in English when they are imported, translated when shown."""

from __future__ import annotations

from copy import copy
from typing import Any

import rich_click as click

from ..language import LANGUAGES, current_language
from ..language import gettext as _

__all__ = ["in_language", "joined"]


class _Formatter(click.RichHelpFormatter):
    """Says "Usage:" in the language of the context."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage:"))


class _Context(click.RichContext):
    formatter_class = _Formatter


def in_language(command: click.Command) -> click.Command:
    """The command with its help in the language of this context.

    Parameters
    ----------
    command : click.Command
        As it was imported; it is not changed, since another context may speak another language.

    Returns
    -------
    click.Command
        The command itself in English, else a copy; the commands of a group are copied with it.
    """
    if current_language() == LANGUAGES[0]:
        return command
    told = copy(command)
    told.help, told.epilog = _(joined(command.help)), _(command.epilog or "")
    told.params = [_parameter(item) for item in command.params]
    told.context_class = _Context
    told.context_settings = {**command.context_settings, "rich_help_config": _words()}
    if isinstance(told, click.Group):
        told.commands = {name: in_language(child) for name, child in told.commands.items()}
    names = command.context_settings.get("help_option_names", ["-h", "--help"])
    return click.help_option(*names, help=_("Show this message and exit."))(told)


def joined(text: str | None) -> str:
    """Help as one line a paragraph, as the catalogue has it."""
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n\n"))


def _parameter(item: click.Parameter) -> click.Parameter:
    told = copy(item)
    if isinstance(told, click.Option) and told.help:
        told.help = _(told.help)
    return told


def _words() -> dict[str, Any]:
    """What rich-click says itself."""
    return {
        "arguments_panel_title": _("Arguments"),
        "options_panel_title": _("Options"),
        "commands_panel_title": _("Commands"),
        "default_string": _("\\[default: {}]"),
        "required_long_string": _("\\[required]"),
        "append_range_help_string": _("\\[range: {}]"),
    }
