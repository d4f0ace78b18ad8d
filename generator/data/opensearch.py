"""OpenSearch: the duties for a search engine on a server, where there are too many for a search in files.

    index.json              what `PUT /qingdan` takes: how texts are cut, and the fields
    duties/<county>.ndjson  what `POST /qingdan/_bulk` takes: two lines a duty, that of its id and that of its fields
    query.json              what `POST /qingdan/_search` takes, for an example of a query

The engine needs no plugin.  It cuts and weighs as our own search does (`search/documents.py`), as far as its own parts
can: pairs of characters, traditional forms as simplified ones, the same weights of the fields, the fillers of questions
left out, everyday words written into the duties that they mean, pinyin of the words.  What it has no part for stays
out: the words of the dictionary, the worth of a pair, slips of typing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from generator import paths
from generator.files import digest
from generator.link.catalogue import Catalogue, LinkedCounty, LinkedDuty
from generator.model import ListKind
from generator.search.documents import BOOSTS, DocumentMaker, sentences
from generator.search.pinyin import spoken
from generator.search.text import is_han, normalise, simplified
from generator.search.weights import K1, B

INDEX, QUERY = "index.json", "query.json"
# An everyday word of which a duty makes us as sure as this is what it is about; others are only mentioned.
_SURE = 0.5
_MENTIONED = 2.0
# As in our own search: what the town no longer does comes after what it does.
_RECLAIMED = 0.85
_EXAMPLE = "孤寡老人 补贴"


@dataclass(frozen=True)
class Entry:
    """A duty as the engine keeps it; the fields are those of `index.json`."""

    matter: str
    township: str
    county: str
    province: str | None
    place: str
    list: str
    number: int
    name: str
    category: str
    topics: Sequence[str]
    asks: Sequence[str]
    everyday: Sequence[str]
    mentioned: Sequence[str]
    departments: Sequence[str]
    department_ids: Sequence[str]
    text: Sequence[str]
    pinyin: Sequence[str]
    answer: str
    url: str


def files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """The files, county by county."""
    yield INDEX, orjson.dumps(index(catalogue.vocabulary.fillers), option=orjson.OPT_INDENT_2) + b"\n"
    yield QUERY, orjson.dumps(query(_EXAMPLE), option=orjson.OPT_INDENT_2) + b"\n"
    maker = _EntryMaker(catalogue)
    for county in catalogue.counties:
        yield f"duties/{county.id}.ndjson", b"".join(_lines(county, maker))


def _lines(county: LinkedCounty, maker: "_EntryMaker") -> Iterator[bytes]:
    for township in county.townships:
        for duty in township.duties:
            yield orjson.dumps({"index": {"_id": f"{township.head.id}/{duty.id}"}}, option=orjson.OPT_APPEND_NEWLINE)
            yield orjson.dumps(maker.entry(duty), option=orjson.OPT_APPEND_NEWLINE)


def index(fillers: Sequence[str]) -> dict[str, object]:
    """The settings and the fields of the index."""
    plain = {"char_filter": ["simplified"], "tokenizer": "standard"}
    # The longest first, as our own search leaves them out.
    longest_first = sorted({normalise(filler) for filler in fillers}, key=lambda one: (-len(one), one))
    keyword, number = {"type": "keyword"}, {"type": "integer"}
    searched = {"type": "text", "analyzer": "pairs", "search_analyzer": "question", "similarity": "as_in_files"}
    name = {**searched, "analyzer": "pairs_and_characters"}
    return {
        "settings": {
            "analysis": {
                "char_filter": {
                    "simplified": {
                        "type": "mapping",
                        "mappings": [f"{old} => {new}" for old, new in simplified().items()],
                    },
                    "fillers": {
                        "type": "pattern_replace",
                        "pattern": "|".join(map(re.escape, longest_first)) or "(?!)",
                        "replacement": " ",
                    },
                },
                "filter": {
                    "pairs": {"type": "cjk_bigram"},
                    "pairs_and_characters": {"type": "cjk_bigram", "output_unigrams": True},
                },
                "analyzer": {
                    "pairs": {**plain, "filter": ["cjk_width", "lowercase", "pairs"]},
                    "pairs_and_characters": {**plain, "filter": ["cjk_width", "lowercase", "pairs_and_characters"]},
                    "question": {
                        "char_filter": ["simplified", "fillers"],
                        "tokenizer": "standard",
                        "filter": ["cjk_width", "lowercase", "pairs"],
                    },
                    "syllables": {"tokenizer": "whitespace", "filter": ["cjk_width", "lowercase"]},
                },
            },
            "similarity": {"as_in_files": {"type": "BM25", "k1": K1, "b": B}},
        },
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "matter": keyword,
                "township": keyword,
                "county": keyword,
                "province": keyword,
                "place": searched,
                "list": keyword,
                "number": number,
                "name": name,
                "category": {**searched, "fields": {"exact": keyword}},
                "topics": {**searched, "fields": {"exact": keyword}},
                "asks": name,
                "everyday": name,
                "mentioned": searched,
                "departments": searched,
                "department_ids": keyword,
                "text": searched,
                "pinyin": {"type": "text", "analyzer": "syllables"},
                "answer": keyword,
                "url": {"type": "keyword", "index": False},
            },
        },
    }


def query(words: str) -> dict[str, object]:
    """A search for words; `filter` takes what is chosen beside them: `{"term": {"county": "tuquan"}}`."""
    boosts = {**BOOSTS, "mentioned": _MENTIONED, "pinyin": BOOSTS["name"]}
    fits = {
        "multi_match": {
            "query": words,
            "type": "most_fields",
            "fields": [f"{field}^{boost:g}" for field, boost in boosts.items()],
            "minimum_should_match": "2<50%",
        }
    }
    as_written = {"match_phrase": {"name": {"query": words, "boost": BOOSTS["name"]}}}
    return {
        "query": {
            "boosting": {
                "positive": {"bool": {"must": [fits], "should": [as_written], "filter": []}},
                "negative": {"term": {"list": ListKind.RECLAIMED.value}},
                "negative_boost": _RECLAIMED,
            }
        },
        # The same matter in many townships is one result, with some of the others.
        "collapse": {"field": "matter", "inner_hits": {"name": "others", "size": 8, "_source": ["township", "url"]}},
        "highlight": {"fields": {"name": {}, "text": {}}},
        "aggs": {field: {"terms": {"field": field}} for field in ("province", "county", "list", "answer")},
    }


class _EntryMaker:
    """Makes entries of duties, with the everyday words that our own search finds them by."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._maker = DocumentMaker(catalogue)
        self._synonyms = catalogue.vocabulary.synonyms
        self._asks = {topic.id: tuple(topic.entry.asks) for topic in catalogue.topics}

    def entry(self, duty: LinkedDuty) -> Entry:
        """A duty with all that it is searched by."""
        sure: dict[str, None] = {}
        mentioned: dict[str, None] = {}
        for meaning in self._maker.document(duty)[1]:
            said = sure if meaning.likely >= _SURE else mentioned
            said.update((word, None) for number in meaning.entries for word in self._synonyms[number].say)
        topics = [assignment.topic for assignment in duty.topics]
        departments = list(duty.departments)
        head = duty.township
        named = [normalise(text) for text in (duty.name, *(topic.name for topic in topics))]
        return Entry(
            matter=digest([(f"{duty.kind} {named[0]}", b"")]),
            township=head.id,
            county=head.county_id,
            province=head.province,
            place=head.label,
            list=duty.kind.value,
            number=duty.number,
            name=duty.name,
            category=duty.category.printed,
            topics=[topic.name for topic in topics],
            asks=[ask for topic in topics for ask in self._asks[topic.id]],
            everyday=list(sure),
            mentioned=[word for word in mentioned if word not in sure],
            departments=[department.name for department in departments],
            department_ids=[department.id for department in departments],
            text=sentences(duty),
            pinyin=sorted(set(self._spoken(named))),
            answer=duty.answer.kind.value,
            url=paths.url(paths.duty(head.id, duty.id)),
        )

    def _spoken(self, texts: Sequence[str]) -> Iterator[str]:
        """The words of texts as they are typed by sound: dibao, db."""
        lexicon = self._maker.lexicon
        for word in {term for text in texts for term in lexicon.terms(text)}:
            if len(word) > 1 and is_han(word) and lexicon.worth(word) == 1 and (found := spoken(word)):
                syllables = found[0].split()
                yield "".join(syllables)
                yield "".join(syllable[0] for syllable in syllables)
