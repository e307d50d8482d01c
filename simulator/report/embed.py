"""A figure inside an HTML page: inline SVG without prolog, links, comments or ids that could meet another figure's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .style import to_svg

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.figure import Figure

__all__ = ["inline_svg"]

_NOISE = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<style[^>]*>.*?</style>", re.DOTALL)
_NAMESPACE = re.compile(r'\s+xmlns(?::\w+)?="[^"]*"')


def inline_svg(figure: Figure, label: str, prefix: str) -> Markup:
    """Inline SVG of a figure.

    Parameters
    ----------
    figure : Figure
    label : str
        What the figure shows, for people who do not see it.
    prefix : str
        Put before every id; different for every figure of a page.
    """
    from markupsafe import Markup, escape

    text = to_svg(figure, salt=prefix).decode("utf-8")
    body = _NOISE.sub("", text[text.index("<svg") :])
    body = re.sub(r'\bid="', f'id="{prefix}-', body)
    body = re.sub(r'xlink:href="#', f'href="#{prefix}-', body)
    body = re.sub(r"url\(#", f"url(#{prefix}-", body)
    head, _, rest = body.partition(">")
    view = re.search(r'viewBox="([\d. ]+)"', head)
    box = view.group(1) if view else "0 0 511.2 400"
    opening = (
        f'<svg viewBox="{box}" role="img" aria-label="{escape(label)}" '
        'style="stroke-linejoin:round;stroke-linecap:butt">'
    )
    # the text was made by matplotlib, which escapes what it is given; the label is escaped here
    return Markup(opening + re.sub(r"\n+", "\n", _NAMESPACE.sub("", rest)))
