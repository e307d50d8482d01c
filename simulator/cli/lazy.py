"""A group of commands that imports a command's module when the command is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import rich_click as click

from ..errors import nearest
from .help_text import in_language

__all__ = ["LazyGroup"]


class LazyGroup(click.RichGroup):
    """Commands by name, each "module:command" with the module relative to this package (".run:run").

    Parameters
    ----------
    targets : mapping
        Command name to its place; help lists them in this order.
    """

    def __init__(self, *args: Any, targets: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._targets = dict(targets)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order given."""
        return list(self._targets)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module, or None for an unknown name; help in the language of the context."""
        if cmd_name not in self._targets:
            return None
        module, command = self._targets[cmd_name].split(":")
        found: click.Command = getattr(import_module(module, __package__), command)
        return in_language(found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve the next command, or say which one was probably meant."""
        if args and not args[0].startswith("-") and args[0] not in self._targets:
            ctx.fail(f"no command '{args[0]}'{nearest(args[0], self._targets)}")
        return super().resolve_command(ctx, args)
