"""Rewriting: a text says what it is to say, and all else in it stays as it was, comments too."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.read import yaml_text
from generator.read.rewriting import NotRewritten, lost_comments, plain, rewritten
from support.places import DEMO, PROJECT

LIST = """\
# yaml-language-server: $schema=../../../schema/cooperative.json
# 抄自公报
title: 甲县乙镇配合履职事项清单
categories:
  # 第一类
  - name: 民生服务
    declared: 2 # 标题里写的
    duties:
      # 问过民政局
      - id: c-001
        number: 1
        name: 开展高龄津贴发放工作
        departments: [县民政局（牵头）, 县财政局] # 照原文
        superior:
          # 一段
          - departments: [县民政局]
            duties:
              - 审核；
              # 这一条有疑问
              - 报送。
        township:
          - 受理申请；
          - 公示。
          # 要拍照
      # 第二项
      - id: c-002
        number: 2
        name: 防溺水
        departments: [县教育局]
  - name: 其他
    declared: null
    duties:
      - id: c-003
        number: 3
        name: 其他事
        # 末尾的
"""


def read(text: str) -> Any:
    """The data of a text, in lists and dictionaries that can be changed."""
    return _open(yaml_text.parse(text).data)


def _open(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_open(one) for one in value]
    return {key: _open(one) for key, one in value.items()} if isinstance(value, dict) else value


def changed(data: Any) -> tuple[list[str], list[str]]:
    """The lines that go and those that come, of LIST."""
    before, after = LIST.splitlines(), rewritten(LIST, data).splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


def test_what_stays_is_the_very_same() -> None:
    """Nothing to be changed: not a byte, of all lists that there are."""
    files = [
        *PROJECT.glob("content/townships/*/*/*.yml"),
        *PROJECT.glob("content/townships/*/*.yml"),
        *DEMO.rglob("*.yml"),
    ]
    assert len(files) > 20
    for file in files:
        text = file.read_text("utf-8")
        assert rewritten(text, read(text)) == text


def test_one_field() -> None:
    """A field that is changed is one line that is changed; the comment behind it stays."""
    data = read(LIST)
    data["categories"][0]["duties"][0]["departments"] = ["县民政局"]
    data["categories"][0]["declared"] = 3
    assert changed(data) == (
        ["    declared: 2 # 标题里写的", "        departments: [县民政局（牵头）, 县财政局] # 照原文"],
        ["    declared: 3  # 标题里写的", "        departments: [县民政局]  # 照原文"],
    )


def test_texts_of_a_block() -> None:
    """A text in the place of another keeps the comment above it; a new one stands where it was put."""
    data = read(LIST)
    data["categories"][0]["duties"][0]["superior"][0]["duties"] = ["审核；", "核实；", "按月报送。"]
    assert changed(data) == (["              - 报送。"], ["              - 核实；", "              - 按月报送。"])
    assert "              # 这一条有疑问\n              - 核实；\n" in rewritten(LIST, data)


def test_a_duty_that_goes() -> None:
    """It takes the comments along that stand above it and in it, and no others."""
    data = read(LIST)
    del data["categories"][0]["duties"][0]
    new = rewritten(LIST, data)
    assert "问过民政局" not in new
    assert "      # 第二项\n      - id: c-002\n" in new
    gone = [comment for _, comment in lost_comments(LIST, new)]
    assert gone == ["# 问过民政局", "# 照原文", "# 一段", "# 这一条有疑问", "# 要拍照"]


def test_a_duty_that_goes_to_another_category() -> None:
    """Its lines go with it, comments and all; what is changed of it is changed there."""
    data = read(LIST)
    duty = data["categories"][0]["duties"].pop(0)
    duty["number"] = 3
    data["categories"][1]["duties"].insert(0, duty)
    data["categories"][1]["duties"][1]["number"] = 4
    new = rewritten(LIST, data)
    assert lost_comments(LIST, new) == []
    assert "    duties:\n      # 问过民政局\n      - id: c-001\n        number: 3\n        name: 开展" in new


def test_new_keys_stand_in_their_order() -> None:
    """A key that was not there comes behind the one that precedes it in the data."""
    data = {"title": "甲", "retired": ["c-009"], **{key: one for key, one in read(LIST).items() if key != "title"}}
    new = rewritten(LIST, data)
    assert "# 抄自公报\ntitle: 甲\nretired: [c-009]\ncategories:\n" in new


def test_a_list_that_is_empty_and_one_that_was() -> None:
    """Nothing is written [], and what comes to it has lines of its own."""
    data = read(LIST)
    kept = data["categories"][1]["duties"]
    data["categories"][1]["duties"] = []
    empty = rewritten(LIST, data)
    assert "    duties: []\n" in empty
    data["categories"][1]["duties"] = kept
    assert "    duties:\n      - id: c-003\n        number: 3\n" in rewritten(empty, data)


@pytest.mark.parametrize(
    "text", ["a: {b: 1, c: [1, 2]}\nd: 3\n", "a:\n- b: 1\n  c: 2\n- b: 3\nd: 3\n", 'a: "x: y" # z\nd: 3\n']
)
def test_other_forms(text: str) -> None:
    """Braces, lists without indentation, quotes: what is said comes out, and what is not changed stays."""
    data = read(text)
    data["d"] = 4
    assert read(rewritten(text, data)) == data
    data["a"] = ["新"]
    assert read(rewritten(text, data)) == data


def test_what_is_too_odd_is_refused() -> None:
    """A text that no part of can be changed for sure is left alone, and it is said what to do."""
    with pytest.raises(NotRewritten, match="qingdan fmt"):
        rewritten("- 1\n- 2\n", {"a": 1})


TEXTS = st.sampled_from(["审核。", "公示；", "a: b", "# 号", "- 条", "", "123", "null", "“引”", "[x", "县 民政局"])
VALUES = st.recursive(
    TEXTS | st.integers(0, 99) | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "number", "departments", "duties", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["title", "a", "duties", "z"]), VALUES, min_size=1), st.data())
def test_whatever_is_said(old: dict[str, Any], data: st.DataObject) -> None:
    """Any data in the place of any other: it is said, in canonical form, and a change back gives what was."""
    new = deepcopy(old)
    new[data.draw(st.sampled_from(["title", "a", "duties", "new"]))] = data.draw(VALUES)
    text = yaml_text.dump(old, "x.json")
    there = rewritten(text, new)
    assert yaml_text.parse(there).data == plain(new)
    assert yaml_text.canonical(there) == there
    assert rewritten(text, old) == text
    assert yaml_text.parse(rewritten(there, old)).data == plain(old)
