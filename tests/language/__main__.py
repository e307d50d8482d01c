"""``python -m tests.language update``: catalogues from the code; what is missing is printed as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .catalogue import LANGUAGES, update


def main(words: list[str]) -> int:
    """Update every catalogue; with ``--from FILE.json``, English to translation, fill it in."""
    if words[:1] != ["update"]:
        sys.stderr.write("usage: python -m tests.language update [--from FILE.json]\n")
        return 2
    more = json.loads(Path(words[2]).read_text("utf-8")) if words[1:] else {}
    missing = [item for language in LANGUAGES for item in update(language, more)]
    sys.stdout.write(json.dumps(missing, ensure_ascii=False, indent=0) + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
