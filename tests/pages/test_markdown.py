"""Escaping: a text from the YAML holds no syntax on a page, and an anchor is one of ours."""

from html import unescape

import pytest

from generator.pages.markdown import anchor, escape
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
