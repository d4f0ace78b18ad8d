"""Laws that are in force no more: their pages, and those of duties that name them, say so in words."""

import json
import shutil

import pytest

from generator import flow
from generator.link.catalogue import Catalogue
from generator.link.linker import link
from generator.pages.render import Renderer
from generator.read.folder import read
from support.api import api_of
from support.places import DEMO

VOCABULARY = """\
laws:
  - id: hunyinfa
    name: 婚姻法
    repealed: 2021-01-01
    replaced_by: [民法典, 家庭教育促进法]
  - id: minfadian
    name: 民法典
  - id: xinfangtiaoli
    name: 信访条例
    repealed: 2022-05-01
"""
MARRIAGE = "（已废止：2021年1月1日起，现在看《民法典》、《家庭教育促进法》）"


@pytest.fixture(scope="module")
def repealing(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The demo content, linked, of which a duty names three laws, two of them repealed."""
    folder = shutil.copytree(DEMO, tmp_path_factory.mktemp("content") / "content")
    (folder / "vocabulary/references.yml").write_text(VOCABULARY, "utf-8")
    file = folder / "townships/jia/bing/basic.yml"
    text = file.read_text("utf-8")
    assert "开展爱国卫生工作。" in text
    file.write_text(text.replace("开展爱国卫生工作。", "宣传《婚姻法》《民法典》《信访条例》第六条。"), "utf-8")
    return link(read(folder).content)


@pytest.fixture(scope="module")
def pages(repealing: Catalogue) -> dict[str, str]:
    """Its pages."""
    return dict(Renderer(flow.TEMPLATES, None).render(repealing))


def test_the_page_of_a_repealed_law(pages: dict[str, str]) -> None:
    """Since when, and what is in its place, with a link where that has a page."""
    said = "**已废止：2021年1月1日起，现在看[《民法典》](minfadian.md)、《家庭教育促进法》。** 清单照原文写着它。"
    assert said in pages["references/laws/hunyinfa.md"]
    assert "**已废止：2022年5月1日起。** 清单照原文写着它。" in pages["references/laws/xinfangtiaoli.md"]
    assert "废止" not in pages["references/laws/minfadian.md"]


def test_what_leads_to_a_repealed_law(pages: dict[str, str]) -> None:
    """The duty's own list of references, and the list of all laws."""
    (duty,) = (text for text in pages.values() if "# 宣传" in text and "{#duty" in text)
    law = "[《婚姻法》](../../../references/laws/hunyinfa.md)"
    assert f"{law}{MARRIAGE}、[《民法典》]" in duty
    assert "laws/xinfangtiaoli.md)（已废止：2022年5月1日起）第六条\n" in duty
    rows = [row for row in pages["references/laws/index.md"].splitlines() if row.startswith("| [")]
    assert f"| [《婚姻法》](hunyinfa.md){MARRIAGE} | 1 项 |" in rows
    assert "| [《民法典》](minfadian.md) | 1 项 |" in rows


def test_the_data_say_that_a_law_is_repealed(repealing: Catalogue) -> None:
    """As the pages do: since when, and which laws are in its place; of one in force, nothing."""
    data = json.loads(api_of(repealing)["api/v1/townships/jia/bing.json"])
    (duty,) = (item for own in data["lists"] for item in own["items"] if item["references"])
    assert [(one["name"], one["repealed"], one["replaced_by"]) for one in duty["references"]] == [
        ("婚姻法", "2021-01-01", ["民法典", "家庭教育促进法"]),
        ("民法典", None, []),
        ("信访条例", "2022-05-01", []),
    ]
