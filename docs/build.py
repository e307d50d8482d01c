"""Build the site in both languages into site/: ``python docs/build.py [FOLDER]``.

Needs ``pip install '.[docs]'``. A warning is an error. ``--catalogues`` brings the Japanese catalogues up to date with
the English pages instead.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS / "_ext"))
ENTRANCE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moromi</title>
<script>
location.replace((navigator.language || "").startsWith("ja") ? "ja/index.html" : "en/index.html");
</script>
</head>
<body>
<p><a href="en/index.html" lang="en">English</a> · <a href="ja/index.html" lang="ja">日本語</a></p>
</body>
</html>
"""


def build(place: Path, language: str, *options: str) -> int:
    """Build one language; 0 when there was no warning."""
    from sphinx.cmd.build import main as sphinx

    words = ["-q", "-W", "--keep-going", "-D", f"language={language}", *options]
    with tempfile.TemporaryDirectory() as doctrees:
        return sphinx([*words, "-d", doctrees, str(DOCS), str(place)])


def main(words: list[str]) -> int:
    """Build both, or bring the catalogues up to date; the exit code."""
    from two_languages import LANGUAGES

    if words == ["--catalogues"]:
        return catalogues()
    place = Path(words[0]) if words else Path("site")
    failed = [language for language in LANGUAGES if build(place / language, language, "-D", "beside_each_other=1")]
    if not failed:
        (place / "index.html").write_text(ENTRANCE, encoding="utf-8")
    return int(bool(failed))


def catalogues() -> int:
    """Extract what the pages say and merge it into ``locale/ja/LC_MESSAGES/*.po``."""
    from sphinx_intl.basic import update
    from two_languages import TRANSLATED

    with tempfile.TemporaryDirectory() as place:
        failed = build(Path(place), "en", "-b", "gettext")
        if not failed:
            for file in Path(place).glob("*.pot"):
                if file.stem not in TRANSLATED:
                    file.unlink()
            update(str(DOCS / "locale"), place, ["ja"], line_width=0)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
