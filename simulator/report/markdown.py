"""Markdown of a lesson as HTML in which nothing but the markup we know survives."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["to_html"]


def to_html(text: str) -> Markup:
    """HTML of Markdown with tables; HTML in the text is shown as text, images and unknown schemes are left out.

    Parameters
    ----------
    text : str
    """
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    html = reader.render(text)  # tags in it are the reader's own: those of the text are escaped
    return Markup(html.replace("<table>", '<div class="scroll"><table>').replace("</table>", "</table></div>"))
