"""What the program concludes about the five documents is what was read and accepted: the tables of `tests/values/`."""

from difflib import unified_diff

import pytest

from generator.link.catalogue import Catalogue
from generator.model import Content
from support.values import TABLES, Real, Table, body

_SHOWN = 20


@pytest.fixture(scope="module")
def concluded(real_content: Content, real: Catalogue) -> Real:
    """What the tables are made of."""
    return Real(real_content, real)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_values(table: Table, concluded: Real, request: pytest.FixtureRequest) -> None:
    """A table is as it was read.  Of content that was edited since then it says nothing until it is renewed."""
    actual = body(table.lines(concluded))
    if request.config.getoption("--renew"):
        table.renew(actual)
    mark, kept = table.kept()
    if mark != table.mark():
        pytest.skip(f"{table.name} 是内容改动以前的；写新的：pytest tests/link/test_values.py --renew，再看 git diff")
    if actual != kept:
        changed = list(unified_diff(kept.splitlines(), actual.splitlines(), table.name, "现在", n=0, lineterm=""))
        pytest.fail(
            "结论变了；若是有意的，运行 pytest tests/link/test_values.py --renew，再看 git diff：\n"
            + "\n".join(changed[:_SHOWN])
            + (f"\n……共 {len(changed)} 行" if len(changed) > _SHOWN else ""),
            pytrace=False,
        )
