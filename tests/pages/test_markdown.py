"""Escaping: a text from the YAML holds no syntax on a page, and an anchor is one of ours."""

from dataclasses import replace
from html import unescape

import pytest
from markupsafe import Markup

from generator import paths
from generator.link.catalogue import Catalogue, Citation
from generator.link.linker import around
from generator.pages.markdown import To, anchor, escape, excerpt, linked, shorten
from generator.words.references import Found, Reference, ReferenceKind
from support.hostile import KINDS


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


TO: To = Markup
LAW, FORM = (Reference(kind, id, id) for kind, id in ((ReferenceKind.LAW, "law"), (ReferenceKind.FORM, "form")))
LAW_PAGE, FORM_PAGE = paths.reference("laws", "law"), paths.reference("forms", "form")
PHONE = Reference(ReferenceKind.HOTLINE, "12345", "")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), "依《甲》《乙》拨12345*"),
        # side by side, and a number to call
        (
            (Found(1, 4, LAW), Found(4, 7, FORM), Found(8, 13, PHONE)),
            f"依[《甲》]({LAW_PAGE})[《乙》]({FORM_PAGE})拨[12345](tel:12345)*",
        ),
        # one within another, and one that begins in another
        ((Found(1, 7, LAW), Found(4, 7, FORM)), f"依[《甲》《乙》]({LAW_PAGE})拨12345*"),
        ((Found(1, 5, LAW), Found(4, 7, FORM)), f"依[《甲》《]({LAW_PAGE})乙》拨12345*"),
    ],
)
def test_linked_text_is_whole(catalogue: Catalogue, found: tuple[Found, ...], expected: str) -> None:
    """Every character of a text is there once, whatever in it is linked; no link stands in another."""
    text = "依《甲》《乙》拨12345*"
    duty = replace(catalogue.townships[0].duties[0], found={text: found})
    assert linked(text, duty, TO).replace("&#42;", "*") == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 0, "<mark>《法》</mark>"),
        (24, 36, f"{'前' * 24}<mark>《法》</mark>{'后' * 36}"),
        (25, 37, f"…{'前' * 24}<mark>《法》</mark>{'后' * 36}…"),
        (25, 0, f"…{'前' * 24}<mark>《法》</mark>"),
        (0, 37, f"<mark>《法》</mark>{'后' * 36}…"),
    ],
)
def test_excerpt_shows_what_stands_around(before: int, after: int, expected: str) -> None:
    """A few words before and after what is named, with … on the side where something is left out."""
    text = "前" * before + "《法》" + "后" * after
    assert excerpt(Citation(LAW, (), (), *around(text, before, before + 3))) == expected


def test_escape_takes_a_line_break_for_a_blank() -> None:
    """A text of several lines cannot begin anything of Markdown in a new line."""
    assert escape("甲\n\n# 乙\r\n- 丙\u2028丁") == "甲 &#35; 乙 &#45; 丙 丁"
    assert escape(12) == "12"


def test_shortened_text_is_no_longer_than_it_may_be() -> None:
    """The sign for what is left out counts; without a length a title's is meant."""
    assert [shorten("一" * 32), shorten("一" * 33), shorten("一二三", 2)] == ["一" * 32, "一" * 31 + "…", "一…"]
