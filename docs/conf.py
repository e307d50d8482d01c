"""How docs/ becomes a site: ``python docs/build.py`` makes it in both languages.

``python -m sphinx -W docs site`` makes the English one alone, ``-D language=ja`` the Japanese one. Nothing is fetched.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import moromi

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Moromi"
author = "the authors of Moromi"
project_copyright = "the authors of Moromi, Apache-2.0"
release = version = moromi.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated_pages", "two_languages"]
exclude_patterns = ["_*", "locale", "**/.*"]
suppress_warnings = ["config.cache", "toc.not_included"]

language = "en"
locale_dirs = ["locale"]
figure_language_filename = "{root}.{language}{ext}"  # where there is one: run-ecoli-fedbatch.ja.svg
gettext_compact = True  # a catalogue a folder: tutorial.po, educators.po
gettext_location = False  # line numbers would change a catalogue with every edit
gettext_last_translator = author
gettext_language_team = author

myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say it, with shapes and units
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False

html_theme = "furo"
html_title = f"Moromi {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
templates_path = ["_templates"]
_FONTS = '"Hiragino Sans", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "IPAexGothic", sans-serif'  # installed ones only
html_theme_options = {
    "light_css_variables": {
        "font-stack": f'-apple-system, BlinkMacSystemFont, "Segoe UI", "Liberation Sans", Arial, {_FONTS}',
        "color-brand-primary": "#00795c",
        "color-brand-content": "#00795c",
    },
    "dark_css_variables": {"color-brand-primary": "#4fc3a1", "color-brand-content": "#4fc3a1"},
}


def setup(app: Sphinx) -> None:
    """Tables as text: Pygments has no lexer for them."""
    app.add_lexer("csv", TextLexer)
