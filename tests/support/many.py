"""Content of any number of townships, of three duties each, for the kinds of page that only many townships have.

All say the same, so that their office files are the same: 101 townships have more than 300 duties in one category, of
one department, and that name one law.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from generator.data import publish
from generator.printed.form import Form
from generator.printed.kept import WRITERS
from support.sites import Once, build

Many = Callable[[int, int], Path]

_COUNTY = """name: {name}
province: {province}
prefecture: 某市
departments:
  - {{id: minzheng, name: 县民政局, kind: civil-affairs}}
  - {{id: canlian, name: 县残联, kind: civil-affairs}}
  - {{id: laoling, name: 县老龄办, kind: civil-affairs}}
  - {{id: caizheng, name: 县财政局, kind: finance}}
"""
_TOWNSHIP = """name: {name}
name_status: stated
name_evidence: 原文写明
"""
_LISTS = {
    "basic": """title: 基本履职事项清单
categories:
  - name: 民生服务
    duties:
      - {id: b-001, number: 1, name: 按照《某某条例》第三条开展甲事工作，报县民政局。}
""",
    "cooperative": """title: 配合履职事项清单
categories:
  - name: 民生服务
    duties:
      - id: c-001
        number: 1
        name: 发放高龄津贴
        departments: [县民政局（牵头）, 县残联, 县老龄办]
        superior:
          - departments: [县民政局]
            duties: [按照《某某条例》审核发放。]
          - departments: [县残联]
            duties: [核对残疾人信息。]
          - departments: [县老龄办]
            duties: [组织宣传。]
        township: [初审并公示。]
""",
    "reclaimed": """title: 上级部门收回事项清单
categories:
  - name: 民生服务
    duties:
      - id: r-001
        number: 1
        name: 丁事工作
        departments: [县民政局]
        method: [由县民政局按照《某某条例》办理。]
""",
}


def write_content(folder: Path, townships: int, counties: int) -> Path:
    """Write so many townships, spread over so many counties, and a province for every ten of these."""
    for index in range(townships):
        number = index * counties // townships
        county = folder / "townships" / f"county-{number}"
        if not county.is_dir():
            county.mkdir(parents=True)
            text = _COUNTY.format(name=f"第{number}县", province=f"第{number // 10}省")
            (county / "county.yml").write_text(text, "utf-8")
        own = county / f"town-{index}"
        own.mkdir()
        (own / "township.yml").write_text(_TOWNSHIP.format(name=f"第{index}镇"), "utf-8")
        for kind, text in _LISTS.items():
            (own / f"{kind}.yml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def many(once: Once) -> Many:
    """Builds the site of so many townships in so many counties, once.

    What is printed of all townships is the same here, so each office file is written once and not a hundred times.
    """
    written = cache(lambda suffix, form: WRITERS[suffix](form))

    def kept(name: str, form: Form) -> bytes:
        return written(name.rpartition(".")[2], form)

    def fill(folder: Path, townships: int, counties: int) -> None:
        write_content(folder / "content", townships, counties)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publish, "kept", kept)
            patch.setattr(publish, "is_kept", lambda *_: True)  # none is written ahead, by other processes
            build(folder / "content", folder / "site")

    def site(townships: int, counties: int) -> Path:
        return once(f"{townships}-{counties}", lambda folder: fill(folder, townships, counties)) / "site"

    return site
