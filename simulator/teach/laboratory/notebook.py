"""The laboratory as a marimo notebook: what the server runs, and what an educator copies and changes."""

from __future__ import annotations

__all__ = ["laboratory_notebook", "lesson_notebook"]

_HEAD = '''"""{title}

`marimo run FILE` shows it to learners, `marimo edit FILE` changes it; both need moromi[teach].
"""

import marimo

app = marimo.App(width="full", app_title={title!r})


@app.cell(hide_code=True)
def _():
    import marimo as mo

    from moromi.simulator.teach.laboratory.widget import Page

    return Page, mo

'''
_TAIL = """

if __name__ == "__main__":
    app.run()
"""
_LABORATORY = """
@app.cell(hide_code=True)
def _(Page, mo):
    page = mo.ui.anywidget(Page(query=mo.query_params().to_dict()))
    page
    return (page,)
"""
_LESSON = '''
@app.cell
def _():
    # The fermenter as the page opens it: names as in a link of the laboratory.
    start = {start!r}
    return (start,)


@app.cell
def _():
    # The lesson: every key is told in docs/lessons.md. Give it a name of its own when you change it.
    lesson = r"""
{lesson}"""
    return (lesson,)


@app.cell(hide_code=True)
def _(Page, lesson, mo, start):
    page = mo.ui.anywidget(Page(query=start | mo.query_params().to_dict(), lesson=lesson))
    page
    return (page,)
'''


def laboratory_notebook() -> str:
    """Source of the notebook that the server runs."""
    return _HEAD.format(title="Moromi") + _LABORATORY + _TAIL


def lesson_notebook(title: str, lesson: str, start: dict[str, str]) -> str:
    """Source of a notebook with one lesson in it, which its owner may change.

    Parameters
    ----------
    title : str
    lesson : str
        YAML.
    start : dict of str to str
        Settings of the fermenter beside it, named as in a link.

    Raises
    ------
    ValueError
        The lesson cannot stand in a raw string.
    """
    if '"""' in lesson or lesson.endswith("\\"):
        raise ValueError("a lesson with three quotation marks in a row cannot stand in a notebook")
    return _HEAD.format(title=title) + _LESSON.format(start=start, lesson=lesson.strip() + "\n") + _TAIL
