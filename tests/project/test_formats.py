"""The seam of the two languages: what the scripts know of the data files is what the generator writes."""

from pathlib import Path

import pytest

from generator.project import TEMPLATES
from support import golden
from support.formats import FORMATS, script

ASSETS = TEMPLATES / "theme/assets"


def held(path: Path, expected: bytes, renew: bool) -> None:
    """A file is as it should be; --renew makes it so."""
    if renew:
        path.write_bytes(expected)
    assert path.read_bytes() == expected, "pytest tests/project/test_formats.py --renew"


@pytest.mark.parametrize("name", FORMATS)
def test_scripts_know_the_rows(name: str, pytestconfig: pytest.Config) -> None:
    """Their fields and constants are made from the generator's classes."""
    held(ASSETS / name, script(name).encode(), pytestconfig.getoption("renew"))


def test_golden_answers_are_the_generators(pytestconfig: pytest.Config) -> None:
    """What the scripts are tested against is what the generator says today (tests/scripts reads the same file)."""
    held(golden.FILE, golden.golden(), pytestconfig.getoption("renew"))
