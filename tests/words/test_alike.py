"""Alike: what is found is what comparing every pair finds, whatever the names."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.words.alike import alike, plain_name

NAMES = st.lists(st.text("甲乙丙丁", min_size=0, max_size=12), max_size=12)


def by_every_pair(names: list[str], least: float) -> dict[tuple[int, int], float]:
    """The same by comparing all."""
    pairs = [set(map("".join, pairwise(name))) or {name} for name in names]
    degrees = {
        (one, other): len(pairs[one] & pairs[other]) / len(pairs[one] | pairs[other])
        for one, other in combinations(range(len(names)), 2)
    }
    return {pair: degree for pair, degree in degrees.items() if degree >= least}


@given(NAMES, st.sampled_from([0.5, 0.6, 0.8, 0.85, 1.0]))
def test_nothing_is_missed(names: list[str], least: float) -> None:
    """The rarest pairs are enough, for any degree."""
    found = list(alike(names, least))
    assert len({(one, other) for one, other, _ in found}) == len(found)
    assert {(one, other): degree for one, other, degree in found} == by_every_pair(names, least)


def test_other_numbers_are_other_things() -> None:
    """Whatever else is the same; the same numbers make no difference."""
    names = [
        "做好第4号网格的巡查",
        "做好第44号网格的巡查",
        "做好第4号网格的巡查工作",
        "做好第一网格的工作",
        "做好第二网格的工作",
    ]
    assert [(one, other) for one, other, _ in alike(names, 0.5)] == [(0, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("开展爱国卫生工作。", "开展爱国卫生工作"), ("本乡镇、街道的事", "本镇的事"), ("“扫黄打非”ＡＢ", "扫黄打非AB")],
)
def test_what_makes_no_difference(one: str, other: str) -> None:
    """Punctuation, width, which kind of place it is."""
    assert plain_name(one).replace("乡乡", "乡") == plain_name(other)
