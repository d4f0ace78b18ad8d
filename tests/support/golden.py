"""Answers that the index (Python) and the browser's scripts must both give: `tests/scripts/golden.json`."""

import re
from typing import Any

import numpy as np
import orjson

from generator.data.summarise import DutyRow, MentionRow, StandingRow
from generator.files import to_json
from generator.rows import NamedRow
from generator.search import columns, cuts, pinyin, shards
from generator.search.documents import ASKED, CALLED, RECLAIMED
from generator.search.format import (
    AnswerRow,
    AskRow,
    ContactRow,
    DeskRow,
    ElsewhereRow,
    FacetRow,
    HotlineRow,
    LeadFile,
    LeadRow,
    MeaningRow,
    MemberRow,
    PhoneRow,
    ResultRow,
    ScopeRow,
    TermFile,
    TermRow,
    WordRow,
)
from generator.search.text import RUNS, WORD_LENGTHS, normalise
from generator.search.weights import K1, Postings, rarities
from generator.search.wording import Rarity
from generator.site.offline import KeptRow
from support.scripts import SCRIPTS

FILE = SCRIPTS / "golden.json"

_FILLERS = ["怎么办", "请问", "找谁"]
_QUESTIONS = ["请问低保怎么办？", "水利局 打井", "DNA 信息库", "ＤＮＡ１１０", "找谁办12345热线"]
_HASHED = ["低", "yb", "di bao", "医", "老3"]
# The first and the last of GB 2312, one that is not in it, a letter.
_KEYED = ["啊", "低", "座", "犇", "d", "1"]
_WORDS = ["低保", "征兵", "老年女性", "农村", "种植", "长江", "绿化", "银行账户"]
_READ = "医保危房低养女绿"
# Common characters and marks, others, one of two UTF-16 units; texts of ASCII characters, one of them like digits.
_SPELT = ["由县民政局等 4 个部门负责，本乡镇配合。", "犇·𠮷", "basic", "=AB", ["低保", ["街道", 3, ""]]]
# Common characters, the commonest first; terms of them and others.
_COMMON = "人老没"
_TERMS = ["老人", "没人", "老没电", "没", "低保", "机电", "dna", "12345"]

_SIZE = 50

_ROWS = (
    ScopeRow(version="3f9c", size=325, terms="AB", further="", leads=2, rows=24),
    TermRow(worth=1, fields=-40, numbers=(1, 9, 3, 4)),
    LeadRow(total=7, numbers=(1, 9, 3, 4)),
    WordRow(worth=0, says=-1, entries=(3, 8), topics=(AskRow(topic=2, asked=4, called=0),), elsewhere=7),
    ElsewhereRow(
        name="护照",
        ask="出入境管理窗口",
        kind="public-security",
        do="到窗口办。",
        calls=(HotlineRow(number="12367", name="移民管理服务热线"),),
    ),
    DeskRow(url="departments/jia/gonganju/", name="县公安局"),
    ContactRow(
        phones=(PhoneRow(text="0470-8765432转8", dialled="0470-8765432,8"),),
        hours="工作日 9:00–12:00",
        as_of="2026-01-02",
    ),
    ResultRow(
        name="救助",
        list="basic",
        category="民生",
        answer=AnswerRow(kind="town", word="乡镇办", sentence="由乡镇办。"),
        topics=(NamedRow(id="aid", name="低保"),),
        departments=(),
        total=2,
        members=(MemberRow(township="jia/yi", id="b-001", number=1),),
        meanings=(MeaningRow(word="特困", entries="DF"), MeaningRow(word="低保", entries="")),
        folder="",
        place=0,
    ),
    FacetRow(townships=0, list=2, categories=1, departments=(4, 5)),
    DutyRow(
        id="b-001",
        number=1,
        list="basic",
        category="livelihood",
        printed="民生保障",
        name="救助",
        answer="town",
        word="乡镇办",
        departments=(MentionRow(name="县民政局", id="mzj", lead=1),),
    ),
    StandingRow(pattern="01", clause="自己办", kinds=("民政局",), duties=(0, 3)),
    KeptRow(address="about/", digest="00ff", length=12),
)


def golden() -> bytes:
    """The file as it should be."""
    return orjson.dumps(_answers(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _columns() -> dict[str, Any]:
    """Terms as their file has them: of several documents, cut; of several entries and topics, of none, and alike."""
    # Weights of whole grades, and numbers of one digit, of two, of three, of six.
    terms = {
        "低保": [0, -40, 9, _weight(24), 4, _weight(14)],
        "养老": [1, 2, 900, _weight(30)],
        "井": [3, 1, 2, _weight(18)],
        "d2犇": [0, 1, 5, _weight(9)],
        "渠": [0, 2, 300000, _weight(47), 47, _weight(0)],
    }
    words = {
        "孤寡": WordRow(0, 5, (5, 9), (AskRow(2, 4, 0), AskRow(7, 0, 1))),
        "五保": WordRow(0, 3, (3,), ()),
        "绝户": WordRow(0, 3, (3,), ()),
        "老人": WordRow(1, 9, (5, 9), ()),
        "零": WordRow(0, 0, (), ()),
        "护照": WordRow(0, -1, (), (), 60),
        "出国": WordRow(0, -1, (), (), 60),
        "征信": WordRow(0, 3, (3,), (), 0),
        "几": WordRow(3, -1, (), (AskRow(2, 1, 1),)),
    }
    entries = {3: [9, 1, _weight(24), 4, _weight(14)], 8: [1, 1, _weight(27)]}
    topics = {2: [2, 0, _weight(18), _weight(16), 5, -_weight(21), _weight(14)]}
    once = [
        (),
        (9, _weight(24), 4, _weight(14)),
        (5, _weight(13), 8, _weight(15)),
        (9, _weight(24), 4, _weight(14)),
        (300, _weight(9)),
        (5, _weight(13), 8, _weight(15)),
        (9, _weight(24), 4, _weight(14)),
    ]
    file = TermFile(terms=columns.of_terms(terms), words=columns.of_words(words, [0.2, 0.3, -9, 9, 0]))
    leads = LeadFile(entries=columns.of_leads(entries, 2), topics=columns.of_leads(topics, 3))
    rows = {
        "terms": terms,
        "words": words,
        "leans": [0, 0.5, -4.5, 4.5],
        "entries": _leads(entries),
        "topics": _leads(topics),
    }
    led = {number: [len(own) // 2, *own] for number, own in enumerate(once) if own}
    rows |= {"once": columns.of_once(once), "led": _leads(led)}
    found: dict[str, Any] = orjson.loads(to_json({"file": file, "leads": leads, **rows}))
    return found


def _weight(grade: int) -> int:
    return round(columns.GRADE**grade)


def _weight(grade: int) -> int:
    return round(columns.GRADE**grade)


def _leads(rows: dict[int, list[int]]) -> dict[str, Any]:
    return {str(number): {"total": total, "numbers": numbers} for number, (total, *numbers) in rows.items()}


def _answers() -> dict[str, Any]:
    rarity = Rarity(_COMMON)
    fillers = re.compile("|".join(_FILLERS))
    table = pinyin.table()
    return {
        "runs": {
            "fillers": _FILLERS,
            "answers": {
                one: [han or latin for han, latin in RUNS.findall(fillers.sub(" ", normalise(one)))]
                for one in _QUESTIONS
            },
        },
        "longestWord": WORD_LENGTHS[-1],
        "hashes": {one: cuts.hash_of(one) for one in _HASHED},
        "places": {one: cuts.place_of(one) for one in _KEYED},
        "keys": {"common": _COMMON, "answers": {one: rarity.key(one) for one in _TERMS}},
        "bloom": {"bits": shards.bloom(_WORDS, 8 * len(_WORDS)), "words": _WORDS},
        "weights": _weights(),
        "readings": {"table": table, "answers": dict(zip(_READ, map(_reading, _READ), strict=True))},
        "columns": _columns(),
        "spelt": [[one, columns.spelt(one)] for one in _SPELT],
        "sounds": {word: _sound(word) for word in _WORDS},
        "alone": {word: pinyin.reading(word) for word in _WORDS},
        "rows": {type(row).__name__: {"values": orjson.loads(to_json(row)), "fields": _named(row)} for row in _ROWS},
    }


def _weights() -> dict[str, Any]:
    """A term by all that leads to it: put together where the index is made, and by the browser from its parts."""
    own = Postings(*(np.array(one) for one in ([0], [2], [0], [1, 4], [3.5, 0.7])))
    entries = {3: [2, 1, 31, 4, 12], 8: [1, 1, 40]}
    topics = {2: [2, 0, 12, 9, 5, -20, 8], 5: [1, 0, 12, 9]}
    word = WordRow(worth=0, says=-1, entries=(3, 8), topics=(AskRow(2, 3, 1), AskRow(5, 1, 0)))
    weighed = shards.Weighed(["低保"], np.array([0]), own)
    led = shards.led(word, shards.LeadRows(entries, topics), _SIZE)
    made, left = shards.with_words(weighed, {"低保": word}, {"低保": led})
    assert not left
    numbers = made.postings.weights * rarities(made.postings.fields, _SIZE)
    return {
        "size": _SIZE,
        "asked": ASKED * (K1 + 1),
        "called": CALLED * (K1 + 1),
        "reclaimed": RECLAIMED,
        "own": [0, 2, 1, 35, 3, 7],
        "word": orjson.loads(to_json(word)),
        "entries": [entries[3], entries[8]],
        "topics": {str(number): row for number, row in topics.items()},
        "answers": [
            [int(document), round(weight)] for document, weight in zip(made.postings.documents, numbers, strict=True)
        ],
    }


def _reading(character: str) -> str:
    """How the table has a character read: by its place among the common ones."""
    place = pinyin.common_characters().index(character)
    for syllable, count in re.findall(r"([a-z]+)(\d+)", pinyin.readings()):
        place -= int(count)
        if place < 0:
            return str(syllable)
    raise AssertionError(character)


def _sound(word: str) -> dict[str, Any]:
    spoken = pinyin.spoken(word)
    assert spoken, word
    return {"sound": spoken[0], "lookups": sorted(spoken[1])}


def _named(row: Any) -> Any:
    """A row with the names of its fields, as the scripts should read it."""
    if hasattr(row, "_asdict"):
        return {name: _named(value) for name, value in row._asdict().items()}
    return [_named(one) for one in row] if isinstance(row, tuple) else row
