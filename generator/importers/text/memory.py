"""Memory: the divisions of documents that were already divided, kept on disk.

Dividing a document takes a second or two and depends on nothing but its lines
and the code; the source audit needs it on every check.  A division is kept
under the hash of both, as JSON in `build/`, where it can be deleted at any
time.  What cannot be read or written is as if it had never been kept.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "divisions"
# The modules that a division depends on.
_CODE = ("segment.py", "../cells.py", "../../words/departments.py")


def remembered(question: object, answer: Callable[[], Any], folder: Path = _FOLDER) -> Any:
    """The answer to a question, both plain JSON data: from the folder, or made and kept there."""
    asked = json.dumps(question, ensure_ascii=False, sort_keys=True)
    path = folder / f"{hashlib.sha256((_code() + asked).encode()).hexdigest()}.json"
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        made = answer()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps(made, ensure_ascii=False), "utf-8", newline="\n")
        temporary.replace(path)
    except OSError:
        pass
    return made


@cache
def _code() -> str:
    here = Path(__file__).parent
    return "".join(hashlib.sha256((here / name).read_bytes()).hexdigest() for name in _CODE)
