"""How a duty and a list are cited: township, title, number, date of the document; and the code on paper."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator import flow, paths
from generator.changes.importing import township_files
from generator.changes.renewal import renewed
from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.model import ListKind
from generator.pages import metadata
from generator.pages.render import Renderer
from generator.read.folder import Read, read
from support.api import api_of
from support.places import DEMO

ADDRESS = "https://example.gov.cn/qingdan/"


def test_date_of_the_document_is_printed_and_kept(demo: Read) -> None:
    """The date that the document states is on the sheet; importing the same text anew keeps it, another's does not."""
    content = demo.content
    old = next(one for one in content.townships if one.id == "jia/yi")
    source = old.file.source
    dated = replace(old, file=old.file.model_copy(update={"source": source.model_copy(update={"date": "2024-12"})}))
    townships = tuple(dated if one.id == dated.id else one for one in content.townships)
    pages = dict(Renderer(flow.TEMPLATES, None).render(link(replace(content, townships=townships))))
    assert "原文（2024&#45;12），来源文本校验值" in pages["townships/jia/yi/c-001.md"]
    assert renewed(dated, old).file.source.date == "2024-12"
    other = old.file.model_copy(update={"source": source.model_copy(update={"sha256": "0" * 64})})
    assert renewed(dated, replace(old, file=other)).file.source.date is None
    assert "\n  date: 2024-12\n" in township_files(dated)["township.yml"]
    assert "date" not in township_files(old)["township.yml"]


def test_code_outlives_a_new_number(tmp_path: Path) -> None:
    """A duty that gets another number keeps its code; its citation changes."""
    pages = []
    for number in ("1", "9"):
        content = tmp_path / number
        shutil.copytree(DEMO, content)
        file = content / "townships/jia/yi/cooperative.yml"
        file.write_text(file.read_text("utf-8").replace("number: 1\n", f"number: {number}\n"), "utf-8")
        rendered = Renderer(flow.TEMPLATES, None, address=ADDRESS).render(link(read(content).content))
        pages.append(dict(rendered)["townships/jia/yi/c-001.md"])
    assert ["《乙镇配合履职事项清单》第 1 项" in pages[0], "《乙镇配合履职事项清单》第 9 项" in pages[1]] == [
        True,
        True,
    ]
    codes = [re.findall(r"<svg.*?</svg>", text) for text in pages]
    assert codes[0] == codes[1]
    assert len(codes[0]) == 1


@pytest.mark.parametrize(
    ("township", "cited"),
    [
        ("tuquan/tuquan", "《突泉镇基本履职事项清单》第 1 项"),
        ("jishou/hexi", "《基本履职事项清单》（吉首市河溪镇，名称是推断的）第 1 项"),
        ("jidong/unknown", "《基本履职事项清单》（鸡东县，原文没有写明乡镇名称）第 1 项"),
    ],
)
def test_citation(real: Catalogue, township: str, cited: str) -> None:
    """A citation names the township if the document does, and else says how the name is known."""
    one = next(one for one in real.townships if one.head.id == township)
    assert metadata.cite(one.head, one.lists[0], 1) == cited


def cited_lists(page: str) -> set[ListKind]:
    """The lists whose titles stand on a page between 《 and 》."""
    return {kind for title in re.findall("《([^《》]*?清单)》", page) for kind in ListKind.named_in(title)}


def test_a_page_cites_its_own_list_alone(real: Catalogue) -> None:
    """Whatever page of a duty or of a list cites by title, is the list that it stands in: on 1,412 pages, no other."""
    kinds = {
        page: one.kind
        for township in real.townships
        for one in township.lists
        for page in (
            paths.duty_list(township.head.id, one.kind),
            *(paths.duty(township.head.id, duty.id) for duty in one.duties),
        )
    }
    pages = dict(Renderer(flow.TEMPLATES, None).render(real))
    assert {page: found for page, kind in kinds.items() if (found := cited_lists(pages[page])) != {kind}} == {}
    for township in real.townships:
        named = cited_lists(pages[paths.township(township.head.id)])
        assert named in (set(), set(ListKind))


@pytest.mark.parametrize(
    ("township", "title", "cited"),
    [
        ("yi", "甲县乙镇履行职责事项清单", "甲县乙镇配合履职事项清单"),
        ("yi", "甲县乙镇基本履职事项清单", "甲县乙镇配合履职事项清单"),
        ("yi", "基本履职、配合履职事项清单", "甲县乙镇配合履职事项清单"),
        ("yi", "乙镇配合履职事项清单（试行）", "乙镇配合履职事项清单（试行）"),
        ("bing", "甲县乡镇履行职责事项清单", "配合履职事项清单"),
    ],
)
def test_a_list_under_another_title(tmp_path: Path, township: str, title: str, cited: str) -> None:
    """A list that the document heads with the whole document's title, or another list's, is cited by its own kind.

    The data keeps what the document prints.
    """
    shutil.copytree(DEMO, tmp_path / "demo")
    file = tmp_path / f"demo/townships/jia/{township}/cooperative.yml"
    file.write_text(re.sub("(?m)^title: .*$", f"title: {title}", file.read_text("utf-8")), "utf-8")
    content = link(read(tmp_path / "demo").content)
    page = dict(Renderer(flow.TEMPLATES, None).render(content))[f"townships/jia/{township}/c-001.md"]
    assert f"\n《{cited}》" in page
    assert cited_lists(page) == {ListKind.COOPERATIVE}
    data = json.loads(api_of(content)[f"api/v1/townships/jia/{township}.json"])
    assert [one["title"] for one in data["lists"] if one["kind"] == "cooperative"] == [title]
