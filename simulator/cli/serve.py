"""`moromi serve`: the laboratory in a browser."""

from __future__ import annotations

import rich_click as click

from ..language import gettext as _
from .options import json_option
from .output import emit_json, emit_text, progress

__all__ = ["serve"]


@click.command(epilog="Example: moromi serve --port 8080")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; beyond loopback a token opens it."
)
@click.option("--port", type=click.IntRange(0, 65535), default=2719, show_default=True, help="0: any free one.")
@click.option(
    "--token", metavar="TEXT", help="Word that opens the page; beyond loopback one is made where none is given."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@json_option
def serve(host: str, port: int, token: str | None, no_browser: bool, as_json: bool) -> None:
    """Open the laboratory: a fermenter you operate in the browser, with lessons beside it."""
    from ..teach.laboratory.server import choose_place, need_marimo
    from ..teach.laboratory.server import serve as listen

    need_marimo()
    place = choose_place(host, port, token)

    def ready() -> None:
        if as_json:
            emit_json({"address": place.address, "token": place.token or None})
            return
        emit_text(_("The laboratory is open at {address}").format(address=place.address))
        emit_text(_("Ctrl-C closes it."))

    with progress() as say:
        listen(place, browser=not no_browser, say=say, ready=ready)
    if not as_json:
        emit_text(_("The laboratory is closed."))
