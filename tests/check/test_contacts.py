"""How old contacts are, over several counties: one newest date for all, whichever county is looked at first."""

import shutil
from itertools import permutations
from pathlib import Path

import pytest

from generator.check.registry import check
from generator.check.survey import Survey, added
from generator.checking import check_content
from generator.progress import SILENT
from generator.read.folder import read
from generator.workers import pool
from support.places import DEMO


def test_newest_of_several_counties() -> None:
    """In any order; where no date is stated there is none."""
    for order in permutations(("2026-11-03", "2025-01-01", "")):
        assert added(Survey(newest=day) for day in order).newest == "2026-11-03"
    assert added([Survey(), Survey()]).newest == ""


@pytest.fixture
def counties(tmp_path: Path) -> Path:
    """Three counties; the first and the last have an old contact, that of the one between is the newest date."""
    folder = shutil.copytree(DEMO, tmp_path / "demo")
    for id, day in (("a", "2025-01-01"), ("b", "2026-11-03"), ("c", "2025-11-02")):
        county = shutil.copytree(folder / "townships/jia", folder / "townships" / id)
        file, contact = county / "county.yml", f"    contact: {{phones: ['12345'], as_of: {day}}}\n"
        file.write_text(
            file.read_text("utf-8").replace("    kind: finance\n", f"    kind: finance\n{contact}"), "utf-8"
        )
    shutil.rmtree(folder / "townships/jia")
    return folder


def test_old_contacts_of_several_counties(counties: Path) -> None:
    """Told with their lines, the same when counties are checked each by itself as when all are read at once."""
    expected = [(f"townships/{id}/county.yml", (12, 41), "contacts-confirmed") for id in ("a", "c")]
    whole = check(read(counties))
    assert [(one.where.file, one.at, one.rule) for one in whole] == expected
    with pool() as executor:
        assert list(check_content(counties, SILENT, executor).problems) == whole
