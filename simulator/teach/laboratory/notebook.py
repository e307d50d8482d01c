"""The laboratory as a marimo notebook: what the server runs, and what an educator copies and changes."""

from __future__ import annotations

__all__ = ["notebook_text"]

_TEXT = '''"""{title}

Run it with `marimo run` or change it with `marimo edit`; both need moromi[teach].
"""

import marimo

app = marimo.App(width="full", app_title={title!r})


@app.cell(hide_code=True)
def _():
    import marimo as mo

    from moromi.simulator.teach.laboratory.widget import Page

    return Page, mo


@app.cell(hide_code=True)
def _(Page, mo):
    start = {start!r}
    page = mo.ui.anywidget(Page(query=start | mo.query_params().to_dict()))
    page
    return (page,)
{more}

if __name__ == "__main__":
    app.run()
'''


def notebook_text(title: str = "Moromi", start: dict[str, str] | None = None, more: str = "") -> str:
    """Source of the notebook.

    Parameters
    ----------
    title : str
        Of the page in the browser.
    start : dict of str to str, optional
        Settings it opens with, named as in a link; the link's own come first.
    more : str
        Further cells.
    """
    return _TEXT.format(title=title, start=start or {}, more=more)
