"""A link to the same page in the other language, and a note on pages that are not translated yet."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

LANGUAGES = {"en": "English", "ja": "日本語"}
TRANSLATED = (
    "index",
    "ready",
    "lessons",
    "laboratory",
    "tutorial",
    "educators",
    "gallery",
    "howto",
    "theory",
    "reference",
)
"""Catalogues: folders and pages that are in Japanese, every sentence of them."""
NOT_YET = {"ja": "このページはまだ日本語に訳されていません。英語のまま表示しています。"}


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx calls."""
    app.add_config_value("beside_each_other", False, "html", (bool, str))
    app.connect("doctree-resolved", say_not_yet)
    app.connect("html-page-context", link_languages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def say_not_yet(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a note under the title of a page whose title has no translation."""
    note = NOT_YET.get(app.config.language)
    title = next(iter(doctree.findall(nodes.title)), None)
    if note is None or title is None or title.get("translated"):
        return
    title.parent.insert(title.parent.index(title) + 1, nodes.note("", nodes.paragraph("", note)))


def link_languages(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the template where the page stands in each language; only where the sites lie beside each other."""
    if not app.config.beside_each_other:
        return
    root = "../" * (pagename.count("/") + 1)
    context["languages"] = [
        {"code": code, "name": name, "href": "" if code == app.config.language else f"{root}{code}/{pagename}.html"}
        for code, name in LANGUAGES.items()
    ]
