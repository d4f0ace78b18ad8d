"""The index of the search: its terms, its weights, which are lunr's, its files, and that every duty is in it."""

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from lunr.builder import Builder

from generator import paths
from generator.link.catalogue import Catalogue, LinkedCounty, LinkedDuty
from generator.link.linker import link
from generator.model import (
    Content,
    ElsewhereMatter,
    HotlineName,
    ListKind,
    ReferenceFile,
    Synonym,
    Topic,
    TopicGroup,
    Vocabulary,
)
from generator.read.folder import Read
from generator.search import columns, letters, phrases, pinyin, shards, speech
from generator.search import documents as docs
from generator.search.characters import common_characters
from generator.search.counties import CountyPart, CountySearch, packed
from generator.search.cuts import place_of
from generator.search.everywhere import everywhere
from generator.search.format import ElsewhereRow, HotlineRow, LetterFile, SoundRow, WordRow
from generator.search.letters import letter_file
from generator.search.shards import LeadRows, Leads, Lengths, Tiers, Weighed
from generator.search.text import REMEMBERED, WORTHS, Lexicon, empty_characters, normalise
from generator.search.weights import Entries, Field, Norms, Terms, idf
from generator.search.wording import Rarity, Wording, leans
from support.places import CONTENT
from support.ranking import Case, Item, content_of
from support.search import (
    ASSETS,
    counties_files,
    graded,
    index_files,
    index_of,
    lead_rows,
    numbers_of,
    plain,
    scope_of,
    term_rows,
    vocabulary_of,
    word_rows,
)

# Fields whose terms lunr counts whole: of everyday words they are fractions.
FIELDS = (*docs.BOOSTS, "asked", "called")


@pytest.fixture(scope="session")
def wording(demo: Read) -> Wording:
    """What the search knows of the demo's vocabulary."""
    return Wording(vocabulary_of(demo.content))


def counted(field: Field, terms: Terms) -> dict[str, float]:
    """A field's terms with how often they occur."""
    words = terms.words()
    return dict(zip((words[number] for number in field.terms.tolist()), field.counts.tolist(), strict=True))


def maker_of(county: LinkedCounty, content: Content) -> docs.DocumentMaker:
    """Makes the documents of a county's duties."""
    return docs.DocumentMaker(county, Wording(vocabulary_of(content)))


def duties_of(county: LinkedCounty) -> list[LinkedDuty]:
    return [duty for township in county.townships for duty in township.duties]


def lunrs(documents: Sequence[dict[str, dict[str, float]]]) -> tuple[dict[tuple[str, int], float], Builder]:
    """The weights that lunr gives to the terms of documents, all fields together."""
    boosts = docs.BOOSTS | {"asked": docs.ASKED, "called": docs.CALLED}
    builder = Builder()
    builder.ref("id")
    for name in FIELDS:
        builder.field(name, boost=boosts[name])
    for number, fields in enumerate(documents):
        own = {
            name: [term for term, often in field.items() for _ in range(int(often))] for name, field in fields.items()
        }
        builder.add({"id": str(number), **own})
    builder.build()
    terms = {entry["_index"]: term for term, entry in builder.inverted_index.items()}
    found: dict[tuple[str, int], float] = {}
    for reference, vector in builder.field_vectors.items():
        number = int(str(reference).split("/")[-1])
        for at in range(0, len(vector.elements), 2):
            key = terms[vector.elements[at]], number
            found[key] = found.get(key, 0) + vector.elements[at + 1]
    return found, builder


def test_weights_are_lunrs(catalogue: Catalogue, wording: Wording) -> None:
    """On the demo content every weight is the sum of lunr's own field vectors, as exactly as its grade.

    The index has the parts of it: what stands in duties, and what topics lead to; the terms' rarities are put to them
    where it is searched (tests/scripts/golden.test.mjs holds the browser to the same).
    """
    [county] = catalogue.counties
    maker = docs.DocumentMaker(county, wording)
    documents = [replace(maker.document(duty)[0], is_reclaimed=False, entries={}) for duty in duties_of(county)]
    asks: dict[int, dict[str, float]] = {}
    names: dict[int, dict[str, float]] = {}
    for term, word in wording.words.items():
        for one in word.topics:
            asks.setdefault(one.topic, {})[term] = one.asked
            names.setdefault(one.topic, {})[term] = one.called

    def summed(topics: Sequence[int], counts: dict[int, dict[str, float]]) -> dict[str, float]:
        found: dict[str, float] = {}
        for topic in topics:
            for term, often in counts[topic].items():
                if often:
                    found[term] = found.get(term, 0) + often
        return found

    fields = [
        {name: counted(one.fields[name], maker.terms) for name in docs.BOOSTS}
        | {"asked": summed(one.topics, asks), "called": summed(one.topics, names)}
        for one in documents
    ]
    expected, _ = lunrs(fields)

    entries = Entries.of([[one.fields[name] for name in docs.BOOSTS] for one in documents])
    lengths = Lengths.of(documents, entries.lengths(len(documents), len(docs.BOOSTS)), wording)
    words = maker.terms.words()
    weighed = Weighed(words, np.zeros(len(words), np.int64), entries.postings(lengths.norms))
    leads = Leads.of(documents).rows(lengths, None)
    # As far as more than a few topics lead from a term: those are put together where the index is made.
    led = {
        term: shards.led(word, leads, len(documents))
        for term, word in wording.words.items()
        if shards.leads_to_many(word)
    }
    made, _ = shards.with_words(weighed, wording.words, led)
    several = {term for term, word in wording.words.items() if len(word.topics) + len(word.entries) > 2}
    own = {term for term in words if term not in wording.words or not wording.words[term].topics}
    actual = {}
    ends = np.append(made.postings.starts, len(made.postings.documents)).tolist()
    for place, number in enumerate(made.postings.terms.tolist()):
        rarity = idf(int(made.postings.fields[place]), len(documents))
        for at in range(ends[place], ends[place + 1]):
            actual[made.terms[number], int(made.postings.documents[at])] = float(made.postings.weights[at]) * rarity
    compared = {key for key in expected if key[0] in several | own}
    assert len(compared) > 250
    assert {key: actual.get(key) for key in compared} == pytest.approx(
        {key: expected[key] for key in compared}, rel=0.12
    )


def test_everyday_terms_weigh_by_the_surest_entry() -> None:
    """BM25, with a length of all terms that entries lead from, each as often as it is sure."""
    synonyms = (Synonym(say=("养羊", "羊倌"), means=("放牧",)), Synonym(say=("羊倌",), means=("牧业",)))
    own = Wording(Content((), (), (), vocabulary=Vocabulary(synonyms)))
    assert own.everyday.length({0: 0.5}) == 0.5 * 2
    assert own.everyday.length({0: 0.5, 1: 0.75}) == 0.5 + 0.75
    assert own.words == {"养羊": WordRow(0, 0, (0,), ()), "羊倌": WordRow(0, 1, (0, 1), ())}


def test_everyday_terms_weigh_little_less_beside_many_others() -> None:
    """Where five times as many lead to a duty, two thirds, not little more than half; a topic's questions as a text."""
    none, many = np.zeros(2), np.array([10.0, 50.0])
    everyday, asked, _ = Lengths(none, many, many, none, np.zeros(2, np.int64)).others
    weights = [norms.weights(np.arange(2), np.ones(2)) for norms in (everyday, asked)]
    # BM25 with k1 = 1.2 of lengths that are a third and five thirds of the mean, by a boost of 8 and of 5.
    assert weights[0] == pytest.approx([8 * 2.2 / (1 + 1.2 * 2 / 3), 8 * 2.2 / (1 + 1.2 * 4 / 3)])
    assert weights[1] == pytest.approx([5 * 2.2 / (1 + 1.2 * 1 / 2), 5 * 2.2 / (1 + 1.2 * 3 / 2)])


def test_a_term_of_an_everyday_phrase_by_the_way_leads_nowhere() -> None:
    """Of an entry that has it in far fewer phrases than another, where one that is the term counts as three."""

    def entries_of(often: int) -> tuple[int, ...]:
        fire = Synonym(say=("消防", *(f"消防{number}" for number in range(often))), means=("灭火",))
        stall = Synonym(say=("消防旁边",), means=("摊点",))
        own = Wording(Content((), (), (), vocabulary=Vocabulary((fire, stall))))
        assert own.words["旁边"].entries == (1,)
        return own.words["消防"].entries

    assert (entries_of(7), entries_of(8)) == ((0, 1), (0,))


def test_shards_do_not_grow_with_the_townships() -> None:
    """A term that twenty times as many documents have makes no larger row."""

    def largest(documents: int) -> int:
        terms = Terms()
        # As many documents again have nothing of it, for it to tell something.
        entries = Entries.of([[terms.field({"养老": 1})]] * documents + [[terms.field({"打井": 1})]] * documents)
        norms = [Norms.of(entries.lengths(2 * documents, 1)[:, 0], np.ones(2 * documents), 800.0)]
        weighed = Weighed(terms.words(), np.zeros(2, np.int64), entries.postings(norms))
        [(_, row, further), _] = shards.term_rows(weighed, 2 * documents, Tiers(first=16, more=64, leads=1))
        return len(json.dumps([row, further]))

    assert largest(2000) < 1.3 * largest(100)


def test_same_matter_of_several_townships_is_one_document(catalogue: Catalogue, wording: Wording) -> None:
    """Duties of one list with one name are one matter, which has what any of them has; of another list another."""
    [county] = catalogue.counties
    maker = docs.DocumentMaker(county, wording)
    first = county.townships[0].duties[0]
    other = replace(first, township=replace(first.township, id="jia/yi"))
    listed = replace(first, kind=next(kind for kind in ListKind if kind is not first.kind))
    empty = {name: maker.terms.field({}) for name in docs.BOOSTS}
    members = [
        docs.Member(duty, docs.Document(empty | {"name": maker.terms.field(counts)}, entries, topics, 1.0))
        for duty, counts, entries, topics in (
            (first, {"甲": 1, "乙": 2}, {}, (3,)),
            (other, {"乙": 1, "丙": 1}, {}, (5, 3)),
            (listed, {"甲": 1}, {}, ()),
        )
    ]
    found = docs.matters(members, wording)
    assert [
        (len(one.members), counted(one.document.fields["name"], maker.terms), one.document.topics) for one in found
    ] == [
        (2, {"甲": 1, "乙": 2, "丙": 1}, (3, 5)),
        (1, {"甲": 1}, ()),
    ]
    assert docs.surest([{1: 0.5, 2: 0.1}, {2: 0.3}]) == {1: 0.5, 2: 0.3}


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("徵兵", "征兵"), ("ＤＮＡ", "dna"), ("醫療保險", "医疗保险"), ("后", "后"), ("乾旱", "干旱")],
)
def test_normalise(typed: str, plain: str) -> None:
    """Traditional, full-width and upper-case forms are the plain ones."""
    assert normalise(typed) == plain


def test_fillers_do_not_count() -> None:
    """A question's terms are those of its matter."""
    lexicon = Lexicon([], ["请问", "怎么办", "怎么办理", "找谁"])
    assert list(lexicon.terms("请问怎么办理低保，找谁？", is_question=True)) == ["低保"]
    assert list(lexicon.terms("找谁", is_question=False)) == ["找谁"]


@pytest.mark.parametrize("official", ["养老服务", "12345热线", "村（社区）干部", "24小时值班"])
def test_everyday_words_lead_to_their_official_ones(official: str, demo: Read) -> None:
    """Whatever an official word begins with: characters, digits or a bracket."""
    vocabulary = Vocabulary((Synonym(say=("找人管",), means=(official,)),))
    content = replace(demo.content, vocabulary=vocabulary)
    [county] = link(content).counties
    duty = replace(duties_of(county)[0], name=f"做好{official}工作")
    document, meanings = maker_of(county, content).document(duty)
    assert ([one.word for one in meanings], document.entries) == ([official], {0: 1.0})


def test_readings_cover_the_common_characters() -> None:
    """The table has a reading for each character, in the browser's order, and the right ones."""
    table = "".join(
        f"{syllable}," * int(count) for syllable, count in re.findall(r"([a-z]+)(\d+)", pinyin.readings())
    ).split(",")[:-1]
    characters = common_characters()
    assert len(table) == len(characters) == 3755
    assert {char: table[characters.index(char)] for char in "医保危房低养"} == {
        "医": "yi", "保": "bao", "危": "wei", "房": "fang", "低": "di", "养": "yang",
    }  # fmt: skip
    # 囹 is not among them.
    assert [pinyin.reading(word) for word in ("低保", "银行", "囹圄")] == ["di bao", "yin xing", ""]


@pytest.mark.parametrize(
    ("word", "sound", "lookups"),
    [
        ("低保", "di bao", {"db", "di bao"}),
        ("征兵", "zheng bing", {"zb", "zen bin"}),
        ("老年女性", "lao nian nv xing", {"lnnx", "lao lian", "lv xin"}),
        # A character of two readings is read as the phrase has it.
        ("银行账户", "yin hang zhang hu", {"yhzh", "yin han", "zan hu"}),
    ],
)
def test_words_are_looked_up_by_their_sound(word: str, sound: str, lookups: set[str]) -> None:
    """By all initials, and by two syllables at either end; what dialects mix up is one."""
    assert pinyin.spoken(word) == (sound, lookups)


def test_demo_index_has_every_duty(catalogue: Catalogue, demo: Read) -> None:
    """Every duty stands in its township's rows with its sentences, and its matter in the rows over all townships."""
    files = index_files(demo.content)
    for township in catalogue.townships:
        own = rows_of(files, township.head.id)
        by_id = {duty.id: duty for duty in township.duties}
        assert sorted(row[7][0][1] for row in own) == sorted(by_id)
        texts = rows_of(files, township.head.id, "x")
        assert texts == [list(docs.sentences(by_id[row[7][0][1]])) for row in own]
    matters = rows_of(files, "all")
    everywhere = [tuple(one[:2]) for row in matters for one in row[7]]
    assert sorted(everywhere) == sorted((duty.township.id, duty.id) for t in catalogue.townships for duty in t.duties)
    # The sentences of the first are found by its folder and its place there.
    for row in matters:
        township, duty, _ = row[7][0]
        assert row[9] == json.loads(files[paths.search_pointer(township)])["version"]
        assert rows_of(files, township)[row[10]][7] == [[township, duty, row[7][0][2]]]


def rows_of(files: dict[str, bytes], scope: str, kind: str = "r") -> list[Any]:
    """The rows of a scope's results, or what stands in other files of its, in their order."""
    own = scope_of(files, scope)
    return [row for number in range(len(own)) for row in plain(own.get(f"{kind}-{number}", []))]


@pytest.mark.parametrize("family", ["all", "yunyang/longjiao"])
def test_alike_results_stand_in_few_files(site: Path, family: str) -> None:
    """The rows of results are in the order of the vocabulary's topics, which has alike ones in a group."""
    groups = yaml.safe_load((CONTENT / "vocabulary/topics.yml").read_text("utf-8"))["groups"]
    places = {topic["id"]: place for place, topic in enumerate(topic for group in groups for topic in group["topics"])}
    files = sorted(index_of(site, family).glob("r-*.json"), key=lambda path: int(path.stem[2:]))
    rows = [row for path in files for row in plain(json.loads(path.read_bytes()))]
    if family == "all":
        topics = [row[4][0][0] for row in rows if row[4]]
    else:
        data = json.loads((site / paths.api_township(family)).read_bytes())
        first = {item["id"]: item["topics"][:1] for one in data["lists"] for item in one["items"]}
        topics = [topic for row in rows for topic in first[row[7][0][1]]]
    assert len(topics) > 100
    assert topics == sorted(topics, key=places.__getitem__)


# Two townships: one matter of both under another category and department, one of the first alone.
_HERDS = Case(
    "",
    "",
    (
        Item("放羊", "圈养。", "县畜牧局", "民生服务", "牧业"),
        Item("放羊", "散养。", "市草原局", "文化旅游", town=2),
        Item("养鸡", department="畜牧局", kind=ListKind.RECLAIMED),
    ),
    (),
    synonyms=(("看羊", "圈养"), ("牛倌 羊倌", "散养 放羊")),
    topics=(("牧业", "㿾"),),
)


def test_a_matter_has_what_any_of_its_duties_has() -> None:
    """Filters find it by every township, category and department; reasons are any duty's; its texts are the first's."""
    files = index_files(content_of([_HERDS]))
    folder = json.loads(files[paths.search_pointer("case-0/town-1")])["version"]
    for scope in ("case-0", "all"):
        reclaimed, matter, *_ = rows_of(files, scope)
        assert matter == [
            *("放羊", "cooperative", "民生服务"),
            ["assist", "镇里配合", "由县畜牧局负责，1镇配合。"],
            [["牧业".encode().hex(), "牧业"]],
            [["d0", "县畜牧局"]],
            2,
            [["case-0/town-1", "c-001", 0], ["case-0/town-2", "c-001", 0]],
            # in the name, then in texts
            [["放羊", "C"], ["圈养", "B"], ["散养", "C"]],
            *(folder, 1),
        ]
        assert reclaimed[1:3] == ["reclaimed", "民生服务"]
        facets = scope_of(files, scope)["f-0"]
        assert facets["departments"][:2] == ["畜牧局", "草原局"]  # without their level
        assert facets["categories"][:2] == [["民生服务"], ["民生服务", "文化旅游"]]
        assert facets["townships"] == [[0, 0], [0, 1]]
        assert facets["rows"][:2] == [[0, 2, 0, 0], [1, 1, 1, 0, 1]]
    assert scope_of(files, "case-0/town-2")["f-0"]["townships"] == [[]]
    # Within a township topics have no place in what every search fetches: the pointer tells them.
    assert [row[4] for row in rows_of(files, "case-0/town-1")] == [[]] * len(rows_of(files, "case-0/town-1"))
    assert ["牧业".encode().hex(), "牧业"] in scope_of(files, "vocabulary")["n"]
    assert rows_of(files, "case-0/town-1", "x")[:2] == [[], ["圈养。"]]
    assert rows_of(files, "case-0/town-2", "x")[0] == ["散养。"]
    assert json.loads(files[paths.search_pointer("case-0")])["townships"] == ["case-0/town-1", "case-0/town-2"]


def test_matters_of_several_counties_are_one() -> None:
    """With the townships of both by their numbers over all, and reasons, categories and departments of either."""
    one = replace(_HERDS, items=_HERDS.items[:1])
    other = replace(_HERDS, items=(replace(_HERDS.items[1], town=1),), synonyms=(), topics=())
    files = index_files(content_of([one, other]))
    matter = next(row for row in rows_of(files, "all") if row[0] == "放羊")
    assert matter[6:9] == [
        2,
        [["case-0/town-1", "c-001", 0], ["case-1/town-1", "c-001", 0]],
        [["放羊", "C"], ["圈养", "B"], ["散养", "C"]],
    ]
    facets = scope_of(files, "all")["f-0"]
    assert facets["townships"][:2] == [[0, 1]]
    assert facets["categories"][0] == ["民生服务", "文化旅游"]
    # What one county alone leads to leads to the same matter: 看羊 and 羊倌 are its entries, of which it has the surer.
    lead_files = [file for name, file in scope_of(files, "all").items() if name.startswith("e-")]
    leads = {number: row for file in lead_files for number, row in lead_rows(file["entries"])}
    assert [leads[number][:2] for number in (1, 2)] == [[1, 0], [1, 0]]


def test_over_all_is_the_same_as_within_a_county_alone() -> None:
    """The terms of a single county's townships weigh the same over all, and the same leads to them.

    But where more than a few lead from a term: over all that is put together already.
    """
    items = [Item(f"巡逻{at:02}", "联防。", "公安局", topic="治安", town=1 + at % 5) for at in range(10)]
    items += [Item(f"杂务{at:02}", town=1 + at % 5) for at in range(60)]
    case = Case(
        "", "", items, (), [("看门 放哨 站岗", "巡逻"), ("看门", "联防"), ("看门", "公安")], [("治安", "看门 贼")]
    )
    files = index_files(content_of([case]))
    county, every = scope_of(files, "case-0"), scope_of(files, "all")

    def joined(own: dict[str, Any], kind: str, part: str) -> dict[str, Any]:
        read = {"terms": term_rows, "words": word_rows}.get(part, lead_rows)
        return {
            term: row for name, file in own.items() if name.startswith(f"{kind}-") for term, row in read(file[part])
        }

    for part in ("entries", "topics"):
        assert joined(county, "e", part) == joined(every, "e", part) != {}
    own, words = joined(every, "t", "terms"), joined(every, "t", "words")
    several = own.keys() - joined(county, "t", "terms").keys()
    assert several == {"看门"}
    assert {term: row for term, row in own.items() if term not in several} == joined(county, "t", "terms") != {}
    vocabulary = scope_of(files, "vocabulary")
    assert {term: row for term, row in joined(vocabulary, "w", "words").items() if term not in several} == {
        term: row for term, row in words.items() if term not in several
    }
    assert words["看门"][2:] == [[], [], -1]
    assert rows_of(files, "case-0") == rows_of(files, "all")


def test_a_result_names_so_many_duties_topics_departments_and_reasons() -> None:
    """Of very many the first eight, and three; how many duties there are in all is said."""
    herds = [
        Item("放羊", department=f"县{one}局", topic=one, town=at) for at, one in enumerate("甲乙丙丁戊己庚辛壬", 1)
    ]
    many = Item("养甲乙丙丁戊", department="县甲局 县乙局 县丙局 县丁局", topic="甲 乙 丙 丁")
    case = Case(
        "",
        "",
        (*herds, many),
        (),
        [("说法", "养甲 甲乙 乙丙 丙丁 丁戊")],
        [(one, "㿾") for one in "甲乙丙丁戊己庚辛壬"],
    )
    by_name = {row[0]: row for row in rows_of(index_files(content_of([case])), "all")}
    assert by_name["放羊"][6] == 9
    assert [member[0][-1] for member in by_name["放羊"][7]] == list("12345678")
    assert [name for _, name in by_name["养甲乙丙丁戊"][4]] == ["甲", "乙", "丙"]
    assert [name for _, name in by_name["养甲乙丙丁戊"][5]] == ["县甲局", "县乙局", "县丙局"]
    assert by_name["养甲乙丙丁戊"][8] == [["丁戊", "B"], ["丙丁", "B"], ["乙丙", "B"]]


def begins_of(files: Iterable[str], kind: str) -> list[int]:
    """The places at which the files of a kind begin, by their names."""
    return sorted(int(name[2:]) for name in files if name.startswith(f"{kind}-"))


def summed(steps: str) -> list[int]:
    """A column of steps, added up."""
    return [*accumulate(numbers_of(steps))]


def test_what_every_search_must_know() -> None:
    """meta.json: the cuts, fillers longest first, the traditional characters that GB 2312 has and others apart."""
    case = Case("", "", (Item("干旱，征兵，医疗dna"),), (), fillers=("怎么", "怎么办"))
    files = index_files(content_of([case]))
    meta = json.loads(files[paths.SEARCH_META])
    every, vocabulary = scope_of(files, "all"), scope_of(files, "vocabulary")
    size, terms, further, leads, rows = meta["all"][1:]
    assert size == sum(len(file) for name, file in every.items() if name.startswith("r-"))
    assert {kind: begins_of(every, kind) for kind in "tu"} == {"t": summed(terms), "u": summed(further)}
    assert leads == sum(name.startswith("e-") for name in every)
    assert meta["sounds"] == sum(name.startswith("s-") for name in every)
    assert summed(meta["words"]) == begins_of(vocabulary, "w")
    assert (rows, meta["texts"], meta["facets"]) == (24, 512, 512)
    assert (meta["entries"], meta["topics"]) == (1, 1)
    assert (meta["worths"], meta["reclaimed"]) == ([1.0, 0.45, 0.3, 0.8, 0.15], 0.85)
    assert (meta["asked"], meta["called"]) == (11.0, 11.0)
    assert meta["letters"] == "d"
    assert meta["fillers"] == ["怎么办", "怎么"]
    assert meta["lists"] == {"basic": "基本履职", "cooperative": "配合履职", "reclaimed": "上级部门收回"}
    assert meta["characters"] == {"乾": "干", "徵": "征"}
    late = dict(zip(*every["characters"], strict=True))
    assert late["醫"] == "医"
    assert "囍" not in late  # nothing here has its plain form
    assert not late.keys() & meta["characters"].keys()
    assert list(files)[-1] == paths.SEARCH_META
    assert meta["assets"] == json.loads(files[paths.search_pointer("case-0/town-1")])["assets"] == ASSETS


def weighed_of(counts: Sequence[dict[str, float]], boost: float) -> Weighed:
    """The postings of documents of a single field."""
    terms = Terms()
    entries = Entries.of([[terms.field(one)] for one in counts])
    norms = [Norms.of(entries.lengths(len(counts), 1)[:, 0], np.ones(len(counts)), boost)]
    words = terms.words()
    kinds = np.array([WORTHS.index(0.8) if len(word) == 1 else 0 for word in words])
    return Weighed(words, kinds, entries.postings(norms))


def test_rows_of_terms() -> None:
    """What a term tells, in how many fields it is, steps and weights; the heaviest first, further ones apart."""
    counts: list[dict[str, float]] = [
        {"养老": 9, "老": 9}, {"养老": 5}, {"养老": 3}, {"养老": 1}, {"打井": 1}, {"养老": 2, "老": 9}, {"老": 9},
    ]  # fmt: skip
    weighed = weighed_of(counts, 100.0)
    rows = {
        term: (row, further) for term, row, further in shards.term_rows(weighed, 7, Tiers(first=2, more=4, leads=1))
    }
    postings = weighed.postings
    place = weighed.terms.index("养老")
    start = int(postings.starts[place])
    own = {
        int(postings.documents[at]): graded(10 * float(postings.weights[at]))
        for at in range(start, start + int(postings.counts[place]))
    }
    most, next_most, third, fourth, lightest = sorted(own, key=lambda one: -own[one])
    first, second = sorted((most, next_most))
    third, fourth = sorted((third, fourth))
    assert rows["养老"] == (
        [0, -5, first, own[first], second - first, own[second]],
        [third, own[third], fourth - third, own[fourth]],
    )
    assert lightest not in (first, second, third, fourth)
    # A lone character has no further ones.
    assert (rows["老"][0][:2], len(rows["老"][0]), rows["老"][1]) == ([3, -3], 6, [])
    assert rows["打井"][0][:3] == [0, 1, 4]
    # Where a township is small by itself every document stands in the first file.
    [own_row] = [row for term, row, _ in shards.term_rows(weighed, 7, None) if term == "养老"]
    assert (own_row[1], len(own_row)) == (5, 2 + 2 * 5)


def test_light_documents_are_left_out() -> None:
    """Common words that a long text mentions once; but of a rare word none is."""

    def kept(count: int) -> int:
        weighed = weighed_of([{"核桃": 1}] * count + [{"打井": 1}] * 20, 1.5)
        return sum(
            (len(row) - 2) // 2 for term, row, _ in shards.term_rows(weighed, count + 20, None) if term == "核桃"
        )

    assert (kept(8), kept(9)) == (8, 0)


def test_leads_to_the_heaviest_documents() -> None:
    """By entry and by topic: in all so many, then the heaviest of them, by their numbers."""
    documents = [
        docs.Document({}, {3: sure}, (topic,), 1.0, is_reclaimed)
        for sure, topic, is_reclaimed in ((0.2, 1, False), (1.0, 0, True), (0.5, 1, False))
    ]
    lengths = Lengths(np.zeros((3, 4)), np.ones(3), np.array([1.0, 4, 1]), np.ones(3), np.array([0, 1, 0]))
    rows = Leads.of(documents).rows(lengths, 2)
    weigh = {sure: graded(10 * boost * 8 * 2.2 * sure / (1.2 + sure)) for sure, boost in ((1.0, 0.85), (0.5, 1.0))}
    assert rows.entries == {3: [3, 1, weigh[1.0], 1, weigh[0.5]]}
    norm = [graded(10 * 1.2 * (0.25 + 0.75 * length / 2)) for length in (1, 4)]
    # What was taken back has the sign of it.
    assert rows.topics == {0: [1, 1, -norm[1], graded(12)], 1: [2, 0, norm[0], graded(12), 2, norm[0], graded(12)]}


def test_heaviest_weights_say_how_likely_a_term_is() -> None:
    """The sums of each term's greatest weights, in whatever order its documents stand."""
    weighed = weighed_of([{"养老": 1}, {"养老": 9, "打井": 2}, {"养老": 4}], 1.0)
    own = sorted(weighed.postings.weights[:3].tolist(), reverse=True)
    assert own[0] > own[1] > own[2]
    for most in (1, 2):
        assert weighed.postings.heaviest(most)[0] == pytest.approx(sum(own[:most]))


def test_of_one_sound_the_word_that_is_in_most_others_is_the_likeliest() -> None:
    """However rare it is by itself: 低保 is in two other words, 地保 in none, so it is hardly meant."""
    words, longer = {"低保": 39, "地保": 40}, ["低保户", "吃低保"]
    (found,) = shards.sounds(words, speech.spoken(words), shards.parts([*words, *longer]), 1)
    assert found["db"] == found["di bao"] == [SoundRow("低保", "", 28), SoundRow("地保", "", 7)]


def test_a_word_that_people_ask_by_is_likelier_than_all_others() -> None:
    """However often another of its sound is in others: 高龄, not 高领."""
    words = {"高领": 90, "高龄": 2}
    (found,) = shards.sounds(words, speech.spoken(words), {"高领": 9}, 1, {"高龄"})
    assert [one.word for one in found["gao lin"]] == ["高龄", "高领"]
    asked, other = (one.weight for one in found["gao lin"])
    assert asked >= shards.LIKELY > other


def test_of_initials_the_likeliest_words_are_told_and_readings_where_they_are_others() -> None:
    """Of so many words a few; 银行 is not read as its characters are by themselves."""
    words = {f"{one}房": 20 + at for at, one in enumerate("围伪苇尾纬位味胃喂")}
    words["银行"] = 19
    (found,) = shards.sounds(words, speech.spoken(words), shards.parts(words), 1)
    assert [one.weight for one in found["wf"]] == [16, 15, 14, 13, 12, 11]
    assert found["yh"] == [SoundRow("银行", "yin hang", 7)]


def test_the_rarest_character_keeps_a_term() -> None:
    """The commonest characters by the vocabulary's different terms; of letters and digits the first."""
    rarity = Rarity.of(["老人", "人", "人民", "老年", "no1", "民兵"])
    assert rarity.common == "人民老兵年"
    assert [rarity.key(one) for one in ("老人", "人民", "人", "老龄人", "no1")] == ["老", "民", "人", "龄", "n"]


def test_characters_that_tell_nothing() -> None:
    """Words of any question are among them, of each kind; what a matter is named by is not."""
    empty = set(empty_characters())
    assert set("的不谁就有去") <= empty
    assert not set("水电路医老火") & empty


def test_filter_and_words_by_names_that_lists_do_not_print(crooked_catalogue: Catalogue, crooked: Read) -> None:
    """Categories are counted under the names that the page offers; departments are found by their full names."""
    files = counties_files(crooked_catalogue.counties, crooked.content)
    facets = [json.loads(text) for name, text in files.items() if "/f-" in name]
    assert {one for file in facets for several in file["categories"] for one in several} == {
        "党的建设", "卫生健康", "文化和旅游", "民生服务", "生态环保",
    }  # fmt: skip
    county, taken = next(
        (county, duty)
        for county in crooked_catalogue.counties
        for duty in duties_of(county)
        if [one.name for one in duty.mentions] == ["区医保局"]
    )
    maker = maker_of(county, crooked.content)
    terms = counted(maker.document(taken)[0].fields["departments"], maker.terms)
    assert {"医保", "医疗", "保障"} <= terms.keys()


def edited(content: Content, county_id: str, name: str) -> tuple[LinkedCounty, ...]:
    """The counties, with another name for one of a county's duties."""
    found = []
    for county in link(content).counties:
        if county.id == county_id:
            first = county.townships[0]
            lists = [
                replace(
                    one,
                    categories=tuple(
                        replace(own, duties=tuple(replace(duty, name=name) for duty in own.duties))
                        for own in one.categories
                    ),
                )
                if one.kind is ListKind.COOPERATIVE
                else one
                for one in first.lists
            ]
            county = replace(county, townships=(replace(first, lists=tuple(lists)), *county.townships[1:]))  # noqa: PLW2901
        found.append(county)
    return tuple(found)


def test_an_edit_renames_the_files_of_its_own_scopes_only() -> None:
    """Of the township, its county, and all; those of others and of the vocabulary stay, name and bytes."""
    cases = [replace(_HERDS, synonyms=(), topics=()), Case("", "", [Item("养蜂"), Item("养蚕", town=2)], ())]
    content = content_of(cases)
    before = index_files(content)
    after = counties_files(edited(content, "case-0", "放马"), content)
    meta = [json.loads(files[paths.SEARCH_META]) for files in (before, after)]
    assert (meta[0]["version"] == meta[1]["version"], meta[0]["vocabulary"] == meta[1]["vocabulary"]) == (False, True)
    changed = {name for name in before if before[name] != after.get(name)}
    folders = {json.loads(before[paths.search_pointer(one)])["version"] for one in ("case-0/town-1", "case-0")}
    folders |= {meta[0]["all"][0]}
    pointers = {paths.search_pointer("case-0/town-1"), paths.search_pointer("case-0"), paths.SEARCH_META}
    assert {name for name in changed if not name.startswith(tuple(map(paths.search_folder, folders)))} == pointers
    assert not {name for name in after if name in before and before[name] != after[name]} - pointers


def test_a_change_that_only_a_township_shows_makes_another_version_of_all(demo: Read) -> None:
    """Even of a text that no file over all townships has: a page that has the old version asks anew."""
    content = demo.content
    counties = link(content).counties
    [county] = counties
    last = county.townships[-1]
    other = replace(last, lists=last.lists[:-1])
    changed = (replace(county, townships=(*county.townships[:-1], other)),)
    versions = [json.loads(counties_files(own, content)[paths.SEARCH_META])["version"] for own in (counties, changed)]
    assert versions[0] != versions[1]


def test_scripts_of_another_build_change_the_pointers_alone(demo: Read) -> None:
    """The files stay where they are."""
    [county] = link(demo.content).counties
    wording = Wording(vocabulary_of(demo.content))
    one, other = (dict(CountySearch(county, wording, assets).files) for assets in ("a", "b"))
    assert {name for name in one if one[name] != other[name]} == {name for name in one if "/scopes/" in name} != set()
    assert one.keys() == other.keys()


def test_terms_of_ever_more_counties_take_no_more_room() -> None:
    """Of terms asked about long ago it is found out again what they tell, and under which character they stand."""
    lexicon, rarity = Lexicon(["甲乙"], []), Rarity("乙")
    for number in range(REMEMBERED + 1000):
        lexicon.worth(f"a{number}")
        rarity.key(f"a{number}")
    for asked in (lexicon.worth, rarity.key):
        assert asked.cache_info().currsize == REMEMBERED
    assert (lexicon.worth("甲乙"), rarity.key("甲乙")) == (1.0, "甲")


def test_a_part_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Blobs of any length, each by its name."""
    file = tmp_path / "one.part"
    blobs = [("words", b'["\xe5\x85\xbb"]'), ("numbers", np.array([1, 2**40], "<i8").tobytes()), ("none", b"")]
    file.write_bytes(packed(blobs))
    part = CountyPart(file)
    assert (part.strings("words"), part.ints("numbers").tolist(), bytes(part.blob("none"))) == (["养"], [1, 2**40], b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system says how much of a file is in memory")
def test_what_was_read_of_a_part_need_not_stay_in_memory(tmp_path: Path) -> None:
    """It is given back, and read again when it is asked for."""
    file = tmp_path / "one.part"
    file.write_bytes(packed([("rows", b"x" * 300_000)]))
    part = CountyPart(file)
    assert (bytes(part.blob("rows")), _in_memory(file) >= 300_000) == (b"x" * 300_000, True)
    part.give_back()
    assert _in_memory(file) == 0
    assert bytes(part.blob("rows")) == b"x" * 300_000


def _in_memory(file: Path) -> int:
    """How many bytes of a file this process has in its memory."""
    rest = Path("/proc/self/smaps").read_text("utf-8").partition(f"{file}\n")[2]
    found = re.search(r"^Rss: +(\d+) kB$", rest, re.MULTILINE)
    assert found
    return 1024 * int(found[1])


def test_over_all_is_the_same_by_other_processes(demo: Read, tmp_path: Path) -> None:
    """Whoever puts the parts of the terms together."""
    from concurrent.futures import ThreadPoolExecutor

    [county] = link(demo.content).counties
    wording = Wording(vocabulary_of(demo.content))
    part = tmp_path / "one.part"
    part.write_bytes(CountySearch(county, wording, ASSETS).part())
    with ThreadPoolExecutor(2) as executor:
        assert list(everywhere([part], wording, ASSETS, executor)) == list(everywhere([part], wording, ASSETS))


def test_topics_without_duties_are_part_of_the_vocabulary(demo: Read) -> None:
    """What is kept of the vocabulary does not depend on which duties there are."""
    topics = (TopicGroup(name="主题", topics=(Topic(id="a", name="甲乙", about="甲", asks=("放羊",), match=("无",)),)),)
    own = Wording(replace(vocabulary_of(demo.content), topic_groups=topics))
    assert {term: word.topics for term, word in own.words.items() if word.topics} == {
        term: ((0, asked, called),)
        for term, asked, called in (("甲乙", 0, 1), ("放羊", 1, 0), ("放", 1, 0), ("羊", 1, 0))
    }


def test_a_word_for_what_no_list_carries_leads_nowhere() -> None:
    """Though everyday words and questions have it by the way; but for one that is an everyday word itself."""
    synonyms = (Synonym(say=("护照式", "征信"), means=("党员手册",)), Synonym(say=("护照 党员",), means=("党员手册",)))
    topics = (TopicGroup(name="主题", topics=(Topic(id="a", name="甲", about="甲", asks=("护照",), match=("无",)),)),)
    matters = (
        ElsewhereMatter(name="信用报告", say=("征信",), ask="银行", do="去银行。"),
        ElsewhereMatter(
            name="护照",
            say=("护照",),
            brief=("出国", "手册"),
            ask="窗口",
            kind="police",
            do="去窗口。",
            call=("12367", "12399"),
        ),
    )
    content = Content(
        topic_groups=topics,
        vocabulary=Vocabulary(synonyms, elsewhere=matters),
        references=ReferenceFile(hotlines=(HotlineName(number="12367", name="移民热线"),)),
    )
    own = Wording(content)
    assert (own.words["护照"], own.words["征信"]) == (WordRow(0, -1, (), (), 2), WordRow(0, 0, (0,), (), 0))
    assert {term for term, word in own.words.items() if word.elsewhere >= 0} == {"护照", "征信", "出国", "手册"}
    # Those of brief queries lead where they did.
    assert (own.words["出国"], own.words["手册"].elsewhere) == (WordRow(0, -1, (), (), 3), 3)
    assert own.elsewhere == [
        ElsewhereRow("信用报告", "银行", "", "去银行。", ()),
        ElsewhereRow("护照", "窗口", "police", "去窗口。", (HotlineRow("12367", "移民热线"),)),
    ]


def test_characters_lean_to_what_no_list_carries() -> None:
    """By their parts of the words for that and of the everyday ones, each word once; one more of both is assumed."""
    found = leans(("护照", "护发", "签证证"), ("低保", "养老保险", "护林", "发证", "保保", "老人"))
    assert list(found) == sorted("护照发签证低保养老险林人")
    assert found["照"] == math.log(2)
    assert found["护"] == math.log((1 + 2) / (1 + 1 * 3 / 6))
    assert found["证"] == math.log((1 + 1) / (1 + 1 * 3 / 6))
    assert found["保"] == math.log(1 / (1 + 3 * 3 / 6))
    assert not leans((), ("低保",))["低"]
    assert leans(("护照",), ())["护"] == math.log(2)


def test_a_word_for_what_no_list_carries_is_told_in_every_scope(demo: Read) -> None:
    """Over all townships it stands beside the duties' terms, within a township in the vocabulary's own files."""
    files = index_files(demo.content)
    for scope, kind in (("all", "t"), ("vocabulary", "w")):
        own = scope_of(files, scope)
        rows = dict(row for name, file in own.items() if name[:2] == f"{kind}-" for row in word_rows(file["words"]))
        assert {term: rows[term][4] for term in ("公积金", "学区")} == {"公积金": 0, "学区": 2}
        begins = sorted(int(name[2:]) for name in own if name[:2] == f"{kind}-")
        begin = max(one for one in begins if one <= place_of("学"))
        lean = own[f"{kind}-{begin}"]["words"][-1][place_of("学") - begin]
        assert lean != columns.DIGITS[9]
    [fund, _] = scope_of(files, "vocabulary")["o-0"]
    assert fund == [
        "住房公积金",
        "住房公积金管理中心",
        "housing-and-construction",
        "缴存、提取、贷款，到住房公积金管理中心的窗口办。",
        [["12329", "住房公积金热线"]],
    ]


def test_whom_to_ask_in_a_scope(crooked: Read) -> None:
    """Of the kinds that matters ask for a county's departments, over all the kinds; of a township how it is reached."""
    files = index_files(crooked.content)
    scopes = ("all", "ren", "ren/zi", "gui/hai", "gui/xu")
    found = {scope: scope_of(files, scope)["f-0"]["desks"][0] for scope in scopes}
    both = [["departments/ren/zhujianju/", "旗住建局"], ["departments/ren/chengguanju/", "旗城管局"]]
    none: list[Any] = [[], "", ""]
    assert found == {
        "all": {"kinds": {"construction": [["department-kinds/construction/", "住房城建"]]}, "contact": none},
        "ren": {"kinds": {"construction": both}, "contact": none},
        "ren/zi": {
            "kinds": {"construction": both},
            "contact": [[["0470-8765432", "0470-8765432"]], "每天 0:00–24:00", "2025-07-15"],
        },
        "gui/hai": {"kinds": {}, "contact": [[], "", "2025-03-31"]},
        "gui/xu": {"kinds": {}, "contact": none},
    }


def test_phrases_are_said_several_times() -> None:
    """Words of the dictionary or two words put together; names count twice; not what is cut across words."""
    lexicon = Lexicon(["土地流转", "办土地流转", "流转合同"], [])
    own = Counter(chain.from_iterable(phrases.phrases_of(lexicon.own, lexicon)))
    (name,) = phrases.phrases_of(["土地流转合同"], lexicon)
    assert phrases.phrases([name], own) == {"土地流转": 4, "流转合同": 3}


def test_phrases_are_looked_up_as_a_browser_reads_them() -> None:
    """By their first two and last two characters, those that sound alike as one; not by what it cannot read."""
    assert speech.by_sounds(["土地流转", "宅基地", "囹圄"]) == {
        "tu di": ["土地流转"],
        "liu zuan": ["土地流转"],
        "zai ji": ["宅基地"],
        "ji di": ["宅基地"],
    }


def test_ordinary_words_are_those_that_a_word_could_be_taken_for() -> None:
    """With a character in common, at the same place; 地堡 is none of 低保, of which it has no character."""
    ordinary = speech.by_sounds(["低暴", "地堡", "正兵", "取消", "低保"])
    assert phrases.alike(["低保", "征兵"], ordinary) == {"di bao": ["低暴"], "zen bin": ["正兵"]}
    assert "取消" in speech.characters().ordinary["qu xiao"]


def lettered(say: Sequence[str], asks: Sequence[str] = (), weak: Sequence[str] = ()) -> LetterFile:
    """The file of letters of a vocabulary with an entry, a topic, and 公积金 as what no list carries."""
    topic = Topic(id="a", name="甲", about="甲", asks=tuple(asks), match=("无",))
    away = ElsewhereMatter(name="公积金", say=("公积金",), brief=("护照",), ask="管理中心", do="打电话。")
    vocabulary = Vocabulary((Synonym(say=tuple(say), means=("最低生活保障",)),), weak=tuple(weak), elsewhere=(away,))
    return letter_file(Wording(Content(vocabulary=vocabulary, topic_groups=(TopicGroup(name="组", topics=(topic,)),))))


def test_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pairs that letters have oftenest and all characters, with what they lead to; other words, and what is away.

    Not weak words, nor pairs across two words, nor what begins a word of brief queries.
    """
    monkeypatch.setattr(letters, "PAIRS", 1)
    file = lettered(["困难", "低保", "吃低保", "穷", "去年"], weak=["去年"])
    rows = dict(word_rows(file["words"]))
    assert rows.keys() == {"困难", "穷", "甲"}
    assert rows["困难"] == [0, 0, [0], [], -1]
    assert file["filters"] == [shards.bloom(["公积"], 8), shards.bloom(["低保"], 6)]


def test_letters_are_made_anew_where_weak_words_change() -> None:
    """What is kept of a vocabulary is found by the digest of all that it is made of."""
    keys = {Wording(Content(vocabulary=Vocabulary(weak=weak))).key for weak in ((), ("去年",), ("去年", "今年"))}
    assert len(keys) == 3


def test_letters_leave_out_pairs_across_two_words() -> None:
    """保困 of 低保困难 stands there by chance."""
    words = [word for word, _ in word_rows(lettered(["无"], ["低保困难"])["words"]) if len(word) > 1]
    assert sorted(words) == ["低保", "困难"]


def test_letters_leave_out_characters_that_lead_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """They say nothing; a pair may."""
    monkeypatch.setattr(letters, "MOST", 0)
    assert dict(word_rows(lettered(["低保", "穷"])["words"])).keys() == {"低保"}


@pytest.mark.parametrize(
    ("say", "asks", "first"),
    [
        pytest.param(["坟头", "工作"], (), "工作", id="any text has it oftener"),
        pytest.param(["坟地", "坟头", "迁坟头"], (), "坟头", id="more phrases have it"),
        pytest.param(["坟地", "坟头"], ["坟头"], "坟头", id="it leads to more"),
    ],
)
def test_letters_have_first_what_is_said_oftenest(
    monkeypatch: pytest.MonkeyPatch, say: Sequence[str], asks: Sequence[str], first: str
) -> None:
    """By how often any text has a word, how many everyday phrases, and how much it leads to."""
    monkeypatch.setattr(letters, "PAIRS", 1)
    assert [word for word, _ in word_rows(lettered(say, asks)["words"]) if len(word) > 1] == [first]


def test_leads_of_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of entries what is not far lighter than the heaviest, of topics the shortest fields; so many of each."""
    monkeypatch.setattr(shards, "OF_LETTERS", 2)
    entries = {0: [4, 1, 40, 2, 60, 1, 30, 1, 50], 1: [1, 7, 3]}
    topics = {2: [3, 0, 12, 9, 5, -30, 8, 1, 11, 7]}
    file = shards.letter_leads(LeadRows(entries, topics))
    led, asked = dict(lead_rows(file["entries"])), dict(lead_rows(file["topics"]))
    # Of 40, 60, 30 and 50 the two heaviest; how many there are is still told.
    assert [led[0][0], *accumulate(led[0][1::2])] == [4, 3, 5]
    assert [led[1][0], *accumulate(led[1][1::2])] == [1, 7]
    # Of 12, 30 and 11 the two shortest.
    assert [asked[2][0], *accumulate(asked[2][1::3])] == [3, 0, 6]
    monkeypatch.setattr(shards, "OF_LETTERS", 9)
    # 30 is lighter than 0.55 × 60, whatever there is place for.
    led = dict(lead_rows(shards.letter_leads(LeadRows(entries, topics))["entries"]))
    assert [*accumulate(led[0][1::2])] == [1, 3, 5]


def test_long_phrases_with_a_word_for_what_no_list_carries_are_terms() -> None:
    """快递进村 is what the lists say, for it is longer than 快递; others of four characters are not kept whole."""
    synonyms = (Synonym(say=("快递进村", "货车进村"), means=("寄递物流",)),)
    away = ElsewhereMatter(name="快递", say=("快递",), ask="快递公司", do="打电话。")
    words = Wording(Content(vocabulary=Vocabulary(synonyms, elsewhere=(away,)))).words
    assert (words["快递进村"].says, words["快递进村"].entries) == (0, (0,))
    assert "货车进村" not in words
