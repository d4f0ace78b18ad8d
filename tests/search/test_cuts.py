"""Which files keys are in: as few bytes a query as so many files can make them."""

import math
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise

import pytest

from generator.search import cuts
from generator.search.characters import common_characters
from generator.search.cuts import Sought
from generator.search.format import AskRow, WordRow
from support.search import numbers_of

FILE = 150
COMMON = common_characters()


def taken(sought: dict[str, float], sizes: dict[str, float], begins: Sequence[int]) -> float:
    """How many bytes a key takes that is asked for, on average."""
    total = sum(sought.values())
    found = 0.0
    for begin, end in pairwise((*begins, math.inf)):
        own = [key for key in sizes if begin <= cuts.place_of(key) < end]
        found += sum((sought.get(key, 0) + 0.3) / total for key in own) * (sum(sizes[key] for key in own) + FILE)
    return found


@pytest.mark.parametrize("each", [1.0, 40.0, 200.0])
def test_no_other_cut_takes_fewer_bytes(each: float) -> None:
    """Of all ways to cut ten keys."""
    keys = COMMON[100:1100:100]
    sizes = {key: float(20 + 37 * place % 400) for place, key in enumerate(keys)}
    often = {key: float(place * place % 11) for place, key in enumerate(keys)}
    places = [cuts.place_of(key) for key in keys]
    sought = Sought({cuts.place_of(key): many for key, many in often.items()})
    all = [[places[0], *inner] for count in range(10) for inner in combinations(places[1:], count)]
    costs = {tuple(one): taken(often, sizes, one) + each * len(one) for one in all}
    found = sought.cut(sizes, each)
    assert costs[tuple(found)] == pytest.approx(min(costs.values()))
    assert len(found) > 1 or each > 100


def test_what_is_often_asked_for_is_in_small_files() -> None:
    """Keys of one size."""
    keys = COMMON[:200]
    sought = Sought({cuts.place_of(key): 50 if place < 100 else 1 for place, key in enumerate(keys)})
    begins = sought.cut(dict.fromkeys(keys, 100.0), 20)
    assert sum(begin < 100 for begin in begins) > 2 * sum(begin >= 100 for begin in begins) > 0


def test_how_often_keys_are_asked_for() -> None:
    """As many of the vocabulary's entries have a term of them, each once; a lone character is no phrase."""
    words = {
        "低保": WordRow(0, -1, (1, 2), ()),
        "低收": WordRow(0, -1, (2, 3), ()),
        "收": WordRow(0, -1, (4,), ()),
        "井": WordRow(0, -1, (), (AskRow(1, 1, 0),)),
    }
    keys = {"低保": "低", "低收": "低", "收": "收", "井": "井"}
    sizes = {"低": 4000.0, "收": 4000.0}
    by_words, by_places = (
        one.cut(sizes, 70) for one in (Sought.of(words, keys.__getitem__, {}), Sought({cuts.place_of("低"): 3}))
    )
    assert by_words == by_places


def test_how_far_the_characters_of_a_file_lean() -> None:
    """From its first place to the next file's, or to the last one; others than the common ones lean to nothing."""
    leans = {COMMON[3]: 1.5, COMMON[4]: -2.0, COMMON[9]: 0.5, COMMON[12]: 3.0, "犇": 1.0}
    sought = Sought.of({}, str, leans)
    assert sought.leans([3, 8], 10) == {3: [1.5, -2.0, 0.0, 0.0, 0.0], 8: [0.0, 0.5, 0.0]}
    assert not any(sought.leans([3755], cuts.place_of("犇"))[3755])


def test_places() -> None:
    """Those of GB 2312 in its order, then others; the parts of the terms are one behind the other."""
    places = [cuts.place_of(key) for key in COMMON]
    assert places == [*range(3755)]
    assert all(3755 <= cuts.place_of(key) < 3755 + 256 for key in "犇氿d1")
    parts = [cuts.part_of(key) for key in (*COMMON, "犇")]
    assert parts[:-1] == sorted(parts[:-1])
    assert set(parts) == set(range(cuts.PARTS))


def test_files_by_their_first_places() -> None:
    """As the browser finds them, from a column of steps."""
    keys = [COMMON[at] for at in (3, 9, 10, 800)]
    begins = cuts.cut_by_size(dict.fromkeys(keys, 50.0), 100)
    assert begins == [3, 10]
    assert [*accumulate(numbers_of(cuts.text_of(begins)))] == begins
    files = cuts.into_files(begins, ((key, f"{key}甲", place) for place, key in enumerate(keys)))
    assert files == {3: {f"{keys[0]}甲": 0, f"{keys[1]}甲": 1}, 10: {f"{keys[2]}甲": 2, f"{keys[3]}甲": 3}}
