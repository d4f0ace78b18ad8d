"""Every kind of page, of a content in which no two values are the same (tests/crooked), as it was read and accepted.

Read the diff of a snapshot against the YAML, not against the program.
"""

import re
from types import ModuleType

import pytest

from generator import flow
from generator.check.registry import check
from generator.data.county import file_path
from generator.data.downloads import OFFERED, Download, Downloads, Extent, Missing, Scope
from generator.link.catalogue import Catalogue
from generator.pages import matrix, overview, render
from generator.pages.render import Renderer
from generator.pages.reporting import Mistake
from generator.pages.repository import Repository
from generator.read.folder import Read
from support.pages import dead_links, docs
from support.snapshots import Snapshots

ADDRESS = "https://example.gov.cn/qingdan/"
# A code stands for an address, which is beside it; `test_citations.py` reads codes.
_CODE = re.compile(r"<svg[^>]*><path[^>]*/></svg>")


# What of a page is split, folded or left out where there is more.
LIMITS = (
    (overview, "MOST_ROWS"),
    (matrix, "ON_ONE_PAGE"), (matrix, "MOST_TOWNSHIPS"), (render, "ON_ONE_PAGE"),
    (render, "DOWNLOADS_ON_ONE_PAGE"), (render, "HOME_FOLDED"), (render, "_UNFOLDED_TOWNSHIPS"),
    (render, "_COMPACT_FROM"), (render, "_WITHOUT_TOPIC"), (render, "UNFOLDED_BLOCKS"),
)  # fmt: skip


class Told:
    """A route whose addresses can be read: what is told of a mistake, one thing after another."""

    note = "报告到这里"
    longest = 1000
    request = "request:{title}|{text}"

    def report(self, mistake: Mistake) -> str:
        return f"report:{mistake.address}|{mistake.title}|{mistake.list}|{mistake.number}|{mistake.id}|{mistake.text}"


def made_up() -> Downloads:
    """Files of every extent, no two of one size, and one that could not be made."""
    extents = (
        Extent(Scope.ALL),
        Extent(Scope.COUNTY, "gui"),
        Extent(Scope.COUNTY, "ren"),
        Extent(Scope.TOWNSHIP, "ren/zi"),
    )
    files = [
        Download(file_path(extent, one), extent, one, 7 ** (5 + index) + place, f"{index}{place}" * 32)
        for index, extent in enumerate(extents)
        for place, one in enumerate(reversed(OFFERED[extent.scope]))
    ]
    return Downloads(tuple(files), (Missing("子镇的 Word", "一格太长"),), "可以自由使用。")


def rendered(catalogue: Catalogue) -> dict[str, str]:
    """All pages, but for the drawings of codes."""
    repository = Repository("https://git.test/o/r")
    renderer = Renderer(flow.TEMPLATES, repository, Told(), ADDRESS, "assets/v1", catalogue.words)
    return {name: _CODE.sub("<svg/>", text) for name, text in renderer.render(catalogue, made_up())}


@pytest.fixture(scope="module")
def pages(crooked_catalogue: Catalogue) -> dict[str, str]:
    """All pages, none of them too long."""
    return rendered(crooked_catalogue)


@pytest.fixture(scope="module")
def split(crooked_catalogue: Catalogue) -> dict[str, str]:
    """All pages, where two of anything are too many for one page."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in LIMITS:
            patch.setattr(module, name, 1)
        return rendered(crooked_catalogue)


PAGES = (
    "index.md",
    "townships/index.md",
    "townships/ren/index.md",
    "townships/gui/hai/index.md",
    "townships/gui/xu/index.md",
    "townships/ren/zi/index.md",
    "townships/gui/hai/b-001.md",
    "townships/gui/xu/basic.md",
    "townships/ren/zi/basic.md",
    "townships/ren/zi/cooperative.md",
    "townships/gui/hai/c-004.md",
    "townships/gui/xu/c-002.md",
    "townships/gui/xu/r-003.md",
    "townships/ren/chou/c-007.md",
    "townships/ren/zi/b-003.md",
    "townships/ren/zi/b-004.md",
    "townships/ren/zi/c-002.md",
    "townships/ren/zi/c-003.md",
    "townships/ren/zi/c-011.md",
    "townships/ren/zi/r-001.md",
    "townships/ren/zi/r-002.md",
    "townships/ren/zi/r-004.md",
    "departments/index.md",
    "departments/ren/index.md",
    "departments/ren/danganguan.md",
    "departments/ren/minzhengju.md",
    "departments/ren/qixiangju.md",
    "departments/ren/weijianwei.md",
    "departments/ren/zhongxin.md",
    "department-kinds/archives.md",
    "department-kinds/civil-affairs.md",
    "categories/index.md",
    "categories/livelihood.md",
    "topics/index.md",
    "topics/old-age-allowance.md",
    "topics/patriotic-health.md",
    "topics/water.md",
    "references/index.md",
    "references/laws/index.md",
    "references/laws/yinyongshui.md",
    "references/hotlines/12345.md",
    "references/platforms/gaolingjintie.md",
    "overview/index.md",
    "overview/ren/index.md",
    "overview/ren/zi.md",
    "coverage.md",
    "search.md",
    "compare.md",
    "offline.md",
    "data.md",
)
SPLIT = (
    "index.md",
    "data.md",
    "data/counties/ren.md",
    "categories/livelihood.md",
    "categories/livelihood/gui.md",
    "categories/health.md",
    "references/hotlines/12345.md",
    "references/laws/yinyongshui.md",
    "references/laws/yinyongshui/ren.md",
    "departments/index.md",
    "departments/ren/index.md",
    "departments/ren/weijianwei.md",
    "departments/ren/weijianwei/zi.md",
    "department-kinds/civil-affairs.md",
    "overview/index.md",
    "overview/ren/index.md",
    "coverage.md",
    "coverage/ren.md",
    "topics/index.md",
    "topics/civilisation-practice.md",
    "topics/old-age-allowance.md",
    "topics/patriotic-health.md",
    "townships/ren/zi/c-011.md",
)


def test_content_is_as_crooked_as_it_may_be(crooked: Read) -> None:
    """Nothing in it is an error: one department is of no kind, one duty of two categories, which are only warnings."""
    assert [(one.rule, one.severity) for one in check(crooked)] == [
        ("department-kinds-found", "warning"),
        ("categories-agree", "warning"),
    ]


@pytest.mark.parametrize("name", PAGES)
def test_page(pages: dict[str, str], snapshots: Snapshots, name: str) -> None:
    """A page of each kind says of each thing what the YAML says of it."""
    snapshots.hold(name, pages[name])


@pytest.mark.parametrize("name", SPLIT)
def test_page_of_too_much(split: dict[str, str], snapshots: Snapshots, name: str) -> None:
    """What is too much for a page stands on several, which lead to each other."""
    snapshots.hold(f"split_{name}", split[name])


@pytest.mark.parametrize("limits", [(), LIMITS], ids=["whole", "split"])
def test_links_lead_somewhere(
    crooked: Read,
    crooked_catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    limits: tuple[tuple[ModuleType, str], ...],
) -> None:
    """Every link and anchor of every page, of the files to download too, leads to what is there."""
    for module, name in limits:
        monkeypatch.setattr(module, name, 1)
    assert dead_links(dict(docs(crooked, crooked_catalogue))) == []
