"""How somebody can be reached, in the browser: numbers to call, long addresses on a phone, and paper."""

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from support.browser import NewPage
from support.places import DEMO
from support.sites import Once, build

WEB = "https://mzj.jiaxian.example.cn/" + "banshizhinan/" * 8 + "index.html"
DEPARTMENT = f"""    kind: civil-affairs
    contact:
      phones: [0478-5123456转801, '13800138000']
      address: 甲县中央街 21 号民政综合服务中心一楼大厅三号窗口
      hours: 周一至周五 8:30–12:00、14:00–17:30；周六 9:00–11:30
      web: {WEB}
      as_of: 2026-11-03
"""
TOWNSHIP = "contact:\n  phones: [0478-8765432]\n  as_of: 2026-10-01\n"


@pytest.fixture(scope="session")
def contact_site(once: Once) -> Path:
    """The demo content's site, where a department and a township have given contacts."""

    def fill(folder: Path) -> None:
        content = shutil.copytree(DEMO, folder / "content")
        county, township = content / "townships/jia/county.yml", content / "townships/jia/yi/township.yml"
        county.write_text(county.read_text("utf-8").replace("    kind: civil-affairs\n", DEPARTMENT, 1), "utf-8")
        township.write_text(township.read_text("utf-8") + TOWNSHIP, "utf-8")
        build(content, folder / "site")

    return once("contacts", fill) / "site"


PAGES = {
    "townships/jia/yi/c-001/": [
        "县民政局：电话 0478-5123456转801、13800138000；",
        "乙镇：电话 0478-8765432；2026-10-01 核实",
    ],
    "townships/jia/yi/": ["乙镇：电话 0478-8765432；2026-10-01 核实"],
    "departments/jia/xianminzhengju/": ["电话 0478-5123456转801、13800138000；"],
}


@pytest.mark.parametrize("path", PAGES)
def test_on_a_phone(contact_site: Path, served: Callable[[Path], str], new_page: NewPage, path: str) -> None:
    """Each number can be called; however long an address is, the page is no wider than 360 pixels."""
    page = new_page((360, 740))
    page.goto(served(contact_site) + path)
    lines = page.locator(".qd-contact")
    expect(lines).to_have_count(len(PAGES[path]))
    for line, said in zip(lines.all(), PAGES[path], strict=True):
        expect(line).to_contain_text(said)
        for link in line.locator("a[href^='tel:']").all():
            assert link.get_attribute("href") == "tel:" + link.inner_text().replace("转", ",")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_paper(contact_site: Path, served: Callable[[Path], str], new_page: NewPage) -> None:
    """The sheet of a duty has numbers, hours and address, on one page."""
    page = new_page()
    page.goto(served(contact_site) + "townships/jia/yi/c-001/")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    for wanted in ("0478-5123456转801", "周一至周五8:30–12:00", "一楼大厅三号窗口", "2026-11-03核实", "0478-8765432"):
        assert wanted in text


def test_nothing_where_nobody_has_given_any(demo_site: Path) -> None:
    """No line, no heading, no empty place."""
    pages = [*demo_site.glob("townships/jia/yi/**/index.html"), *demo_site.glob("departments/jia/**/index.html")]
    assert len(pages) > 10
    assert [page for page in pages if "qd-contact" in page.read_text("utf-8")] == []
