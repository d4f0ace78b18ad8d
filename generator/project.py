"""Project: where the program finds what is its own, whatever content it is given."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
# The settings of the site, which MkDocs reads too (`site/settings.py`).
CONFIG = PROJECT / "mkdocs.yml"
TEMPLATES = PROJECT / "templates"
# What was made before, to be deleted at any time (`cache.py`).
CACHE = PROJECT / "build" / "cache"
