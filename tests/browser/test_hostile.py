"""Hostile text in every field of the YAML: on every page, in every file, it is shown as written and never runs."""

import csv
import functools
import hashlib
import io
import itertools
import json
import operator
import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pypdfium2
import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from generator import flow
from generator.model import ListKind
from generator.pages.markdown import anchor, escape
from generator.read import yaml_text
from generator.read.folder import read
from support.places import DEMO, PROJECT

# Syntax of everything that a text passes through on its way to the reader.  What becomes an element is .hacked, or
# #hacked; what runs sets qdHacked; what is calculated makes 1337.
KINDS = {
    "公式": "=1+1",
    "结束别人的元素": "</title></textarea></style></option></select></a></p></td></li></main></body>",
    "脚本": "<script>window.qdHacked = 1</script>",
    "标签": '<b class="hacked">粗</b><table id="hacked"><tr><td>格</table><input autofocus class=hacked>',
    "事件": '<img class="hacked" src=x onerror="window.qdHacked = 1"><svg class=hacked onload=window.qdHacked=1>',
    "引号": '" \' ` class="hacked" onfocus=\'window.qdHacked = 1\' autofocus x="',
    "javascript 链接": "[点我](javascript:window.qdHacked=1) <javascript:window.qdHacked=1> [甲]: javascript:qdHacked",
    "别处的链接": '<https://hacked.test> https://hacked.test [去](https://hacked.test "题") ![图](x.png)',
    "Markdown": "# 标题 **粗** _斜_ `码` ~~删~~ \\* | 表 | --- | > 引 1. 一 - 二 *** +++",
    "Markdown 扩展": '[^1] [^1]: 注 *[乙镇]: 缩写 [TOC] --8<-- "mkdocs.yml" !!! note "甲" ??? 乙 :smile: ==亮==',
    "属性": "{: onclick=window.qdHacked=1 .hacked } {#hacked .hacked onclick=window.qdHacked=1}",
    "模板": "{{ 7 * 191 }} {% raw %} {# 藏 #} {## 藏 ##} ${7*191} <%= 7*191 %>",
    "字符引用": "&lt;b&gt; &amp; &#60;script&#62; &#x202e; &nbsp;",
    "注释": "<!-- 藏 --> <![CDATA[ 藏 ]]> <?php 藏 ?> <!DOCTYPE html> ]]>",
    "JSON 和网址": '","name":"\\u003c/script>\\n%3Cscript%3E#&in=x?q=2&{address}',
    "法规、平台、电话": "《某<b>[法](javascript:window.qdHacked=1)法》第一条 “<i class=hacked>”系统 拨打12345<b>热线",
    "很长的词": "x" * 300,
}
POISON = " ".join(KINDS.values())
# Official words that a text has: they begin with two characters.
MEANT = POISON[POISON.index("点我") : POISON.index("热线")]
# What decides, rather than is shown.
DECIDES = {"id", "kind", "rule", "status", "name_status", "format", "sha256", "date", "number",
           "match", "weak", "unlike", "near", "words", "spellings"}  # fmt: skip

# One page of each kind.
PAGES = (
    "",
    "townships/",
    "townships/jia/",
    "townships/jia/yi/",
    "townships/jia/yi/basic/",
    "townships/jia/yi/cooperative/",
    "townships/jia/yi/c-001/",
    "townships/jia/yi/r-001/",
    "departments/",
    "departments/jia/",
    "departments/jia/xianminzhengju/",
    "department-kinds/civil-affairs/",
    "categories/",
    "categories/livelihood/",
    "topics/",
    "topics/old-age-allowance/",
    "overview/",
    "overview/jia/",
    "overview/jia/yi/",
    "references/",
    "references/laws/*/",
    "references/hotlines/12345/",
    "data/",
    "search/?q=高龄津贴",
    "compare/?in=jia/yi&in=jia/bing",
)


def poisoned(value: Any, key: str = "") -> Any:
    """Data of a YAML file with poison before every text; a department keeps its mark of who leads at its end."""
    if key in DECIDES:
        return value
    if isinstance(value, dict):
        return {name: poisoned(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, key) for one in value]
    return f"{POISON} {value}" if isinstance(value, str) else value


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo content, and the project's vocabularies, with poison in every field that holds text."""
    folder = tmp_path_factory.mktemp("hostile") / "content"
    files = {path.relative_to(PROJECT / "content"): path for path in (PROJECT / "content/vocabulary").glob("*.yml")}
    files |= {path.relative_to(DEMO): path for path in DEMO.rglob("*.yml")}
    for name, path in files.items():
        data = json.loads(json.dumps(yaml_text.parse(path.read_text("utf-8")).data))
        match name.name:
            case "references.yml":
                data = {"hotlines": poisoned(data["hotlines"])}
            case "synonyms.yml":
                data = {"synonyms": [{"say": ["敬老"], "means": [MEANT]}]}
            case "fillers.yml":
                pass  # never shown
            case _:
                data = poisoned(data)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML.
        (folder / name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    # What no document would ever say is not what the document says.
    _change(folder / "townships/jia/yi/township.yml", allow=[{"rule": "source-accounted-for", "reason": POISON}])
    (folder / "townships/jia/yi/source.txt").write_text(POISON, "utf-8")
    _change(folder / "townships/jia/yi/township.yml", ("source",), sha256=hashlib.sha256(POISON.encode()).hexdigest())
    note = {"printed": POISON, "meant": POISON, "why": POISON}
    _change(folder / "townships/jia/yi/cooperative.yml", ("categories", 0, "duties", 0), notes=[note])
    return folder


def _change(file: Path, keys: tuple[str | int, ...] = (), **values: Any) -> None:
    data = json.loads(file.read_text("utf-8"))
    functools.reduce(operator.getitem, keys, data).update(values)
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="session")
def hostile(content: Path) -> Path:
    """The site of it, built as every site is, with all that is checked and verified."""
    flow.build_site(content, content.parent / "site", lambda _: None)
    return content.parent / "site"


@pytest.fixture(scope="session")
def names(content: Path) -> list[str]:
    """The names of a township's duties, as they are written."""
    (township,) = (one for one in read(content).content.townships if one.id == "jia/yi")
    return [duty.name for one in township.lists.values() for _, duty in one.duties()]


def wrongly_shown(text: str) -> list[str]:
    """Where a text shows poison otherwise than as written; it may be cut off, which … says."""
    text = " ".join(text.split())
    wrong = []
    for start in (match.start() for match in re.finditer(re.escape(KINDS["公式"]), text)):
        pairs = zip(POISON, text[start:], strict=False)
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        if same < len(POISON) and text[start + same] != "…":
            wrong.append(text[start : start + same + 20])
    return wrong


def squeezed(text: str) -> str:
    """A text without blanks; fonts may give radicals for characters, which are the same."""
    return re.sub(r"[\s\ufffe]", "", unicodedata.normalize("NFKC", text))


def not_whole(printed: str, times: int) -> list[str]:
    """The kinds that are not whole so many times in a text taken from sheets; a sheet may end within one."""
    printed = squeezed(printed)
    return [kind for kind, text in KINDS.items() if kind != "很长的词" and printed.count(squeezed(text)) < times]


# --- escaping --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", KINDS.values(), ids=KINDS)
def test_escape_leaves_no_syntax(text: str) -> None:
    """An escaped text has no ASCII punctuation but that of character references, and reads back the same."""
    escaped = escape(text)
    assert unescape(escaped) == text
    assert not set("<>\"'`*_[](){}|\\!~=:/") & set(str(escaped))
    assert escape(escaped) == escaped


def test_anchor_refuses_what_is_not_ours() -> None:
    """Only ids of our own making are written unescaped."""
    assert anchor("c-013") == "c-013"
    with pytest.raises(ValueError, match="not an anchor"):
        anchor('x" onclick="')


# --- pages -----------------------------------------------------------------------------------------

WATCH = """
window.violations = [];
addEventListener('securitypolicyviolation', (one) => violations.push(`${one.violatedDirective} ${one.blockedURI}`));
"""
SEEN = """() => ({
  text: [...document.querySelectorAll('article > :not(script)')].map((one) => one.textContent).join('\\n'),
  named: [document.title, ...[...document.querySelectorAll('meta[content]')].map((one) => one.content)].join('\\n'),
  attributes: [...document.querySelectorAll('article *')].flatMap((one) => [...one.attributes]
    .filter(({ name }) => /^aria-label$|^data-qd-copy$|^title$/.test(name)).map(({ value }) => value)).join('\\n'),
  data: [...document.querySelectorAll('script[type="application/ld+json"]')].map((one) => JSON.parse(one.textContent)),
  bad: {
    ran: window.qdHacked ?? null,
    elements: [...document.querySelectorAll('.hacked, #hacked, article img')].map((one) => one.outerHTML),
    links: [...document.links].map((one) => one.href).filter((one) => /^javascript:|^https?:[/][/]hacked/.test(one)),
    calculated: document.documentElement.textContent.includes('1337'),
    tooWide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    forbidden: window.violations,
  },
})"""
NOTHING_BAD = {"ran": None, "elements": [], "links": [], "calculated": False, "tooWide": 0, "forbidden": []}


@pytest.fixture(scope="session")
def address(hostile: Path, served: Callable[[Path], str]) -> str:
    return served(hostile)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that takes no error and no dialog."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="zh-CN", reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    yield page
    context.close()
    assert errors == []


@pytest.mark.parametrize("kind", PAGES)
def test_page_shows_it_and_nothing_runs(page: Page, hostile: Path, address: str, kind: str) -> None:
    """On every kind of page, in text, title, description and labels; no element, link, style or request comes of it."""
    if "*" in kind:
        (kind,) = (f"{one.relative_to(hostile).as_posix()}/" for one in hostile.glob(kind))
    page.goto(address + kind)
    if "search/?" in kind:
        page.locator("[data-search-done] > li").first.wait_for()
    if "compare/?" in kind:
        page.locator("[data-compare-done]").wait_for(state="attached")
    seen = page.evaluate(SEEN)
    assert seen["bad"] == NOTHING_BAD
    assert {name: wrongly_shown(seen[name]) for name in ("text", "named", "attributes")} == {
        "text": [], "named": [], "attributes": [],
    }  # fmt: skip
    assert POISON in " ".join(seen["text"].split())


def test_duty_is_shown_as_written(page: Page, address: str, names: list[str]) -> None:
    """Word for word: its heading, its texts and notes, its data for search engines, its citation, and on paper."""
    name = f"{POISON} 开展高龄津贴发放工作"
    page.goto(f"{address}townships/jia/yi/c-001/")
    expect(page.locator("h1")).to_contain_text(name)
    for text in ("审核对象是否符合条件；", "及时足额拨付资金。", "开展业务培训。", "初步审核并公示。"):
        expect(page.locator("article")).to_contain_text(f"{POISON} {text}")
    expect(page.locator("article")).to_contain_text(f"原文印作“{POISON}”，疑应为“{POISON}”。{POISON}")
    (service,) = page.evaluate(SEEN)["data"]
    assert [service["name"], service["serviceType"]] == [name, f"{POISON} 民生服务"]
    assert POISON in page.locator("[data-qd-copy]").get_attribute("data-qd-copy")
    assert names.count(name) == 1
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    printed = "".join(paper[number].get_textpage().get_text_bounded() for number in range(len(paper)))
    assert not_whole(printed, 5) == []
    paper.close()


def test_search_shows_it_as_written(page: Page, address: str) -> None:
    """In results, in the reason of an everyday word, in suggestions; words of the address too."""
    page.goto(f"{address}search/?q=敬老")
    why = page.locator(".qd-results__why").first
    expect(why).to_contain_text(f"便民词：敬老 → {MEANT}")
    box = page.locator(".md-header").get_by_role("searchbox")
    box.press_sequentially("高龄津")
    suggestions = page.locator(".md-header .qd-suggestions li")
    expect(suggestions.filter(has_text="高龄津贴").first).to_be_visible()
    assert [wrong for text in suggestions.all_text_contents() for wrong in wrongly_shown(text)] == []
    assert page.evaluate(SEEN)["bad"] == NOTHING_BAD
    query = f"{KINDS['标签']}{KINDS['脚本']}{KINDS['事件']}"
    page.goto(f"{address}search/?{urlencode({'q': query, 'department': query})}")
    page.locator("[data-search-done]").wait_for(state="attached")
    expect(page.locator("[data-search-form] [name=q]")).to_have_value(query)
    assert page.evaluate(SEEN)["bad"] == NOTHING_BAD


def test_no_page_holds_an_element_of_it(hostile: Path) -> None:
    """Also on the pages of which there are many of a kind."""
    wrong = []
    for path in hostile.rglob("*.html"):
        tree = etree.parse(str(path), etree.HTMLParser(encoding="utf-8"))
        found = tree.xpath(
            "//*[contains(@class, 'hacked') or @id = 'hacked' or @onerror or @onload or @onfocus or @onclick]"
            " | //a[starts-with(@href, 'javascript:') or starts-with(@href, '//hacked') or contains(@href, '://hacked')]"
            " | //article//img"
        )
        wrong += [(path, etree.tostring(one, encoding="unicode")[:120]) for one in found]
    assert wrong == []


# --- files -----------------------------------------------------------------------------------------


def csv_cells(file: Path) -> list[str]:
    cells = [cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)]
    return [cell.removeprefix("'") for cell in cells]


def xlsx_cells(file: Path) -> list[str]:
    cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not [cell for cell in cells if cell.hyperlink]
    return [str(cell.value) for cell in cells]


def docx_cells(file: Path) -> list[str]:
    return [cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells]


def json_texts(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in json_texts(one)]
    return [str(value)]


@pytest.mark.parametrize(
    ("file", "texts"),
    [
        ("data/jia-yi.xlsx", xlsx_cells),
        ("data/all.xlsx", xlsx_cells),
        ("data/jia-yi.docx", docx_cells),
        ("data/all.csv", csv_cells),
        ("data/jia-yi.jsonl", lambda file: json_texts([json.loads(one) for one in file.read_text().splitlines()])),
        ("data/all.json", lambda file: json_texts(json.loads(file.read_text("utf-8")))),
        ("api/v1/townships/jia/yi.json", lambda file: json_texts(json.loads(file.read_text("utf-8")))),
    ],
)
def test_file_holds_it_as_written(
    hostile: Path, names: list[str], file: str, texts: Callable[[Path], list[str]]
) -> None:
    """Every duty's name is a cell or a value, word for word; no cell is a formula or a link."""
    assert set(names) - set(texts(hostile / file)) == set()


def test_lists_as_csv_hold_it_as_written(hostile: Path, names: list[str]) -> None:
    """The same of the lists as they are laid out officially."""
    cells = [cell for kind in ListKind for cell in csv_cells(hostile / f"data/jia-yi-{kind}.csv")]
    assert set(names) - set(cells) == set()


def test_pdf_prints_it_as_written(hostile: Path, names: list[str]) -> None:
    """The PDF's text has every kind, in the names and more; within the sheet, also a word without an end."""
    pdf = pypdfium2.PdfDocument(hostile / "data/jia-yi.pdf")
    pages = [pdf[number].get_textpage() for number in range(len(pdf))]
    text = "".join(page.get_text_bounded() for page in pages)
    assert not_whole(text, len(names)) == []
    assert all(page.get_charbox(at)[2] < page.page.get_width() for page in pages for at in range(page.count_chars()))
    for page in pages:
        page.close()
    pdf.close()
