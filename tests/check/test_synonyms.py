"""Everyday words that are everywhere: how many duties a word may be in, where there are many."""

from dataclasses import replace

import pytest

from generator.check.places import texts_of
from generator.check.rules.synonyms import synonyms_unambiguous
from generator.check.survey import Survey, added, survey
from generator.model import (
    BasicDuty,
    BasicList,
    Category,
    Content,
    ListKind,
    NameStatus,
    Synonym,
    Township,
    TownshipFile,
    Vocabulary,
)
from generator.read.folder import Read


def content(duties: int, with_word: int, is_own: bool = True) -> Content:
    """So many duties, the word 垃圾 in the names of the first."""
    named = [f"清运垃圾{number}" if number < with_word else f"做事{number}" for number in range(duties)]
    every = tuple(BasicDuty(id=f"b-{number:03}", number=number + 1, name=name) for number, name in enumerate(named))
    basic = BasicList(title="清单", categories=(Category[BasicDuty](name="民生服务", duties=every),))
    file = TownshipFile(name=None, name_status=NameStatus.UNKNOWN, name_evidence="无")
    township = Township("jia/yi", "jia", file, {ListKind.BASIC: basic})
    synonym = Synonym(say=("垃圾",), means=("清运垃圾",))
    vocabulary = Vocabulary((synonym,), is_own=is_own, synonym_files=(("vocabulary/synonyms/rubbish.yml", 1),))
    return Content(townships=(township,), vocabulary=vocabulary)


@pytest.mark.parametrize(
    ("duties", "with_word", "is_everywhere"),
    [
        # Of few duties, in more than 20; of many, in more than one of twenty.
        (21, 20, False),
        (21, 21, True),
        (400, 20, False),
        (400, 21, True),
        (600, 30, False),
        (600, 31, True),
    ],
)
def test_word_that_is_everywhere(duties: int, with_word: int, is_everywhere: bool) -> None:
    """A word in the names of too many duties brings in all of them; a borrowed list is not this content's to mend."""
    found = [
        (problem.where.keys, problem.message) for problem in synonyms_unambiguous.problems(content(duties, with_word))
    ]
    said = "“垃圾”到处都有，会把别的事项也带出来；请写得更具体"
    assert found == ([(("synonyms", 0, "say", 0), said)] if is_everywhere else [])
    assert list(synonyms_unambiguous.problems(content(duties, with_word, is_own=False))) == []


def test_a_word_of_which_only_the_pairs_are_there_is_not_there(demo: Read) -> None:
    """Its neighbouring characters stand together somewhere, the word nowhere."""
    texts = [text for township in demo.content.townships for _, _, text in texts_of(township)]
    pairs = sorted({text[at : at + 2] for text in texts for at in range(len(text) - 1)})
    joined = (one + other[1] for one in pairs for other in pairs if one[1] == other[0])
    word = next(one for one in joined if not any(one in text for text in texts))
    vocabulary = Vocabulary((Synonym(say=("甲说",), means=(word, pairs[0])),), is_own=True)
    assert survey(replace(demo.content, vocabulary=vocabulary)).meant == {pairs[0]}


@pytest.mark.parametrize(("one", "other"), [(True, True), (True, False), (False, True), (False, False)])
def test_one_county_that_cannot_be_read_makes_all_of_them_incomplete(one: bool, other: bool) -> None:
    """Whichever it is: what its lists say nobody knows."""
    assert added([Survey(is_whole=one), Survey(is_whole=other)]).is_whole == (one and other)
