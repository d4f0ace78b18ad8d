"""What the search keeps from one build to the next: the same as what is worked out, and worked out once."""

import pickle
from pathlib import Path

import pytest

from generator.cache import Cache
from generator.read.folder import Read
from generator.search import led, pinyin, shards, speech
from generator.search.format import AskRow, WordRow
from generator.search.led import Leading
from generator.search.shards import LeadRows
from generator.search.wording import Wording


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept before."""
    for module in (led, speech):
        monkeypatch.setattr(module, "CACHE", Cache(tmp_path / module.__name__))


def test_wording_is_the_same_when_it_was_kept(demo: Read) -> None:
    """All that a county and the whole are made with."""
    made = Wording(demo.content)
    kept: Wording = pickle.loads(pickle.dumps(made))
    text = "城乡居民最低生活保障的申请、审核，发放老年人高龄津贴；不知道怎么办no1"
    assert kept.lexicon.terms(text, is_question=True) == made.lexicon.terms(text, is_question=True)
    assert [kept.worth(term) for term in ("低保", "的", "人", "民最", "no1")] == [0, 4, 3, 1, 0]
    assert (kept.words, kept.fillers, kept.places) == (made.words, made.fillers, made.places)
    assert [kept.rarity.key(term) for term in made.words] == [made.rarity.key(term) for term in made.words]
    entries = {0: 1.0, 1: 0.5}
    assert kept.everyday.length(entries) == made.everyday.length(entries) > 0
    assert [kept.asked([0]), kept.called([0])] == [made.asked([0]), made.called([0])]


def test_words_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As pinyin reads them; of words that were read before it is not asked again, nor loaded."""
    first = speech.spoken(["低保", "银行"])
    assert first == {"低保": ("di bao", ["db", "di bao"], True), "银行": ("yin hang", ["yh", "yin han"], False)}
    asked: list[str] = []
    monkeypatch.setattr(pinyin, "spoken", asked.append)
    second = speech.spoken(["银行", "囹圄"])
    assert (asked, second["囹圄"], second["银行"][2] if second["银行"] else None) == (["囹圄"], None, False)
    assert speech.characters().readings == pinyin.readings()


def test_others_words_are_forgotten_when_they_are_many() -> None:
    """Else the words of all contents that ever were would be read back by each build."""
    speech.spoken(f"{one}房" for one in "围伪苇尾纬位味胃喂")
    assert len(speech.spoken(["低保"])) == 1


WORDS = {
    "看病": WordRow(0, 3, (0, 1), (AskRow(0, 2, 1),)),
    "报销": WordRow(0, -1, (), (AskRow(0, 1, 0), AskRow(1, 0, 1), AskRow(2, 1, 1))),
    "补贴": WordRow(0, -1, (0,), ()),
}
LEADS = LeadRows({0: [2, 0, 31, 2, 20], 1: [1, 2, 40]}, {0: [2, 0, 9, 12, 1, -8, 11], 1: [1, 2, 10, 10]})


def test_where_terms_lead_to_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of terms that lead to many; anew where they, the leads or the number of documents are others."""
    found = Leading(LEADS, b"words", 3).documents(0, WORDS)
    assert list(found) == ["看病", "报销"]
    for term, one in found.items():
        own = shards.led(WORDS[term], LEADS, 3)
        assert [one.documents.tolist(), one.weights.tolist(), one.fields] == [
            own.documents.tolist(),
            own.weights.tolist(),
            own.fields,
        ]
    assert found["看病"].documents.tolist() == [0, 2, 0, 1, 0, 1]
    assert found["看病"].weights[:2].tolist() == [3.1, 4.0]
    made: list[WordRow] = []

    def work(row: WordRow, leads: LeadRows, size: int) -> shards.Led:
        made.append(row)
        return shards.led(row, leads, size)

    monkeypatch.setattr(led, "led", work)
    assert Leading(LEADS, b"words", 3).documents(0, WORDS).keys() == found.keys()
    assert made == []
    others = LeadRows({**LEADS.entries, 0: [2, 0, 31, 2, 21]}, LEADS.topics)
    for leading in (Leading(others, b"words", 3), Leading(LEADS, b"others", 3), Leading(LEADS, b"words", 4)):
        leading.documents(0, WORDS)
    Leading(LEADS, b"words", 3).documents(1, WORDS)
    # Of a part without such terms there is nothing.
    assert Leading(LEADS, b"words", 3).documents(2, {"补贴": WORDS["补贴"]}) == {}
    assert len(made) == 4 * len(found)
