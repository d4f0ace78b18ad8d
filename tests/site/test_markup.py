"""What Markdown makes is right where it is made: tables have their heads, scroll or become cards.

With the settings of mkdocs.yml, so also for MkDocs run by hand.
"""

import functools
import re
from collections.abc import Iterator

import pytest
from lxml import html
from markdown import Markdown
from mkdocs.config import load_config

from generator import flow
from support.places import CONTENT

FRAME = {"class": "md-typeset__scrollwrap", "tabindex": "0"}


@functools.cache
def markdown() -> Markdown:
    """Python-Markdown as mkdocs.yml sets it up."""
    config = load_config(str(flow.CONFIG), docs_dir=str(CONTENT))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def made(text: str) -> html.HtmlElement:
    """What becomes of a Markdown text."""
    return html.fragment_fromstring(markdown().reset().convert(text), create_parent="main")


def cells(row: html.HtmlElement) -> Iterator[tuple[str, dict[str, str], str]]:
    """Each cell of a row: its tag, its attributes, its text."""
    return ((cell.tag, dict(cell.attrib), cell.text_content()) for cell in row)


def table(text: str) -> tuple[html.HtmlElement, list[list[tuple[str, dict[str, str], str]]]]:
    """The only table of a Markdown text, and its rows."""
    (found,) = made(text).iter("table")
    return found, [list(cells(row)) for row in found.iter("tr")]


WORDS = """\
| 序号 | **名**称 | 谁 |
| --- | --- | --- |
| 1 | 见[乙](b/) | 甲 |
| 2 | 丙 | 见**<a href="d/">丁</a>** |
| 3 | <b>戊</b> | 己 |
"""


def test_table_of_words_becomes_cards() -> None:
    """A row is headed by its first link, of Markdown or HTML, or its first cell; the others say their columns."""
    found, rows = table(WORDS)
    assert dict(found.attrib) == {"data-qd-stacked": ""}
    assert found.getparent().tag == "main"
    number, name, who = ({"data-label": label} for label in ("序号", "名称", "谁"))
    head = {"scope": "row"}
    assert rows == [
        [("th", {"scope": "col"}, text) for text in ("序号", "名称", "谁")],
        [("td", number, "1"), ("th", head, "见乙"), ("td", who, "甲")],
        [("td", number, "2"), ("td", name, "丙"), ("th", head, "见丁")],
        [("th", head, "3"), ("td", name, "戊"), ("td", who, "己")],
    ]


TWO = "| 项 | 数 |\n| --- | ---: |\n| [甲](a/) | 1 |\n| 乙 | [2](b/) |"
NUMBERS = "| 项 | 甲 | 乙 |\n| --- | ---: | :---: |\n| 丙 | 1 | 2 |"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            TWO,
            [
                [("th", {"scope": "col"}, "项"), ("th", {"align": "right", "scope": "col"}, "数")],
                [("th", {"scope": "row"}, "甲"), ("td", {"align": "right"}, "1")],
                [("td", {}, "乙"), ("th", {"align": "right", "scope": "row"}, "2")],
            ],
        ),
        (
            f'<div class="qd-chart" markdown>\n<div class="qd-numbers" markdown>\n\n{NUMBERS}\n\n</div>\n</div>',
            [
                [
                    ("th", {"scope": "col"}, "项"),
                    ("th", {"align": "right", "scope": "col"}, "甲"),
                    ("th", {"align": "center", "scope": "col"}, "乙"),
                ],
                [("th", {"scope": "row"}, "丙"), ("td", {"align": "right"}, "1"), ("td", {"align": "center"}, "2")],
            ],
        ),
    ],
    ids=["two columns", "numbers"],
)
def test_other_tables_scroll_in_a_frame(text: str, rows: list[object]) -> None:
    """A table of two columns, or of numbers, does not become cards; its frame is reached with the keyboard."""
    found, seen = table(f"前\n\n{text}\n\n后")
    assert seen == rows
    frame = found.getparent()
    assert (dict(found.attrib), found.tail, dict(frame.attrib), len(frame), frame.tail) == ({}, None, FRAME, 1, "\n")
    assert "".join(found.getroottree().getroot().itertext()).split() == [
        "前",
        *(cell[2] for row in rows for cell in row),
        "后",
    ]


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (r"甲\|乙", "甲|乙"),
        ("`a|b`", "a|b"),
        ("[甲](a/)和 <b>乙</b>", "甲和 乙"),
        (r"甲\*乙\*", "甲*乙*"),
        ('“甲” & 乙 &lt; "丙"&nbsp;&amp;', '“甲” & 乙 < "丙"\N{NO-BREAK SPACE}&'),
        ("", ""),
    ],
)
def test_label_is_the_words_of_the_head(head: str, label: str) -> None:
    """Without tags, with its signs, also where there are none."""
    _, (_, row) = table(f"| 序号 | {head} | 谁 |\n| --- | --- | --- |\n| 1 | 甲 | 乙 |")
    assert [attributes.get("data-label") for _, attributes, _ in row] == [None, label, "谁"]


def test_table_without_rows_or_with_rows_too_short() -> None:
    """Python-Markdown fills up what is missing; an empty row too has its head."""
    _, (_, row) = table("| 甲 | 乙 | 丙 |\n| --- | --- | --- |")
    assert [(tag, text) for tag, _, text in row] == [("th", ""), ("td", ""), ("td", "")]
    _, (_, row) = table("| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 1 |")
    assert [(tag, attributes.get("data-label"), text) for tag, attributes, text in row] == [
        ("th", None, "1"),
        ("td", "乙", ""),
        ("td", "丙", ""),
    ]


def test_every_table_of_a_page() -> None:
    """Tables after one another, in lists and in other elements, each in its own place."""
    page = made(f"{TWO}\n\n中\n\n{TWO}\n\n- 项\n\n    {WORDS.replace(chr(10), chr(10) + '    ')}\n")
    assert [one.tag for one in page] == ["div", "p", "div", "ul"]
    assert [dict(one.getparent().attrib) for one in page.iter("table")] == [FRAME, FRAME, {}]
    assert len(page.xpath("//table[@data-qd-stacked]//th[@scope='row']")) == 3


@pytest.mark.parametrize("markup", ["", " markdown"])
def test_table_of_html_stays_as_it_is(markup: str) -> None:
    """One with attributes says itself what it is."""
    own = '<table class="own"><thead><tr><th>甲</th></tr></thead><tbody><tr><td>乙</td></tr></tbody></table>'
    text = html.tostring(made(f"<div{markup}>\n{own}\n</div>"), encoding="unicode")
    assert own in re.sub(r">\s+<", "><", text)


@pytest.mark.parametrize(
    "text",
    [
        "甲&#44; 乙&#41;&#45;",
        "[甲&#93;](a/)",
        "- 甲&#45;",
        "<p title='&#45;'>甲&#126;</p>",
        "| 甲&#124; | 乙 |\n| --- | --- |",
    ],
)
def test_references_are_only_where_they_are_needed(text: str) -> None:
    """What kept a sign from Markdown is taken back, in text, in attributes and in HTML: the same is read."""
    page = markdown().reset().convert(text)
    assert "&#" not in page
    assert html.fragment_fromstring(page, create_parent=True).text_content().count("甲") == 1


def test_references_that_html_needs_stay() -> None:
    """No tag, no attribute and no other reference begins where one was kept from beginning."""
    text = '&#60;b&#62; &#38;#45; &#38;lt; <i title="&#34;&#39;">&#38;&#35;45;</i>'
    page = markdown().reset().convert(text)
    assert html.fragment_fromstring(page).text_content() == "<b> &#45; &lt; &#45;"
    assert html.fragment_fromstring(page).find("i").get("title") == "\"'"
