"""The printed form: the titles that stand above the lists."""

from dataclasses import replace

import pytest

from generator.printed.form import form
from generator.read.folder import Read


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("重庆市云阳县龙角镇履行职责事项清单", True),
        ("甲镇基本履职、配合履职和上级部门收回事项清单", True),
        ("基本履职事项清单", False),
        ("甲县乙镇基本履职事项清单（2025年版）", False),
        ("甲镇基本履职和配合履职事项清单", False),
    ],
)
def test_title_of_the_whole_document(demo: Read, title: str, whole: bool) -> None:
    """A file that has no title but its first list's has none of its own: office files print none above the lists."""
    township = next(one for one in demo.content.townships if one.id == "jia/yi")
    source = township.file.source.model_copy(update={"title": title})
    renamed = replace(township, file=township.file.model_copy(update={"source": source}))
    assert form(renamed).title == (title if whole else "")
