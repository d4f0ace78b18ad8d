"""Answers that the index (Python) and the browser's scripts must both give: `tests/scripts/golden.json`."""

import re
from typing import Any

import orjson

from generator.data.summarise import DutyRow, MentionRow, StandingRow
from generator.files import to_json
from generator.rows import NamedRow
from generator.search import pinyin, shards
from generator.search.format import AnswerRow, CutsRow, FacetRow, MeaningRow, MemberRow, ResultRow, SoundRow, TermRow
from generator.search.text import RUNS, WORD_LENGTHS, normalise
from generator.site.offline import KeptRow
from support.scripts import SCRIPTS

FILE = SCRIPTS / "golden.json"

_FILLERS = ["怎么办", "请问", "找谁"]
_QUESTIONS = ["请问低保怎么办？", "水利局 打井", "DNA 信息库", "ＤＮＡ１１０", "找谁办12345热线"]
_HASHED = ["低", "yb", "di bao", "医", "老3"]
_WORDS = ["低保", "征兵", "老年女性", "农村", "种植", "长江", "绿化", "银行账户"]
_READ = "医保危房低养女绿"
# Two crowded characters; terms that begin with them, and others.
_CROWDED = (("老", 100), ("没", 30))
_TERMS = ["老人", "老人机", "没电", "没", "低保"]

_ROWS = (
    CutsRow(terms=64, further=8),
    TermRow(importance=-40, numbers=(1, 9, 3, 4)),
    SoundRow(word="低保", sound="di bao", weight=31),
    ResultRow(
        name="救助",
        list="basic",
        category="民生",
        answer=AnswerRow(kind="town", word="乡镇办", sentence="由乡镇办。"),
        topics=(NamedRow(id="aid", name="低保"),),
        departments=(),
        total=2,
        members=(MemberRow(township="jia/yi", id="b-001", number=1, place=7),),
        meanings=(MeaningRow(word="特困", entries=(3, 8)), MeaningRow(word="低保", entries=())),
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


def _answers() -> dict[str, Any]:
    keys = shards.Keys(f"{first}{chr(0x4E00 + i)}" for first, often in _CROWDED for i in range(often))
    fillers = re.compile("|".join(_FILLERS))
    table = pinyin.readings()
    return {
        "runs": {
            "fillers": _FILLERS,
            "answers": {
                one: [han or latin for han, latin in RUNS.findall(fillers.sub(" ", normalise(one)))]
                for one in _QUESTIONS
            },
        },
        "longestWord": WORD_LENGTHS[-1],
        "shards": {one: [shards.shard_of(one, count) for count in (64, 4096)] for one in _HASHED},
        "keys": {
            "crowded": {str(parts): first for first, parts in keys.crowded.items()},
            "answers": {one: keys.of(one)[0] for one in _TERMS},
        },
        "readings": {"table": table, "answers": dict(zip(_READ, map(_reading, _READ), strict=True))},
        "sounds": {word: _sound(word) for word in _WORDS},
        "rows": {type(row).__name__: {"values": orjson.loads(to_json(row)), "fields": _named(row)} for row in _ROWS},
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
