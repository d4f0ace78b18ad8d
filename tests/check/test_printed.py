"""Rules that hold what is written against what is printed: the official text's own way of writing is no mistake."""

from dataclasses import replace

import pytest

from generator.check.rules.texts import punctuation_full_width
from generator.model import BasicDuty, BasicList, Category, Content, ListKind
from generator.read.folder import Read

TEXT = "登录 APP,填表。"


@pytest.mark.parametrize(
    ("printed", "is_told"),
    [
        (None, True),
        ("登录 APP，填表。", True),
        ("一、登录 APP,填表。", False),
        # Blanks and line ends of the page are no part of a text.
        ("登录\nAPP,填\n表。", False),
        # All of the text counts, and not the sign alone.
        ("登录 APP,填写。", True),
    ],
)
def test_half_width_sign_that_is_printed_stays(printed: str | None, is_told: bool, demo: Read) -> None:
    """A text that the official document prints with it is left as it is."""
    duty = BasicDuty(id="b-001", number=1, name=TEXT)
    basic = BasicList(title="清单", categories=(Category[BasicDuty](name="民生服务", duties=(duty,)),))
    township = replace(demo.content.townships[1], lists={ListKind.BASIC: basic}, source_text=printed)
    found = list(punctuation_full_width.problems(Content(townships=(township,))))
    assert [problem.where.keys[-1] for problem in found] == (["name"] if is_told else [])
