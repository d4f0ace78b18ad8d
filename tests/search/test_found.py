"""What is found on the real site: its own index, ranked by the browser's own scripts, in node."""

import json
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from generator import paths
from support.scripts import SCRIPTS, node


class Found(NamedTuple):
    """The names of the first results, what the query was taken for, and the terms of it that the first result has."""

    names: list[str]
    taken: list[str]
    terms: list[str]


def found(site: Path, questions: list[tuple[str, str]], count: int) -> list[Found]:
    """What each query finds, in a township or in `all`."""
    ran = node(SCRIPTS / "found.mjs", (site / paths.SEARCH_META).parent, str(count), text=json.dumps(questions))
    assert not ran.stderr
    return [Found(**one) for one in json.loads(ran.stdout)]


def test_every_duty_is_found_by_its_name(site: Path) -> None:
    """The first twelve characters of a name bring its duty to the first three.

    Neighbouring fines begin alike; then one of them is enough.
    """
    questions = [
        (item["name"][:12], entry["id"])
        for entry in json.loads((site / "api/v1/index.json").read_text("utf-8"))["townships"]
        for duty_list in json.loads((site / entry["data"]).read_text("utf-8"))["lists"]
        for item in duty_list["items"]
    ]
    assert len(questions) == 1412
    answers = zip(questions, found(site, questions, 3), strict=True)
    assert [one for one, own in answers if not any(name.startswith(one[0]) for name in own.names)] == []


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("宅基地", "宅基地"),
        ("高龄津贴", "高龄津贴"),
        ("托育机构", "对辖区内托育机构的监督管理"),
        ("爆竹", "烟花爆竹安全监管"),
        ("采伐许可", "林木采伐许可证核发"),
        ("校外培训", "校外培训机构监管"),
        ("危房改造", "危房改造"),
        ("流浪乞讨", "流浪乞讨人员"),
        ("献血", "无偿献血招募"),
        ("防溺水", "防溺水"),
        ("ＤＮＡ", "开展流浪乞讨人员救助工作"),  # full-width letters, and only in a text
        ("犬", "养犬管理工作"),
    ],
)
def test_words_from_the_middle_of_names(site: Path, word: str, name: str) -> None:
    """A plain word out of a name finds the duty, in the first five of all townships."""
    [own] = found(site, [(word, "all")], 5)
    assert any(name in one for one in own.names)


# How people type; what of it the page says is in browser/test_search.py.  A query, a word of one of the first three
# results, and what the query was taken for.
_TYPED = [
    # pinyin: in full, by initials, with Chinese, in parts
    ("yibao", "医保", ["医保"]),
    ("zjd 审批", "宅基地", ["宅基地"]),
    ("gaoling jintie", "高龄津贴", ["高龄津贴"]),
    # tones, composed and combining; ü; capitals; full width
    ("dī bǎo", "低保", ["低保"]),
    ("di\u0304ba\u030co", "低保", ["低保"]),
    ("lǜhuà", "绿化", ["绿化"]),
    ("lühua", "绿化", ["绿化"]),
    ("lüsè", "绿色", ["绿色"]),
    ("FUNÜ", "妇女", ["妇女"]),
    ("ｄｉｂａｏ", "低保", ["低保"]),
    # the right sound, the wrong character
    ("危防改造", "危房改造", ["危房改造"]),
    ("公意岗", "公益", ["公益"]),
    # traditional characters, spaces and the punctuation of voice input change nothing
    *((query, "征兵", []) for query in ("征兵", "徵兵", "征 兵", " 征兵。", "“征兵”，", "征兵？")),
]


def test_what_was_meant_is_found(site: Path) -> None:
    """Slips and pinyin are understood, and the writing does not matter."""
    answers = found(site, [(query, "all") for query, *_ in _TYPED], 3)
    for (query, word, taken), own in zip(_TYPED, answers, strict=True):
        assert any(word in name for name in own.names), query
        assert own.taken[:1] == taken, query


@pytest.mark.parametrize("word", ["刮车", "刮到车", "剐车", "蹭车", "碰车", "擦车", "剐蹭", "刮蹭", "挂车"])
def test_an_everyday_word_is_no_slip(site: Path, word: str) -> None:
    """What people say of cars that touch is not taken for another word that sounds like it: 瓜车, 叉车, 篷车."""
    assert [own.taken for own in found(site, [(word, "all"), (f"{word}了怎么赔", "all")], 1)] == [[], []]


def test_pinyin_is_what_people_look_for(site: Path) -> None:
    """Of words that sound the same the one with most forms is meant, everywhere and in a township."""
    sounds = [("dibao", "低保", "地保"), ("tudi", "土地", "徒弟"), ("yibao", "医保", "易爆")]
    questions = list(product(sounds, ("all", "yunyang/longjiao", "tuquan/tuquan")))
    answers = found(site, [(query, family) for (query, *_), family in questions], 1)
    for ((query, word, rarer), family), own in zip(questions, answers, strict=True):
        assert own.taken[0] == word, (query, family)
        assert any(term in word for term in own.terms), (query, family, own)
        assert rarer not in own.terms, (query, family)


@pytest.mark.parametrize(
    ("query", "township"),
    [("班车不进村了", "kuitun/kaiganqi"), ("消协电话打不通", "tuquan/tuquan"), ("叶酸在哪里领", "jidong/unknown")],
)
def test_what_only_other_townships_have_is_not_found_in_one(site: Path, query: str, township: str) -> None:
    """A word of the matter that leads nowhere here counts as not found."""
    here, everywhere = found(site, [(query, township), (query, "all")], 3)
    assert everywhere.names
    assert here.names == []
