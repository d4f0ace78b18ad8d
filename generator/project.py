"""Project: where the program finds what is its own, whatever content it is given."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# The settings of the site, which MkDocs reads too (`site/settings.py`).
CONFIG = PROJECT / "mkdocs.yml"
TEMPLATES = PROJECT / "templates"
# What was made before, to be deleted at any time (`cache.py`, `store.py`); several machines may share it.
CACHE = Path(os.environ.get("QINGDAN_CACHE") or PROJECT / "build" / "cache").absolute()
