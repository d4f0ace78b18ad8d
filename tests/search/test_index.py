"""The index of the search: its terms, its weights, which are lunr's, its files, and that every duty is in it."""

import json
import re
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest
import yaml
from lunr.builder import Builder

from generator.link.catalogue import Catalogue
from generator.model import ListKind, Synonym
from generator.search import documents as docs
from generator.search import pinyin, shards
from generator.search.index import index
from generator.search.text import Lexicon, empty_characters, normalise
from generator.search.weights import Document, Field, Terms, postings
from support.places import CONTENT
from support.ranking import Case, Item, catalogue_of
from support.search import index_of


def counted(field: Field, terms: Terms) -> dict[str, float]:
    """A field's terms with how often they occur."""
    return dict(zip(terms.words(field.terms), field.counts.tolist(), strict=True))


def test_weights_are_lunrs(catalogue: Catalogue) -> None:
    """On the demo content every weight is the sum of lunr's own field vectors."""
    boosts = {name: boost for name, boost in docs.BOOSTS.items() if name != "everyday"}  # counts there are fractions
    maker = docs.DocumentMaker(catalogue)
    made = [maker.document(duty)[0] for township in catalogue.townships for duty in township.duties]
    documents = [Document({name: one.fields[name] for name in boosts}) for one in made]
    builder = Builder()
    builder.ref("id")
    for name, boost in boosts.items():
        builder.field(name, boost=boost)
    for number, one in enumerate(documents):
        fields = {
            name: [term for term, often in counted(field, maker.terms).items() for _ in range(int(often))]
            for name, field in one.fields.items()
        }
        builder.add({"id": str(number), **fields})
    builder.build()
    terms = {entry["_index"]: term for term, entry in builder.inverted_index.items()}
    expected: dict[tuple[str, int], float] = {}
    for reference, vector in builder.field_vectors.items():
        number = int(str(reference).split("/")[-1])
        for at in range(0, len(vector.elements), 2):
            key = terms[vector.elements[at]], number
            expected[key] = expected.get(key, 0) + vector.elements[at + 1]

    actual = {
        (term, number): weight
        for term, numbers, weights in postings(documents, maker.terms, boosts)
        for number, weight in zip(numbers, weights, strict=True)
    }

    assert actual == pytest.approx(expected, abs=0.01)


def test_shards_do_not_grow_with_the_townships() -> None:
    """A term that twenty times as many documents have makes no larger first file."""
    lexicon = Lexicon(["养老服务"], [])

    def largest(documents: int) -> int:
        terms = Terms()
        own = [Document({"name": terms.field(lexicon.counts("养老服务"))})] * documents
        cuts = shards.Cuts(terms=64, further=4, first=16, more=64)
        found = shards.files(postings(own, terms, {"name": 8.0}), cuts, shards.Keys([]), {})
        return max(len(text) for name, text in found if name.startswith("t-"))

    assert largest(2000) < 1.3 * largest(100)


def test_same_matter_of_several_townships_is_one_document(catalogue: Catalogue) -> None:
    """Duties of one list with one name are one matter; of another list they are another."""
    first = catalogue.townships[0].duties[0]
    other = replace(first, township=replace(first.township, id="jia/yi"))
    listed = replace(first, kind=next(kind for kind in type(first.kind) if kind is not first.kind))
    collector, terms = docs.MatterCollector(), Terms()
    for duty, counts in ((first, {"甲": 1, "乙": 2}), (other, {"乙": 1, "丙": 1}), (listed, {"甲": 1})):
        collector.add(docs.Member(duty, 0), Document({"name": terms.field(counts)}))
    matters = collector.matters(docs.DocumentMaker(catalogue))
    found = [(len(one.members), counted(one.document.fields["name"], terms)) for one in matters]
    assert found == [(2, {"甲": 1, "乙": 2, "丙": 1}), (1, {"甲": 1})]


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
def test_everyday_words_lead_to_their_official_ones(official: str, catalogue: Catalogue) -> None:
    """Whatever an official word begins with: characters, digits or a bracket."""
    vocabulary = replace(catalogue.vocabulary, synonyms=(Synonym(say=("找人管",), means=(official,)),))
    one = catalogue.townships[0].duties[0]
    duty = replace(one, name=f"做好{official}工作")
    other = replace(catalogue, vocabulary=vocabulary)
    maker = docs.DocumentMaker(other)
    assert "找人管" in counted(maker.document(duty)[0].fields["everyday"], maker.terms)


def test_readings_cover_the_common_characters() -> None:
    """The table has a reading for each character, in the browser's order, and the right ones."""
    table = "".join(
        f"{syllable}," * int(count) for syllable, count in re.findall(r"([a-z]+)(\d+)", pinyin.readings())
    ).split(",")[:-1]
    characters = pinyin.common_characters()
    assert len(table) == len(characters) == 3755
    assert {char: table[characters.index(char)] for char in "医保危房低养"} == {
        "医": "yi", "保": "bao", "危": "wei", "房": "fang", "低": "di", "养": "yang",
    }  # fmt: skip


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


def test_demo_index_has_every_duty(catalogue: Catalogue) -> None:
    """Every duty stands in its township's rows, and its matter in the rows over all townships."""
    files = dict(index(catalogue))
    rows = {name: json.loads(text) for name, text in files.items() if re.search(r"/r-\d+\.json$", name)}
    for township in catalogue.townships:
        own = [row for name, chunk in rows.items() if name.startswith(f"{township.head.id}/") for row in chunk]
        assert sorted(row[7][0][1] for row in own) == sorted(duty.id for duty in township.duties)
        passages = [text for name, text in files.items() if re.search(rf"^{township.head.id}/x-\d+\.json$", name)]
        texts = [one for chunk in passages for one in json.loads(chunk)]
        by_id = {duty.id: duty for duty in township.duties}
        assert texts == [list(docs.sentences(by_id[row[7][0][1]])) for row in own]
    matters = [row for name, chunk in rows.items() if name.startswith("all/") for row in chunk]
    everywhere = [tuple(one[:2]) for row in matters for one in row[7]]
    assert sorted(everywhere) == sorted((duty.township.id, duty.id) for t in catalogue.townships for duty in t.duties)


@pytest.mark.parametrize("family", ["all", "yunyang/longjiao"])
def test_alike_results_stand_in_few_files(site: Path, family: str) -> None:
    """The rows of results are in the order of the vocabulary's topics, which has alike ones in a group."""
    groups = yaml.safe_load((CONTENT / "vocabulary/topics.yml").read_text("utf-8"))["groups"]
    places = {topic["id"]: place for place, topic in enumerate(topic for group in groups for topic in group["topics"])}
    files = sorted(index_of(site, family).glob("r-*.json"), key=lambda path: int(path.stem[2:]))
    topics = [row[4][0][0] for path in files for row in json.loads(path.read_bytes()) if row[4]]
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
    files = {name: json.loads(text) for name, text in index(catalogue_of([_HERDS]))}
    reclaimed, matter, *_ = files["case-0/r-0.json"]
    assert matter == [
        *("放羊", "cooperative", "民生服务"),
        ["assist", "镇里配合", "由县畜牧局负责，1镇配合。"],
        [["牧业".encode().hex(), "牧业"]],
        [["d0", "县畜牧局"]],
        2,
        [["case-0/town-1", "c-001", 1, 1], ["case-0/town-2", "c-001", 1, 0]],
        # in the name, then in texts
        [["放羊", 2], ["圈养", 1], ["散养", 2]],
    ]
    assert reclaimed[1:3] == ["reclaimed", "民生服务"]
    for family in ("case-0", "all"):
        facets = files[f"{family}/f-0.json"]
        assert facets["departments"][:2] == ["畜牧局", "草原局"]  # without their level
        assert facets["categories"][:2] == [["民生服务"], ["民生服务", "文化旅游"]]
        assert facets["townships"] == [[0, 0], [0, 1]]
        assert facets["rows"][:2] == [[0, 2, 0, 0], [1, 1, 1, 0, 1]]
    assert files["case-0/town-2/f-0.json"]["townships"] == [[]]
    assert files["case-0/town-1/x-0.json"][:2] == [[], ["圈养。"]]
    assert files["case-0/town-2/x-0.json"][0] == ["散养。"]


def test_a_result_names_so_many_duties_topics_departments_and_reasons() -> None:
    """Of very many the first eight, three and four; how many duties there are in all is said."""
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
    rows = [
        row for name, text in index(catalogue_of([case])) if re.search(r"^all/r-", name) for row in json.loads(text)
    ]
    by_name = {row[0]: row for row in rows}
    assert [len(by_name["放羊"][place]) for place in (4, 5, 7)] == [1, 1, 8]
    assert by_name["放羊"][6] == 9
    assert [one[1] for one in by_name["养甲乙丙丁戊"][4]] == ["甲", "乙", "丙"]
    assert [one[1] for one in by_name["养甲乙丙丁戊"][5]] == ["县甲局", "县乙局", "县丙局"]
    assert by_name["养甲乙丙丁戊"][8] == [["丁戊", 1], ["丙丁", 1], ["乙丙", 1], ["养甲", 1]]


def test_what_every_search_must_know() -> None:
    """meta.json: the cuts, fillers longest first, the traditional characters that GB 2312 has and others apart."""
    case = Case("", "", (Item("干旱，征兵，医疗"),), (), fillers=("怎么", "怎么办"))
    files = {name: json.loads(text) for name, text in index(catalogue_of([case]))}
    meta = files["meta.json"]
    assert (meta["county"], meta["township"], meta["rows"], meta["facets"], meta["passages"]) == (
        *([1024, 64], [512, 0]),
        *(16, 512, 8),
    )
    assert meta["all"][0] == sum(name.startswith("all/t-") for name in files)
    assert meta["sounds"] == sum(name.startswith("sounds/") for name in files)
    assert meta["fillers"] == ["怎么办", "怎么"]
    assert meta["lists"] == {"basic": "基本履职", "cooperative": "配合履职", "reclaimed": "上级部门收回"}
    assert meta["characters"] == {"乾": "干", "徵": "征"}
    late = dict(zip(*files["characters.json"], strict=True))
    assert late["醫"] == "医"
    assert "囍" not in late  # nothing here has its plain form
    assert not late.keys() & meta["characters"].keys()
    assert list(files)[-1] == "meta.json"


def test_files_of_terms() -> None:
    """Importance, steps and weights, an entry; the heaviest documents first, further ones apart, the lightest not."""
    terms = Terms()
    counts = [{"养老": 9, "老": 9}, {"养老": 5}, {"养老": 3}, {"养老": 1}, {"打井": 1}, {"养老": 2, "老": 9}, {"老": 9}]
    documents = [Document({"name": terms.field(one)}) for one in counts]
    weighed = postings(documents, terms, {"name": 100.0})
    cuts = shards.Cuts(terms=1, further=1, first=2, more=4)
    files = {name: json.loads(text) for name, text in shards.files(weighed, cuts, shards.Keys([]), {"养老": 7})}
    expected = {term: dict(zip(numbers, weights, strict=True)) for term, numbers, weights in weighed}
    weight = {term: {number: round(one) for number, one in own.items()} for term, own in expected.items()}
    most, next_most, third, fourth, lightest = sorted(weight["养老"], key=lambda one: -weight["养老"][one])
    first, second = sorted((most, next_most))
    third, fourth = sorted((third, fourth))
    own = weight["养老"]
    assert files == {
        "t-0": {
            "养老": [-4, first, own[first], second - first, own[second], 7],
            # a lone character has no further ones
            "老": [8, 5, weight["老"][5], 1, weight["老"][6]],
            "打井": [17, 4, weight["打井"][4]],
        },
        "u-0": {"养老": [third, own[third], fourth - third, own[fourth]]},
    }
    assert lightest not in (first, second, third, fourth)


def test_heaviest_weights_say_how_likely_a_term_is() -> None:
    """The sums of each term's greatest weights, in whatever order its documents stand."""
    terms = Terms()
    counts = [{"养老": 1}, {"养老": 9, "打井": 2}, {"养老": 4}]
    weighed = postings([Document({"name": terms.field(one)}) for one in counts], terms, {"name": 1.0})
    own = {term: sorted(weights, reverse=True) for term, _, weights in weighed}
    for most in (1, 2):
        expected = [sum(own[term][:most]) for term in weighed.terms]
        assert weighed.heaviest(most).tolist() == pytest.approx(expected)
    assert own["养老"][0] > own["养老"][1] > own["养老"][2]


def test_of_one_sound_the_word_that_is_in_most_others_is_the_likeliest() -> None:
    """However rare it is by itself: 低保 is in two other words, 地保 in none, so it is hardly meant."""
    terms = Terms()
    counts = [{"低保": 1, "低保户": 1}, {"地保": 9, "吃低保": 1}, {"地保": 9}]
    weighed = postings([Document({"name": terms.field(one)}) for one in counts], terms, {"name": 10.0})
    most, least = sorted(
        (round(4 * log2(1 + sum(weights))) for term, _, weights in weighed if term in ("低保", "地保")), reverse=True
    )
    (found,) = shards.sounds(weighed, {"低保", "地保", "低保户", "吃低保"}, 1_000_000)
    assert (most, least) == (17, 16)
    assert found["db"] == ["低保", "di bao", most, "地保", "di bao", least // 2]


def test_characters_that_tell_nothing() -> None:
    """Words of any question are among them, of each kind; what a matter is named by is not."""
    empty = set(empty_characters())
    assert set("的不谁就有去") <= empty
    assert not set("水电路医老火") & empty


def test_filter_and_words_by_names_that_lists_do_not_print(crooked_catalogue: Catalogue) -> None:
    """Categories are counted under the names that the page offers; departments are found by their full names."""
    files = {name: json.loads(text) for name, text in index(crooked_catalogue)}
    own = {one for name, file in files.items() if "/f-" in name for several in file["categories"] for one in several}
    assert own == {"党的建设", "卫生健康", "文化和旅游", "民生服务", "生态环保"}
    maker = docs.DocumentMaker(crooked_catalogue)
    duties = (duty for town in crooked_catalogue.townships for duty in town.duties)
    taken = next(duty for duty in duties if [one.name for one in duty.mentions] == ["区医保局"])
    terms = counted(maker.document(taken)[0].fields["departments"], maker.terms)
    assert {"医保", "医疗", "保障"} <= terms.keys()
