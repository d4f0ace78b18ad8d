"""Damaged and hostile files of every kind, imported: the longest processor times and the most memory.

PYTHONPATH=tests .venv/bin/python benchmarks/damaged.py

The files are those of `tests/importers/test_damaged.py`, each in a process of its own; those that show a picture are
recognised where `make ocr` has been run.
"""

import tempfile
from operator import itemgetter
from pathlib import Path

from importers.test_damaged import everything, imported

_SHOWN = 5


def main() -> None:
    """Import all, print the most."""
    with tempfile.TemporaryDirectory() as folder:
        found = imported([*everything()], Path(folder))
    print(len(found), "files")
    for what in ("seconds", "megabytes"):
        most = sorted(found, key=itemgetter(what), reverse=True)[:_SHOWN]
        print(what, *(f"{Path(one['file']).name} {one[what]}" for one in most), sep="\n  ")


if __name__ == "__main__":
    main()
