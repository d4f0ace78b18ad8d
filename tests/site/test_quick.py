"""Python-Markdown made quicker makes the same of every text, with the extensions of mkdocs.yml."""

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config

from generator import flow
from generator.site.quick import hasten
from support.places import CONTENT

# Everything that has a meaning in Markdown, in HTML, or in what is made of them on the way; and what breaks lines.
PIECES = (
    *("甲", "乙 ", "a", "1", "12345", " ", "  \n", "\n", "\n\n", "    ", "\t", "\r\n"),
    *(
        "`",
        "``",
        "\\",
        "\\\\",
        "\\[",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~",
        "!",
        "!!!",
        ">",
        "> ",
        "<",
        "&",
        "#",
        "# ",
        "## ",
    ),
    *("[", "]", "(", ")", "![", "](", "](b.md)", "](b.md#c)", '](b.md "丙")', "](<b c>)", "](a(b)c)", "][x]", "][]"),
    *("\n[x]: https://a.test/ '丁'\n", "<https://a.test/>", "<a@a.test>", "&amp;", "&#45;", "&#x2d;", "&nbsp"),
    *(
        "{#a}",
        "{ .b }",
        '{ rel="next" }',
        "{",
        "}",
        "- ",
        "* ",
        "1. ",
        "---\n",
        "===\n",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    ),
    *(
        "<div>",
        "<div markdown>",
        '<p markdown="span">',
        "</div>",
        "</p>",
        '<span class="c">',
        "</span>",
        "<br>",
        "<hr>",
    ),
    *(
        "<b>",
        "</b>",
        "<!-- ",
        " -->",
        "<script>",
        "</script>",
        "<?",
        "?>",
        "<![CDATA[",
        "]]>",
        "<table><tr><td>",
        "</table>",
    ),
    *("[TOC]", "[TO", "C]", "```\n", "\x02", "\x03", "klzzwxh:0001", "\u2028"),
)


@functools.cache
def markdown(is_quick: bool) -> Markdown:
    """Python-Markdown as mkdocs.yml sets it up."""
    config = load_config(str(flow.CONFIG), docs_dir=str(CONTENT))
    made = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return hasten(made) if is_quick else made


def made(text: str, is_quick: bool) -> object:
    """The HTML and the contents, or what goes wrong."""
    own = markdown(is_quick).reset()
    try:
        return own.convert(text), own.toc_tokens
    except Exception as error:  # noqa: BLE001  (whatever it is, it must be the same)
        return type(error), str(error)


@settings(derandomize=True, deadline=None, database=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_any_text(text: str) -> None:
    """Markup and HTML, whole and broken, in any order."""
    assert made(text, True) == made(text, False)


@pytest.mark.heavy
@settings(derandomize=True, deadline=None, database=None, max_examples=10_000, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join))
def test_any_text_at_length(text: str) -> None:
    """The same of many more, and longer."""
    assert made(text, True) == made(text, False)


@pytest.mark.parametrize(
    "text",
    [
        '[甲](a.md)和[乙](b(c).md "丙")和[丁[戊]](d.md)',
        "[甲][x]和[x]和![图][x]\n\n[x]: https://a.test/",
        "# 甲\n\n[TOC]\n\n## 乙",
        "<div markdown>\n# 甲\n\n[TOC]\n</div>",
        "甲  \n乙 &#45; `c` <span>丙</span> **丁** \\[戊\\]",
        "> 甲\n\n乙\n===\n\n!!! note\n    丙",
    ],
)
def test_each_kind_of_markup(text: str) -> None:
    """Also where what is looked for beforehand is there: a reference, a place for the contents, a mark of a block."""
    assert made(text, True) == made(text, False)
    assert made("甲", True) == made("甲", False), "nothing is left over for the next page"
